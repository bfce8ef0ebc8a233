"""What the history of a page says besides Wagtail's words: what was submitted, what was saved by itself."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import PageLogEntry

AUTOSAVED, SAVED, SUBMITTED = "editing.autosave", "wagtail.edit", "wagtail.workflow.start"


class Submitted(LogFormatter):
    """In the place of Wagtail's words, which say that a workflow started."""

    label = gettext_lazy("Submit for approval")

    def format_message(self, log_entry) -> str:
        try:
            task = log_entry.data["workflow"]["next"]["title"]
        except (KeyError, TypeError):
            return _("Submitted for approval")
        return _("Submitted for approval: %(task)s") % {"task": task}

    def format_comment(self, log_entry) -> str:
        return log_entry.data.get("comment", "")


def register(actions) -> None:
    """After Wagtail has registered its own."""
    actions.choices[:] = [choice for choice in actions.choices if choice[0] != SUBMITTED]
    actions.register_action(SUBMITTED)(Submitted)
    actions.register_action(
        AUTOSAVED, gettext_lazy("Save automatically"), gettext_lazy("Saved automatically")
    )


def keep_published(request, page) -> None:
    """What went online stays in the history as it was: an editor left open meanwhile saves beside it."""
    latest = page.latest_revision
    if request.method != "POST" or not latest or latest.pk != page.live_revision_id:
        return
    if request.POST.get("overwrite_revision_id") == str(latest.pk):
        request.POST = request.POST.copy()
        del request.POST["overwrite_revision_id"]
        request.POST["loaded_revision_id"] = str(latest.pk)
        request.POST["loaded_revision_created_at"] = latest.created_at.isoformat()


def autosaved(request, page) -> None:
    """An entry of its own for what the editor saves by itself; one for all that goes into a revision."""
    if request.accepts("text/html"):
        return
    entries = PageLogEntry.objects.filter(page=page.pk, revision=page.latest_revision_id)
    entry = entries.filter(action=SAVED).first()
    if entry is None:
        return
    before = entries.filter(action=AUTOSAVED).values_list("uuid", flat=True).first()
    entries.filter(pk=entry.pk).update(action=AUTOSAVED, uuid=before or entry.uuid)
