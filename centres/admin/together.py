"""Settling all open rows of one verdict by one form post."""

import dataclasses
from collections import Counter

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .. import preparing, settling
from ..lists import Verdict, said
from ..models import Round, RoundRow
from .actions import Action, first_error
from .rows import ENTERING


@dataclasses.dataclass(frozen=True)
class Together:
    """The open rows of one verdict: how many, and to how many each way of settling is open; `warnings` holds
    what they warn of, each with the number of rows, the most frequent first."""

    verdict: str
    label: str
    rows: int
    matches: int
    creations: int
    warnings: tuple[tuple[str, int], ...]


def together(rows: QuerySet[RoundRow], verdict: str) -> Together | None:
    """What can be settled at once of `rows`, which have that verdict; None without an open row. It takes two
    queries."""
    single = verdict in settling.ONE_BY_ONE
    found = rows.open().aggregate(
        rows=Count("pk"),
        matches=Count("pk", filter=Q(centre__isnull=False)),
        creations=Count("pk", filter=Q(centre__isnull=True, list__kind__in=ENTERING)),
    )
    if not found["rows"]:
        return None
    possible = {**found, "matches": 0, "creations": 0} if single else found
    warned = Counter(
        said(warning)
        for warnings in rows.open().exclude(warnings=[]).values_list("warnings", flat=True)
        for warning in warnings
    )
    label = str(Verdict(verdict).label)
    return Together(verdict=verdict, label=label, warnings=tuple(warned.most_common()), **possible)


class TogetherForm(forms.Form):
    """`seen` is the number of open rows that the person was shown."""

    action = forms.ChoiceField(choices=RoundRow.Action.choices)
    verdict = forms.ChoiceField(choices=[(verdict.value, verdict.label) for verdict in Verdict])
    list = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    seen = forms.IntegerField(min_value=1)
    reason = forms.CharField(required=False, max_length=2000)
    checked = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick that you have checked these rows and their warnings.")}
    )


class SettleMany(Action):
    """Settle all open rows of one verdict, of one list or of the whole round."""

    def act(self, round_: Round) -> str:
        form = TogetherForm(self.request.POST)
        if not form.is_valid():
            raise preparing.Refused(first_error(form))
        data = form.cleaned_data
        rows = RoundRow.objects.filter(list__round=round_, verdict=data["verdict"])
        if data["list"]:
            rows = rows.filter(list=data["list"])
        if rows.open().count() != data["seen"]:
            raise preparing.Refused(_("The rows have changed since you saw them. Look at them again."))
        n = settling.settle_many(
            rows,
            action=data["action"],
            reason=data["reason"],
            user=self.request.user,
            confirmed=data["checked"],
        )
        if not n:
            raise preparing.Refused(_("None of these rows can be settled like that together."))
        words = ngettext("%(n)s row: %(action)s.", "%(n)s rows: %(action)s.", n)
        return words % {"n": n, "action": RoundRow.Action(data["action"]).label}
