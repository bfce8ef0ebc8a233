"""Accredited centres by district, on the map and in a table."""

import dataclasses
import datetime
from collections import Counter

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cityofdesign.drawing import LIANGJIANG, TILES, TileValue

from ..filters import Question, ask
from ..growth import by_district
from ..models import District
from ..moments import BadMoment, Moment, moment
from ..reference import Reference, ended
from ..reference import reference as tables_of_reference
from .days import day_of
from .facets import existed
from .wording import date_words, sentence

YEARS = 5
ENDINGS = (" Tujia and Miao Autonomous County", " Miao and Tujia Autonomous County")
ENDINGS += (" Tujia Autonomous County", " District", " County", " New Area")


@dataclasses.dataclass(frozen=True)
class Row:
    """One district and its accredited centres on the day; the address lists them. `successors` are names."""

    district: District
    count: int
    href: str
    successors: list[str]


@require_safe
def districts(request):
    asked, refused = request.GET.get("on", "").strip(), ""
    try:
        when = moment(day_of(asked) if asked else "")
    except BadMoment as error:
        refused, when = str(error), moment()
    held = tables_of_reference(when.clock)
    question = ask(request.GET, when, held)
    counts, samples = counted(question, held)
    scheme = next(iter(question.filterset.form.cleaned_data.get("scheme") or []), "")
    rows = [
        Row(d, counts[pk], address(d, when, scheme), [after.name for after in held.successors[pk]])
        for pk, d in held.districts.items()
    ]
    units = [row for row in rows if existed(row.district, when)]
    context = {
        **drawn(units, held, when),
        "moment": when,
        "date_words": date_words(when),
        "sentence": sentence(question, held),
        "refused": refused,
        "asked_on": asked if refused else "",
        "errors": [text for texts in question.errors.values() for text in texts],
        **over_years(rows, scheme, held, when),
        "ended": [row for row in rows if ended(row.district, when.on)],
        "not_stated": counts[None],
        "total": sum(counts.values()),
        "samples": samples,
        "schemes": held.schemes,
        "scheme": scheme,
        "noindex": not when.is_today or bool(request.GET),
    }
    return render(request, "centres/districts.html", context)


def counted(question: Question, held: Reference) -> tuple[Counter, int]:
    """Distinct centres by primary key of their district as of the day (None: not stated), and the samples."""
    by_code = question.columns.counts("district", question.found)
    districts = held.districts_by_code
    counts = Counter({districts[code].pk if code else None: n for code, n in by_code.items()})
    return counts, question.totals()[1]


def over_years(rows: list[Row], scheme: str, held: Reference, when: Moment) -> dict:
    """`days`, the ends of the last years and the day itself, and `over`, the rows with their counts on each;
    districts that had none on any of them are left out."""
    ends = [datetime.date(year, 12, 31) for year in range(max(1, when.on.year - YEARS), when.on.year)]
    days = (*ends, when.on)
    counts = by_district(when.edition, days, scheme, held)
    over = [(row, counts[row.district.code]) for row in rows if row.district.code in counts]
    over = [(row, numbers) for row, numbers in over if any(numbers)]
    return {"days": days, "over": sorted(over, key=lambda one: (-one[1][-1], one[0].district.code))}


def drawn(units: list[Row], held: Reference, when: Moment) -> dict:
    """What the map shows, and the units beside it: those with a tile, and zones."""
    tiled = [row for row in units if row.district.code in TILES or row.district.code == LIANGJIANG]
    return {
        "merged": is_merged(held, when.on),
        "tiles": {
            row.district.code: TileValue(row.count, short_name(row.district), row.href if row.count else "")
            for row in tiled
        },
        "rows": sorted(tiled, key=lambda row: (-row.count, row.district.code)),
        "largest": max((row.count for row in tiled), default=0),
        "zones": [row for row in units if row not in tiled],
    }


def is_merged(held: Reference, date: datetime.date) -> bool:
    """Whether the map shows Liangjiang New Area in place of Jiangbei and Yubei on that date."""
    district = held.districts_by_code.get(LIANGJIANG)
    return bool(district and district.valid_from and district.valid_from <= date)


def address(district: District, when: Moment, scheme: str) -> str:
    query = urlencode({**({"scheme": scheme} if scheme else {}), "district": district.code})
    path = reverse("centres:on", args=[when.on.isoformat()]) if when.asked_on else reverse("centres:list")
    return f"{path}?{query}"


def short_name(district: District) -> str:
    """The name of a district as a tile has room for it: “Wanzhou”, 万州."""
    if (get_language() or "en").startswith("zh"):
        chinese = [name for name in (district.name_zh, *district.aliases) if not name.isascii()]
        return min(chinese, key=len)
    name = district.name_en
    return next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)
