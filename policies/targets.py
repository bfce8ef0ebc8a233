"""How targets stand: each beside the newest figure that has a date and a source, or beside the register."""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from centres.moments import Moment
from centres.reference import Reference
from cityofdesign.dates import ImpreciseDate
from cityofdesign.drawing import Plan, Step
from cityofdesign.related import steps

from .counting import Metric, counted
from .models import Figure, PolicyPage

MET, ON_COURSE, BEHIND, PASSED, UNMEASURED = "met", "on-course", "behind", "passed", "unmeasured"
WORDS = {
    MET: gettext_lazy("Met"),
    ON_COURSE: gettext_lazy("On course"),
    BEHIND: gettext_lazy("Behind"),
    PASSED: gettext_lazy("Due date passed"),
    UNMEASURED: gettext_lazy("Not measured here"),
}
RULES = {
    MET: gettext_lazy(
        "The last figure is at the target or above it; above it where “more than” is promised."
    ),
    ON_COURSE: gettext_lazy("The last figure is on or above the straight line to the target."),
    BEHIND: gettext_lazy("The last figure is below the straight line to the target."),
    PASSED: gettext_lazy("The due date is over and the target is not met."),
    UNMEASURED: gettext_lazy("There is no figure with a date and a source, or no date by which it is due."),
}
LEGEND = [(WORDS[key], rule) for key, rule in RULES.items()]  # how standing is decided, for readers
EXCEEDING = {Figure.Comparator.GT}
MET_BY = {
    True: gettext_lazy("The last figure is above the target."),
    False: gettext_lazy("The last figure is at or above the target."),
}
"""Whether the figure must exceed the target -> when one such target is met."""


@dataclasses.dataclass(frozen=True)
class Count:
    """A value on a date with where it comes from: a reported figure, or the register (`samples` of it)."""

    value: Decimal
    text: str
    date: ImpreciseDate
    source_name: str
    source_url: str
    note: str = ""
    from_register: bool = False
    samples: int = 0
    complete: bool = True
    link: str = ""


@dataclasses.dataclass(frozen=True)
class Measurement:
    """What was known for one date: as reported (None for today), and what the register counts on it (None
    where it cannot count, or the date has no last day)."""

    date: ImpreciseDate
    reported: Count | None
    register: Count | None

    @property
    def value(self) -> Decimal:
        """The number that counts: the register's where it is complete, else the reported one."""
        best = self.register if self.register and self.register.complete else self.reported
        return (best or self.register).value


