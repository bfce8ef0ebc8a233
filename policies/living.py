"""Living figures: a count of the register inside a text, written as `{{count municipal-centre 2022-12-31}}`.

What is stored is the question; the answer is put in when the text is shown, so that it follows the register.
After the scheme may stand a date (or `today`, the default), `kind=`, `status=` and `district=`.
"""

import dataclasses
import datetime
import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from centres.models import Kind, Standing
from centres.moments import BadMoment, Moment, day_asked, moment
from centres.reference import Reference, reference
from cityofdesign.dates import ImpreciseDate

from .counting import ACCREDITED, Metric, counted

TOKEN = re.compile(r"\{\{([^{}<>]*)\}\}")
EXAMPLE = "{{count municipal-centre 2022-12-31}}"
NARROWED = ("kind", "status", "district")


@dataclasses.dataclass(frozen=True)
class Living:
    """One count: of what, and on which day, None for the day on which it is read."""

    metric: Metric
    on: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Answer:
    """A count as it is shown. `reported` is the sourced figure beside it where the register is not complete,
    None where there is none."""

    value: int
    samples: int
    date: ImpreciseDate
    link: str
    complete: bool
    reported: object = None

    @property
    def about(self) -> str:
        """The date, with the samples among the count and what is reported instead, in words."""
        parts = [self.date.display(get_language())]
        if self.samples:
            words = ngettext("%(n)s sample among them", "%(n)s samples among them", self.samples)
            parts.append(words % {"n": self.samples})
        if not self.complete:
            parts.append(_("as far as the register goes"))
        if self.reported:
            said = {"count": self.reported.value_text, "source": self.reported.source_name}
            parts.append(_("%(source)s reports %(count)s") % said)
        return _(", ").join(parts)


def read(words: str, held: Reference) -> Living:
    """What stands between the braces. ValueError, in the active language, says what would be right."""
    name, *rest = words.split() or [""]
    scheme = held.scheme(rest[0]) if rest else None
    if name != "count" or scheme is None:
        keys = ", ".join(scheme.key for scheme in held.schemes)
        raise ValueError(
            _("“%(text)s” is not understood: write for example %(example)s; schemes are %(keys)s.")
            % {"text": words.strip()[:60], "example": EXAMPLE, "keys": keys}
        )
    narrowed, on = {}, None
    known = {"kind": Kind.values, "status": Standing.Status.values, "district": held.districts_by_code}
    for word in rest[1:]:
        name, equals, value = word.partition("=")
        if equals and name in NARROWED and value in known[name]:
            narrowed[name] = value
        elif not equals and word == "today":
            on = None
        elif not equals:
            on = day_of(word)
        else:
            raise ValueError(_("“%(text)s” narrows no count.") % {"text": word[:40]})
    return Living(Metric(scheme.key, **narrowed), on)


def written(living: Living) -> str:
    """The question as it stands in a text; `read` understands what is between the braces."""
    metric, words = living.metric, [living.on.isoformat()] if living.on else []
    narrowed = {"kind": metric.kind, "status": metric.status, "district": metric.district}
    if metric.status == ACCREDITED:
        narrowed["status"] = ""
    words += [f"{name}={value}" for name, value in narrowed.items() if value]
    return f"{{{{{' '.join(['count', metric.scheme, *words])}}}}}"


def day_of(word: str) -> datetime.date:
    try:
        return day_asked(word)
    except BadMoment as error:
        raise ValueError(str(error)) from error


def answer(living: Living, when: Moment, held: Reference) -> Answer:
    from cityofdesign.related import reported_figure

    on = living.on or when.on
    value, samples = counted(living.metric, when.edition, held, on)
    scheme = held.scheme(living.metric.scheme)
    complete = held.complete(scheme, on)
    whole = living.metric == Metric(living.metric.scheme)
    reported = None if complete or not whole else reported_figure(scheme, on)
    date = ImpreciseDate.from_date(on)
    return Answer(value, samples, date, living.metric.link(living.on), complete, reported)


def expand(html) -> Markup:
    """Markup with its living figures put in; one query for all of them on a warm process, none without, and
    one for each where the register is not complete."""
    text = str(html.__html__() if hasattr(html, "__html__") else html or "")
    if "{{" not in text:
        return Markup(text)  # noqa: S704 - rich text, as its editor's features allow
    when = moment()
    held = reference(when.clock)

    def shown(match: re.Match) -> str:
        try:
            return str(markup(answer(read(match[1], held), when, held)))
        except ValueError:
            return "–"

    return Markup(TOKEN.sub(shown, text))  # noqa: S704


def markup(found: Answer) -> Markup:
    count = Markup('<data value="{}">{:,}</data>').format(found.value, found.value)
    words = Markup(_("%(count)s <small>(%(about)s)</small>"))  # noqa: S704 - ours
    said = words % {"count": count, "about": found.about}
    return Markup('<a class="living" href="{}">{}</a>').format(found.link, said)


def shown(value: dict) -> tuple[str, Answer] | None:
    """`(what is counted, the count)` of a block; None for a scheme that is gone."""
    when = moment()
    held = reference(when.clock)
    if (scheme := held.scheme(value["scheme"])) is None:
        return None
    return value.get("unit") or scheme.name, answer(chosen(value), when, held)


def chosen(value: dict) -> Living:
    """The count that a block or form asks for."""
    day = value.get("on") or None
    on = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    status = value.get("status") or ACCREDITED
    return Living(Metric(value["scheme"], value.get("kind") or "", status, value.get("district") or ""), on)


def problems(html: str) -> list[str]:
    """What is wrong with the living figures of a text, in words."""
    held = reference()
    found = []
    for match in TOKEN.finditer(html):
        try:
            read(match[1], held)
        except ValueError as error:
            found.append(str(error))
    return found


def without(text: str) -> str:
    """The text without its living figures: what was typed."""
    return TOKEN.sub("…", text)


def schemes() -> list[tuple[str, str]]:
    return [(scheme.key, scheme.name) for scheme in reference().schemes]


def districts() -> list[tuple[str, str]]:
    held = reference()
    return sorted((code, district.name) for code, district in held.districts_by_code.items())


def kinds() -> list[tuple[str, str]]:
    return list(Kind.choices)


def statuses() -> list[tuple[str, str]]:
    return list(Standing.Status.choices)


def not_to_come(on: datetime.date | None) -> None:
    """ValidationError for a day that is not over or under way."""
    if on and on > timezone.localdate():
        raise ValidationError(_("The register knows only what has been decided: choose a day that is over."))
