"""The living style page for staff: every token and component of the public site, in light and in dark."""

import datetime
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .dates import ImpreciseDate
from .drawing import Lane, Plan, RoundChange, RoundWords, Segment, Step, TileValue

COLOUR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);")
SPACE = re.compile(r"--(s-\d+): ([\d.]+)rem;")
GROUNDS = ("paper", "surface", "fog-1")
DATES = ("2023-10-31", "2020-07", "2019", "../2020-12", "2016/2019", "")
STEPS = (
    Step(datetime.date(2014, 2, 28), 6),
    Step(datetime.date(2020, 9, 30), 40),
    Step(datetime.date(2021, 12, 31), 101),
    Step(datetime.date(2022, 12, 31), 165),
)


class Colour(NamedTuple):
    """One colour token in one scheme, with its contrast against each of `GROUNDS`."""

    name: str
    value: str
    ratios: tuple[float, ...]


class Specimen(forms.Form):
    """One field of each kind that the public forms use."""

    name = forms.CharField(label=_("Name"), help_text=_("In English or Chinese."), initial="重庆 Chongqing")
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("national", _("National")), ("municipal", _("Municipal"))]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("1", "A"), ("2", "B")], widget=forms.RadioSelect, initial="1"
    )
    agreed = forms.BooleanField(label=_("Yes"), initial=True)


@require_safe
def page(request):
    """For everybody who may open the admin."""
    schemes = ("light", "dark")
    context = {
        "colours": {scheme: colours(scheme) for scheme in schemes},
        "grounds": GROUNDS,
        "spaces": [(name, round(float(rem) * 16)) for name, rem in SPACE.findall(tokens())],
        "forms": {scheme: specimen(scheme) for scheme in schemes},
        "dates": [ImpreciseDate.parse(text) for text in DATES],
        "drawn": drawn(),
    }
    return render(request, "cityofdesign/stylebook.html", context)


def specimen(scheme: str) -> Specimen:
    """The form as it comes back with errors; its names are its scheme's."""
    return Specimen({f"{scheme}-text": "…", f"{scheme}-kind": "1"}, prefix=scheme)


@lru_cache(maxsize=1)
def tokens() -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")


def colours(scheme: str) -> list[Colour]:
    """Every colour token of a scheme, as tokens.css has it."""
    place = ("light", "dark").index(scheme)
    found: dict[str, str] = {}
    for name, *values in COLOUR.findall(tokens()):
        found.setdefault(name, values[place])  # the first is the plain one, later ones ask for more contrast
    return [
        Colour(name, value, tuple(round(contrast(value, found[ground]), 1) for ground in GROUNDS))
        for name, value in found.items()
    ]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#rgb` or `#rrggbb`, 0 to 1."""
    digits = colour.lstrip("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def drawn() -> dict:
    """What the drawings on the page show."""
    day = datetime.date
    return {
        "steps": STEPS,
        "plan": Plan(day(2025, 12, 31), 250, "250"),
        "today": day(2023, 11, 3),
        "end": day(2024, 6, 30),
        "change": RoundChange(kept=30, added=34, withdrawn=2, before=32, after=64),
        "words": RoundWords("2013", "2015", "30", "34", "2"),
        "lanes": [Lane("District 区县级", "district", [Segment(day(2019, 1, 1), day(2019, 12, 31), None)])],
        "span": (day(2018, 1, 1), day(2024, 12, 31), day(2023, 11, 3)),
        "tiles": {"500103": TileValue(9, "Yuzhong"), "500111": TileValue(3, "Dazu")},
    }
