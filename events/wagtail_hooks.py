from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from centres.admin.access import Limited

from .admin import groups, log
from .admin.scenarios import ForScenarioStaff
from .choosers import centre_chooser
from .models import AnnouncementPage, Award, Enquiry

register_permission_policy(Enquiry, ForScenarioStaff(Enquiry))
register_permission_policy(Award, Limited(Award, "change", "delete", "view"))
hooks.register("register_log_actions", log.register)
hooks.register("register_admin_viewset", groups.CompetitionGroup)
hooks.register("register_admin_viewset", groups.ScenarioGroup)


def holds_announcements(page: Page) -> bool:
    """Whether the page is an announcement, or has one below it."""
    return AnnouncementPage.objects.descendant_of(page, inclusive=True).exists()


def refuse(request, page: Page):
    """Back to where the page is listed, with the reason, where a round that stands forbids the action."""
    if not holds_announcements(page):
        return None
    messages.error(
        request,
        _("“%(page)s” stays as it is: the announcement of a round is public as long as the round stands.")
        % {"page": page},
    )
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", (parent or page).pk)


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
@hooks.register("before_copy_page")
def keep_announcement(request, page):
    return refuse(request, page)


@hooks.register("before_move_page")
def keep_announcement_in_place(request, page, destination):
    return refuse(request, page)


@hooks.register("before_bulk_action")
def keep_announcements(request, action_type, pages, bulk_action):
    if action_type in {"delete", "move", "unpublish"}:
        for page in pages:
            if isinstance(page, Page) and (refusal := refuse(request, page)):
                return refusal
    return None


@hooks.register("before_serve_page")
def remember_page(page, request, args, kwargs):
    """The language switch leads to the translation of this page (cityofdesign/context.py)."""
    request.wagtail_page = page


@hooks.register("register_admin_viewset")
def choose_centres():
    return centre_chooser
