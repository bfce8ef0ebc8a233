"""What the site adds to Wagtail's admin."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from . import dateforms
from .signin import report


@hooks.register("register_admin_urls")
def admin_urls():
    return dateforms.urls


hooks.register("register_admin_urls", report.urls)
hooks.register("register_reports_menu_item", report.menu_item)


@hooks.register("insert_global_admin_js")
def starter():
    return format_html('<script src="{}"></script>', static("js/admin/start.js"))


@hooks.register("register_account_menu_item")
def second_factor_item(request):
    return account_item("mfa_index", _("Second factor"), _("Passkeys, authenticator app and recovery codes"))


@hooks.register("register_account_menu_item")
def password_item(request):
    return account_item(
        "account_change_password", _("Change the password"), _("You will stay signed in here")
    )


@hooks.register("register_account_menu_item")
def sessions_item(request):
    return account_item("usersessions_list", _("Sessions"), _("Where you are signed in; end all others"))


def account_item(name: str, label: str, help_text: str) -> dict:
    return {"url": reverse(name), "label": label, "help_text": help_text}
