"""What staff do to a round, each by one form post. The rules are in `centres.preparing` and
`centres.publishing`; a refusal comes back as a message, and nothing has changed."""

from django.contrib import messages
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin.utils import get_valid_next_url_from_request

from .. import background, corrections, mails, notices, preparing, publishing, settling
from ..lists import ListRefused
from ..lists.problems import shorten
from ..models import Round, RoundComment, RoundList, RoundRow
from ..reading import rejudge
from .access import RoundsOnly, may_work_on_rounds
from .forms import PublishAtForm, SettleForm
from .rows import fingerprint
from .stages import ENDING


class Action(RoundsOnly, View):
    """One step, posted. `act` returns what to say; it raises `Refused` with the reason why not."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        round_ = get_object_or_404(Round.objects.select_related("scheme"), pk=kwargs["pk"])
        self.goal = round_
        try:
            messages.success(request, self.act(round_))
        except (preparing.Refused, ListRefused) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())

    def act(self, round_: Round) -> str:
        raise NotImplementedError

    def address(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("rounds:detail", args=[self.goal.pk])


def first_error(form) -> str:
    return next(str(message) for errors in form.errors.values() for message in errors)


class Settle(Action):
    """Settle one row."""

    tried = None

    def act(self, round_):
        rows = RoundRow.objects.select_related("list__round", "centre")
        self.row = get_object_or_404(rows, pk=self.kwargs["row"], list__round=round_)
        form = SettleForm(self.request.POST, row=self.row)
        if not form.is_valid():
            raise preparing.Refused(first_error(form))
        said = form.cleaned_data
        try:
            row = settling.settle(
                self.row,
                action=said["action"],
                centre=said["chosen"],
                reason=said["reason"],
                user=self.request.user,
                confirmed=self.confirmed(said),
            )
        except settling.Unconfirmed:
            self.tried = said["chosen"]
            raise
        return _("Row %(row)s: %(action)s.") % {"row": row.index, "action": row.get_action_display()}

    def confirmed(self, said: dict) -> bool:
        """Whether the tick is there, and for the very warnings that the decision has to do with."""
        if said["checked"] and said["warned"] and said["chosen"]:
            rejudge(self.row, said["chosen"].pk)
        return said["checked"] and said["warned"] in {"", fingerprint(self.row.warnings)}

    def address(self):
        """The page that was left; where a centre has warnings that were not shown, with them."""
        path, _mark, query = super().address().partition("?")
        query = QueryDict(query, mutable=True)
        query.pop("match", None)
        if self.tried:
            query["match"] = f"{self.row.pk}-{self.tried.pk}"
        return f"{path}?{query.urlencode()}#row-{self.row.pk}" if query else f"{path}#row-{self.row.pk}"


class SettleOpen(Action):
    """Settle every open row without a certain match as a new centre."""

    def act(self, round_):
        n = settling.settle_open_as_new(round_, user=self.request.user)
        words = ngettext("%(n)s row settled as a new centre.", "%(n)s rows settled as new centres.", n)
        said = words % {"n": n}
        if not (left := len(settling.left_open(round_))):
            return said
        words = ngettext(
            "%(n)s row with warnings stays open: tick them there.",
            "%(n)s rows with warnings stay open: tick them there.",
            left,
        )
        return f"{said} {words % {'n': left}}"


class OnList(Action):
    """A step that concerns one list of the round."""

    def act(self, round_):
        roundlist = get_object_or_404(
            RoundList.objects.select_related("round__scheme"), pk=self.kwargs["list"], round=round_
        )
        return self.act_on(roundlist)


class Rematch(OnList):
    def act_on(self, roundlist):
        if roundlist.round.corrects_id:
            corrections.renew(roundlist.round, user=self.request.user)
            return _("The correction was compared with the register as it is now.")
        preparing.rematch(roundlist, user=self.request.user, defer=background.defer())
        if not roundlist.is_read:
            return _("%(file)s is being matched again.") % {"file": roundlist.filename}
        return _("%(file)s was matched with the register as it is now.") % {"file": roundlist.filename}


class ConfirmTotal(OnList):
    """Say that a list has no more rows than were read, though it states another total."""

    def act_on(self, roundlist):
        if not self.request.POST.get("checked"):
            raise preparing.Refused(_("Tick that you have checked the total."))
        misprinted = bool(self.request.POST.get("misprinted"))
        settling.confirm_total(roundlist, user=self.request.user, misprinted=misprinted)
        return _("%(file)s: the total is confirmed.") % {"file": roundlist.filename}


class RemoveList(OnList):
    def act_on(self, roundlist):
        preparing.remove_list(roundlist, user=self.request.user)
        return _("%(file)s is no longer in the round.") % {"file": roundlist.filename}


class Comment(Action):
    """A remark of anybody who works on rounds. It changes nothing and makes nobody a preparer."""

    def act(self, round_):
        if not may_work_on_rounds(self.request.user):
            raise preparing.Refused(_("%(user)s may not work on rounds.") % {"user": self.request.user})
        text = self.request.POST.get("text", "").strip()[:2000]
        if not text:
            raise preparing.Refused(_("The comment is empty."))
        with transaction.atomic():
            comment = RoundComment.objects.create(round=round_, user=self.request.user, text=text)
            preparing.record(round_, "centres.comment", user=self.request.user, text=shorten(text))
            mails.commented(comment)
        return _("The comment was added.")

    def address(self):
        return f"{super().address()}#comments-section"


class Submit(Action):
    def act(self, round_):
        publishing.submit(round_, user=self.request.user)
        return _("Submitted. The round now waits for another person.")


class Approve(Action):
    def act(self, round_):
        if round_.lists.filter(kind__in=ENDING).exists() and not self.request.POST.get("confirmed"):
            raise preparing.Refused(_("Confirm that centres lose their accreditation."))
        round_ = publishing.approve(round_, user=self.request.user)
        if notices.days_required(round_) and not round_.notice_elsewhere:
            return _("Approved. It must be put on public notice before it can be published.")
        return _("Approved. It can be published now or at a set time.")


class Reject(Action):
    def act(self, round_):
        publishing.reject(round_, user=self.request.user, reason=self.request.POST.get("reason", "")[:2000])
        return _("Sent back. The round is a draft again.")


class Publish(Action):
    def act(self, round_):
        round_ = publishing.publish(round_, user=self.request.user)
        return _("Published as edition %(number)s of the register.") % {"number": round_.edition.number}


class PublishAt(Action):
    def act(self, round_):
        form = PublishAtForm(self.request.POST)
        if not form.is_valid():
            raise preparing.Refused(first_error(form))
        publishing.publish(round_, user=self.request.user, at=form.cleaned_data["at"])
        return _("The time of publication is set.")


class Undo(Action):
    def act(self, round_):
        self.goal = publishing.undo(round_, user=self.request.user)
        return _("This counter-round takes round %(id)s back once it is approved and published.") % {
            "id": round_.pk
        }
