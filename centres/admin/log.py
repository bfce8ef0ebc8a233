"""What Wagtail's log says of a round."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.log_actions import LogFormatter

from ..lists import Verdict
from ..models import RoundRow
from ..models.rounds import REASONS

LABELS = {
    "centres.upload": gettext_lazy("Upload a list"),
    "centres.remove": gettext_lazy("Remove a list"),
    "centres.rematch": gettext_lazy("Match a list again"),
    "centres.comment": gettext_lazy("Comment"),
    "centres.reread": gettext_lazy("Read a list in another way"),
    "centres.settle": gettext_lazy("Settle rows"),
    "centres.confirm": gettext_lazy("Confirm a total"),
    "centres.submit": gettext_lazy("Submit"),
    "centres.approve": gettext_lazy("Approve"),
    "centres.reject": gettext_lazy("Reject"),
    "centres.schedule": gettext_lazy("Set a time of publication"),
    "centres.publish": gettext_lazy("Publish"),
    "centres.refuse": gettext_lazy("Publication refused"),
}
SENTENCES = {
    "centres.upload": gettext_lazy("Uploaded %(file)s (SHA-256 %(sha256)s)"),
    "centres.remove": gettext_lazy("Removed %(file)s (SHA-256 %(sha256)s)"),
    "centres.rematch": gettext_lazy("Matched list %(list)s with the register again"),
    "centres.comment": gettext_lazy("Commented: “%(text)s”"),
    "centres.reread": gettext_lazy("Read %(file)s again, with the headings in row %(header_row)s"),
    "centres.confirm": gettext_lazy("Confirmed %(rows)s as the total of %(file)s, which states %(stated)s"),
    "centres.submit": gettext_lazy("Submitted; digest %(digest)s"),
    "centres.approve": gettext_lazy("Approved; digest %(digest)s"),
    "centres.reject": gettext_lazy("Rejected: %(reason)s"),
    "centres.schedule": gettext_lazy("To be published at %(at)s"),
    "centres.publish": gettext_lazy("Published as edition %(edition)s; hash %(hash)s"),
    "centres.refuse": gettext_lazy("Publication refused: %(reason)s"),
}
ACTIONS = dict(RoundRow.Action.choices)


def sentence(entry) -> str:
    """A log entry in words."""
    if entry.action == "centres.settle":
        return settled(entry.data)
    return str(SENTENCES[entry.action] % entry.data)


def settled(data: dict) -> str:
    if "rows" in data:
        return settled_together(data)
    action = ACTIONS.get(data["action"], data["action"])
    words = _("Row %(row)s of %(file)s: %(action)s") % {"file": "–", **data, "action": action}
    return f"{words} – {REASONS.get(data['reason'], data['reason'])}" if data["reason"] else words


def settled_together(data: dict) -> str:
    if "verdicts" not in data:
        words = ngettext(
            "%(rows)s row settled as a new centre", "%(rows)s rows settled as new centres", data["rows"]
        )
        return words % data
    action = ACTIONS.get(data["action"], data["action"])
    counts = pgettext("between items of a list", ", ").join(
        f"{Verdict(verdict).label} {n}" for verdict, n in data["verdicts"].items()
    )
    words = ngettext(
        "%(rows)s row: %(action)s (%(counts)s)", "%(rows)s rows: %(action)s (%(counts)s)", data["rows"]
    )
    words %= {"rows": data["rows"], "action": action, "counts": counts}
    return f"{words} – {REASONS.get(data['reason'], data['reason'])}" if data["reason"] else words


class RoundFormatter(LogFormatter):
    def format_message(self, log_entry) -> str:
        return sentence(log_entry)


def register(actions) -> None:
    for action, label in LABELS.items():
        actions.register_action(action)(type("Formatter", (RoundFormatter,), {"label": label}))
