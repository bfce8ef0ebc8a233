"""What the site adds to Wagtail's admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from . import checking, dateforms, stylebook
from .audit.report import AuditLog
from .links import PageLinks
from .signin.report import SignIns


@hooks.register("register_admin_urls")
def admin_urls():
    return [*dateforms.urls, path("style/", stylebook.page, name="stylebook")]


@hooks.register("register_help_menu_item")
def stylebook_item():
    return MenuItem(gettext_lazy("Style page"), reverse("stylebook"), icon_name="view", order=900)


hooks.register("register_admin_urls", SignIns.urls)
hooks.register("register_reports_menu_item", SignIns.menu_item)
hooks.register("register_admin_urls", AuditLog.urls)
hooks.register("register_reports_menu_item", AuditLog.menu_item)


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own, in whose place it is
def links_to_pages(features):
    features.register_link_type(PageLinks)


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


@hooks.register("filter_form_submissions_for_user")
def who_reads_messages(user, pages):
    """Messages of readers name persons and complaints: for whoever decides what is public, who may delete
    them too."""
    return pages & page_permission_policy.instances_user_has_permission_for(user, "publish")


@hooks.register("before_bulk_action")
def publish_only_checked(request, action_type, pages, bulk_action):
    """Several pages are published at once only where none has errors; the answer names those that do."""
    if action_type != "publish":
        return None
    form = getattr(bulk_action, "cleaned_form", None)
    below = form and form.cleaned_data.get("include_descendants")
    chosen = [page for one in pages for page in (one.get_descendants(inclusive=True) if below else [one])]
    refused = False
    for page in chosen:
        draft = page.get_latest_revision_as_object()
        for problem in checking.errors(draft):
            refused = True
            words = {"page": page.get_admin_display_title(), "problem": problem.message}
            messages.error(request, _("“%(page)s” cannot be published: %(problem)s") % words)
    return redirect(request.get_full_path()) if refused else None
