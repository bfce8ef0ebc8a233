"""The buttons below a page in the editor."""

from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PublishMenuItem,
    SubmitForModerationMenuItem,
)

from .moments import in_words, is_ahead
from .steps import waiting, why_not


class Submit(SubmitForModerationMenuItem):
    label = gettext_lazy("Submit for approval")

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "label": self.label}


class Withdraw(CancelWorkflowMenuItem):
    label = gettext_lazy("Withdraw from approval")


class Publish(PublishMenuItem):
    """Says when, where a time is set."""

    template_name = "editing/publish.html"

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        page = parent_context.get("page")
        at = page.go_live_at if page else None
        return {**context, "scheduled_for": in_words(at) if is_ahead(at) else ""}


class Waits(ActionMenuItem):
    """Nothing to press: says who the next step waits for."""

    name = "action-waits"
    template_name = "editing/waits.html"
    order = 25


OURS = {"action-submit": Submit, "action-cancel-workflow": Withdraw, "action-publish": Publish}


def construct(menu_items, request, context) -> None:
    """Only what the reader may do, by names that say what it does."""
    page = context.get("page")
    state = waiting(page) if page and page.pk else None
    # What waits for approval is approved: "Publish" beside it would say the same twice.
    publishable = state is None and not is_alone(request.user, page)
    items = [renamed(item) for item in menu_items if publishable or item.name != "action-publish"]
    if state and not state.task.specific.get_actions(page, request.user):
        items.append(Waits(order=Waits.order))
    menu_items[:] = sorted(items, key=rank)


def renamed(item):
    ours = OURS.get(item.name)
    return ours(order=item.order) if ours else item


def rank(item) -> int:
    """Saving comes first for who writes, approving for who decides."""
    return -1 if item.name == "approve" and not item.launch_modal else item.order


def is_alone(user, page) -> bool:
    """Whether the reader would put online what nobody else has seen."""
    return not (page and page.pk) or bool(why_not(page.specific, user))