@dataclasses.dataclass(frozen=True)
class Target:
    """A promised figure, the newest count (`now`, None where nothing is measured) and how it stands."""

    figure: Figure
    now: Count | None
    series: tuple[Step, ...]
    standing: str
    policy: PolicyPage | None = None
    register: Count | None = None
    """What the register says today, complete or not; None for what it does not count."""
    history: tuple[Measurement, ...] = ()
    """Every date with a figure, oldest first, and today where the register counts."""

    @property
    def rows(self) -> list[tuple[Measurement, float]]:
        """The history with the share of the target that was reached, newest first."""
        promised = float(self.figure.value) or 1.0
        return [(one, float(one.value) / promised) for one in reversed(self.history)]

    @property
    def words(self) -> str:
        """The standing in words; a target met by a count that may be defined otherwise says so."""
        if self.standing == MET and self.figure.note and self.now.note:
            return _("Met, definition unclear")
        return WORDS[self.standing]

    @property
    def rule(self) -> str:
        return self.rules[self.standing]

    @property
    def rules(self) -> dict[str, str]:
        """Standing -> when this target stands so."""
        return RULES | {MET: MET_BY[self.figure.comparator in EXCEEDING]}

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The rules for readers, as LEGEND has those of all targets."""
        return [(WORDS[key], rule) for key, rule in self.rules.items()]

    @property
    def mark(self) -> str:
        """The key of `target_mark`, which draws a target behind its course like one whose date has passed."""
        return PASSED if self.standing == BEHIND else self.standing

    @property
    def level(self) -> str:
        """The level whose colour the drawing takes; empty for what is not a scheme of the register."""
        return self.figure.scheme.level if self.figure.scheme else ""

    @property
    def promised(self) -> str:
        """The target as a phrase: “250 or more”."""
        return promised(self.figure)

    @property
    def amount(self) -> str:
        """The target with its unit: “250 or more centres”, 250家以上."""
        if (get_language() or "en").startswith("zh"):
            return promised(self.figure, self.figure.unit)
        return f"{self.promised} {self.figure.unit}"

    @property
    def share(self) -> float | None:
        """How much of the target the last count is; more than 1 above it."""
        return float(self.now.value / self.figure.value) if self.now and self.figure.value else None

    @property
    def plan(self) -> Plan | None:
        """The target for a step chart; None where no date is set."""
        due = self.figure.as_of.upper
        return Plan(due, int(self.figure.value), self.promised) if due else None


def promised(figure: Figure, unit: str = "") -> str:
    value = {"value": figure.value_text + unit}
    return {
        Figure.Comparator.EQ: value["value"],
        Figure.Comparator.GE: pgettext("target", "%(value)s or more") % value,
        Figure.Comparator.GT: pgettext("target", "more than %(value)s") % value,
        Figure.Comparator.ABOUT: pgettext("target", "about %(value)s") % value,
        Figure.Comparator.NEARLY: pgettext("target", "nearly %(value)s") % value,
    }[figure.comparator]


def figures() -> list[Figure]:
    """Every target and reported figure of the whole city; one query."""
    return list(Figure.objects.of_city().select_related("scheme", "policy", "district").by_date())


def measured(found: Iterable[Figure], moment: Moment, held: Reference) -> list[Target]:
    """The targets among the figures, each measured by reported ones of the same metric or the register."""
    reported, targets = defaultdict(list), []
    for figure in found:
        if figure.type == Figure.Type.TARGET:
            targets.append(figure)
        elif figure.as_of_to:
            reported[figure.metric_key].append(figure)
    return [target_of(figure, reported[figure.metric_key], moment, held) for figure in targets]


def target_of(figure: Figure, reported: list[Figure], when: Moment, held: Reference) -> Target:
    now = count_of(reported[-1]) if reported else None
    metric = figure.counted_as
    register = registered(metric, when.on, when, held) if metric else None
    if register and register.complete:
        now = register
    history = [
        Measurement(f.as_of, count_of(f), registered(metric, f.as_of_to, when, held) if metric else None)
        for f in reported
        if f.as_of_to <= when.on
    ]
    if register:
        history.append(Measurement(register.date, None, register))
    standing = standing_of(figure, reported, now, when.on)
    return Target(figure, now, tuple(steps(reported)), standing, figure.policy, register, tuple(history))


def registered(metric: Metric, on: datetime.date, when: Moment, held: Reference) -> Count:
    """What the register counts on a day, as its newest edition knows it, and the list of the same centres."""
    value, samples = counted(metric, when.edition, held, on)
    return Count(
        Decimal(value),
        str(value),
        ImpreciseDate.from_date(on),
        _("Register"),
        "",
        from_register=True,
        samples=samples,
        complete=held.complete(held.scheme(metric.scheme), on),
        link=metric.link(None if on == when.on else on),
    )


def count_of(figure: Figure) -> Count:
    return Count(
        figure.value, figure.value_text, figure.as_of, figure.source_name, figure.source_url, figure.note
    )


def standing_of(figure: Figure, reported: list[Figure], now: Count | None, today: datetime.date) -> str:
    if now is None:
        return UNMEASURED
    if now.value > figure.value or (now.value == figure.value and figure.comparator not in EXCEEDING):
        return MET
    due = figure.as_of.upper
    if due is None:
        return UNMEASURED
    if due < today:
        return PASSED
    return ON_COURSE if now.value >= expected(figure, reported, now, due) else BEHIND


def expected(figure: Figure, reported: list[Figure], now: Count, due: datetime.date) -> float:
    """What a straight climb from the baseline to the target gives at `now`."""
    start, base = baseline(figure, reported, now)
    elapsed = (now.date.upper - start).days / max((due - start).days, 1)
    return base + (float(figure.value) - base) * min(max(elapsed, 0.0), 1.0)


def baseline(figure: Figure, reported: list[Figure], now: Count) -> tuple[datetime.date, float]:
    """Where a target starts from: as stated, else with the last count before its policy."""
    if figure.baseline is not None and figure.baseline_on.upper:
        return figure.baseline_on.upper, float(figure.baseline)
    first = reported[0].as_of_to if reported else now.date.upper
    start = (figure.policy.written.upper if figure.policy else None) or first
    before = [earlier for earlier in reported if earlier.as_of_to <= start]
    return start, float(before[-1].value) if before else 0.0
