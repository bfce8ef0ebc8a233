"""The logs that there are, each with how its entries are told; nothing is kept here."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable

from django.db import models
from django.db.models import F, QuerySet, Value
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_type_label
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from centres.models import Decision, RoundParticipant

from ..models import SignInEvent


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing that happened, in words."""

    at: datetime.datetime
    source: str
    what: str
    about: str
    who: str
    detail: str
    ip: str = ""


@dataclasses.dataclass(frozen=True)
class Source:
    """One log: its key and name, its model, which column is the time, and the words for some of its rows."""

    key: str
    label: str
    model: type[models.Model]
    time: str
    words: Callable[[QuerySet], Iterable[tuple[models.Model, dict]]]

    def named(self) -> QuerySet:
        """`(source, pk, moment)` of every entry, for a union with the others."""
        rows = self.model.objects.order_by().annotate(source=Value(self.key), moment=F(self.time))
        return rows.values_list("source", "pk", "moment")

    def entries(self, pks: list) -> dict:
        """Primary key -> entry."""
        return {
            row.pk: Entry(at=getattr(row, self.time), source=str(self.label), **said)
            for row, said in self.words(self.model.objects.filter(pk__in=pks))
        }


def logged(rows: QuerySet) -> Iterable[tuple[models.Model, dict]]:
    """Of Wagtail's log. What is gone by now keeps its name there."""
    for row in rows.prefetch_related("user", "content_type"):
        yield (
            row,
            {
                "what": str(registry.get_action_label(row.action)),
                "about": f"{row.label} ({get_content_type_label(row.content_type)})",
                "who": row.user.get_username() if row.user else str(row.user_display_name),
                "detail": str(row.message),
            },
        )


def at_the_door(rows: QuerySet) -> Iterable[tuple[models.Model, dict]]:
    for row in rows.select_related("by"):
        said = {"what": row.get_what_display(), "about": row.username, "detail": row.detail}
        yield row, {**said, "who": str(row.by or row.username), "ip": row.ip or ""}


def decided(rows: QuerySet) -> Iterable[tuple[models.Model, dict]]:
    """By whom the round was approved, and the hash under which the decision stands."""
    found = list(rows.select_related("scheme", "centre"))
    approved = RoundParticipant.objects.filter(
        role=RoundParticipant.Role.APPROVED, round__in={row.round_id for row in found}
    )
    approvers = {one.round_id: one.user.get_username() for one in approved.select_related("user")}
    for row in found:
        detail = _(
            "No. %(number)s in the log, %(scheme)s, in effect %(date)s, edition %(edition)s, hash %(hash)s"
        ) % {
            "number": row.number,
            "scheme": row.scheme,
            "date": row.effective_on.display(get_language()),
            "edition": row.edition_id,
            "hash": row.hash,
        }
        said = {"what": row.get_kind_display(), "about": row.centre.number, "detail": detail}
        yield row, {**said, "who": approvers.get(row.round_id, "")}


SOURCES = {
    source.key: source
    for source in (
        Source("pages", gettext_lazy("Pages"), PageLogEntry, "timestamp", logged),
        Source("content", gettext_lazy("Other content"), ModelLogEntry, "timestamp", logged),
        Source("sign-ins", gettext_lazy("Sign-ins and second factors"), SignInEvent, "at", at_the_door),
        Source("register", gettext_lazy("Decisions of the register"), Decision, "recorded_at", decided),
    )
}


def named(narrowed: Callable[[QuerySet], QuerySet], source: str = "") -> QuerySet:
    """`(source, pk, moment)` of the entries of every log or of one, each `narrowed`, the newest first."""
    first, *others = (narrowed(one.named()) for one in SOURCES.values() if source in ("", one.key))
    return first.union(*others, all=True).order_by("-moment", "source", "-pk")


def told(names: Iterable[tuple]) -> list[Entry]:
    """The entries of some names, in their order; six queries for any number of them."""
    names = list(names)
    found = {}
    for key, source in SOURCES.items():
        if pks := [pk for of, pk, _moment in names if of == key]:
            found |= {(key, pk): entry for pk, entry in source.entries(pks).items()}
    return [found[of, pk] for of, pk, _moment in names]
