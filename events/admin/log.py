"""What the log says of steps with winners and scenarios."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

LOG = {
    "events.import": (
        _("Save a table"),
        _("%(file)s: %(new)s new, %(changed)s changed, %(removed)s removed"),
    ),
    "events.release": (_("Set the hour of release"), _("Public from %(at)s (%(kind)s)")),
    "events.call-off": (_("Call a release off"), _("Release called off (%(kind)s)")),
    "events.press-link": (_("Open a press link"), _("Press link for %(recipient)s until %(until)s")),
    "events.press-revoke": (_("Revoke a press link"), _("Press link for %(recipient)s revoked")),
    "events.correct": (_("Correct an award"), _("Award corrected; before: %(before)s")),
    "events.corrected": (_("Correct an article"), _("Corrected: %(text)s")),
    "events.answer": (_("Answer"), _("Answered %(ticket)s")),
}


class Told(LogFormatter):
    def format_message(self, log_entry) -> str:
        return str(self.sentence % log_entry.data)


def register(actions) -> None:
    for action, (label, sentence) in LOG.items():
        told = {"label": label, "sentence": sentence}
        actions.register_action(action)(type("Formatter", (Told,), told))
