from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from .lines import comparison


def compare(page, user, view_name=None, next_url=None):
    """From draft to public page in one click, in the editor and in the lists of pages."""
    if (url := comparison(page)) and page.permissions_for_user(user).can_edit():
        yield Button(_("Compare with the public page"), url, priority=15, icon_name="resubmit")
