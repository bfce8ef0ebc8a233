"""Whether a centre is what its plaque says: one word for a number on a day, and what stands behind it."""

import dataclasses
import re
import unicodedata

from ..models import Centre, Decision, Edition, Scheme, Standing
from ..moments import Moment
from ..reference import Reference, reference
from ..replay import in_force
from .centre import facts_on, known_decisions, state
from .standing import holds
from .titles import Title, titled

TYPED = re.compile(r"(?:CQ|NO)*([0-9]{1,6})")
VALID = "valid"
NOT_YET, NEVER, ENTERED_IN_ERROR, UNKNOWN = "not-yet", "never", "entered-in-error", "unknown"
WORDS = {
    Standing.Status.ACCREDITED: VALID,
    Standing.Status.SUSPENDED: "suspended",
    Standing.Status.WITHDRAWN: "withdrawn",
    Standing.Status.EXPIRED: "expired",
}
STATES = {"unknown": UNKNOWN, "before": NOT_YET, "annulled": ENTERED_IN_ERROR}
MARKS = {VALID: "accredited", ENTERED_IN_ERROR: "annulled", NOT_YET: "unknown", NEVER: "unknown"}


@dataclasses.dataclass(frozen=True)
class Verdict:
    """`word` is valid, suspended, withdrawn, expired, entered-in-error, not-yet or unknown, under one scheme
    also never; the best of the standings where there are several. `edition` is None before the first one."""

    number: str
    word: str
    centre: Centre | None = None
    title: Title | None = None
    facts: dict = dataclasses.field(default_factory=dict)
    standings: tuple[Standing, ...] = ()
    edition: Edition | None = None

    @property
    def mark(self) -> str:
        return MARKS.get(self.word, self.word)

    @property
    def level(self) -> str:
        """The highest level at which the centre is what the word says."""
        levels = [standing.scheme.level for standing in self.standings if WORDS[standing.status] == self.word]
        return next(filter(None, levels), "")

    @property
    def sample(self) -> bool:
        return bool(self.centre and self.centre.sample)

    def under(self, scheme: Scheme) -> "Verdict":
        """The same as far as one scheme goes; which may never have accredited the centre."""
        standings = tuple(one for one in self.standings if one.scheme_id == scheme.pk)
        kept = self.word in (ENTERED_IN_ERROR, UNKNOWN)
        word = best(standings) or (self.word if kept else NEVER)
        return dataclasses.replace(self, word=word, standings=standings)


def number_typed(text: str) -> str:
    """`CQ-000001` for cq-000001, “No. CQ 1” or １; empty for what is no number."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text[:60]).upper())
    found = TYPED.fullmatch(plain)
    return Centre.format_number(int(found[1])) if found else ""


def verdict(number: str, when: Moment, held: Reference) -> Verdict:
    """Four queries for a number that exists, one for one that does not."""
    centre = Centre.objects.filter(number=number).first()
    if centre is None:
        return Verdict(number, UNKNOWN)
    decisions = known_decisions(centre, when)
    current = standings(centre, when)
    alive = in_force(decisions)
    facts = facts_on(alive or decisions, when, held)
    return Verdict(
        number=number,
        word=best(current) or STATES[state(decisions, alive, current)],
        centre=centre,
        title=titled(facts, number),
        facts=facts,
        standings=current,
        edition=Edition.objects.filter(number=when.edition).first(),
    )


def standings(centre: Centre, when: Moment) -> tuple[Standing, ...]:
    found = Standing.objects.known_in(when.edition).filter(centre=centre)
    found = found.select_related("decision__row__list", "decision__round")
    return tuple(one for one in reference(when.clock).in_order(found) if holds(one, when.on))


def best(standings: tuple[Standing, ...]) -> str:
    """The word of the best of the standings, in the order of WORDS; empty for none."""
    statuses = {standing.status for standing in standings}
    return next((word for status, word in WORDS.items() if status in statuses), "")


def exists(number: str) -> bool:
    return Decision.objects.filter(centre__number=number).exists()
