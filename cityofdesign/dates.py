"""Dates as precise as their source: a value with bounds and wording, and the model field that stores it."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext

from cityofdesign.datewords import plain, to_edtf, wording
from cityofdesign.edtf import Point, Unreadable, points


@dataclass(frozen=True, slots=True, order=True)
class ImpreciseDate:
    """A date as its source prints it, given as EDTF text (cityofdesign/edtf.py says which); "" is undated.

    `lower` and `upper` are the first and the last day meant, None where open or unknown; `precision` is
    "day", "month", "year", "season", "range" or "undated". An undated one is false, also XXXX-01-10. They are
    ordered by the lower bound ("by December 2020" by its upper one), then by the upper, undated last. Other
    text is a ValueError that says, in the active language, what would be right.
    """

    edtf: str = field(default="", compare=False)
    lower: date | None = field(init=False, compare=False, repr=False)
    upper: date | None = field(init=False, compare=False, repr=False)
    precision: str = field(init=False, compare=False, repr=False)
    _points: tuple[Point | None, ...] = field(init=False, compare=False, repr=False)
    _order: tuple[date, date, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        ends = points(self.edtf)
        lower = ends[0].bounds[0] if ends and ends[0] else None
        upper = ends[-1].bounds[1] if ends and ends[-1] else None
        derived = {
            "lower": lower,
            "upper": upper,
            "precision": "range" if len(ends) == 2 else ends[0].precision if ends else "undated",
            "_points": ends,
            "_order": (lower or upper or date.max, upper or date.max, self.edtf or "~"),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @classmethod
    def parse(cls, text: str) -> "ImpreciseDate":
        """The date of an EDTF text, with or without space around it."""
        return cls(text.strip())

    @classmethod
    def from_date(cls, day: date) -> "ImpreciseDate":
        return cls(f"{day:%Y-%m-%d}")

    def __str__(self) -> str:
        return self.edtf

    def __bool__(self) -> bool:
        return self.precision != "undated"

    @property
    def machine(self) -> str:
        """The value for <time datetime>: "2023-10-31", "2023-10" or "2023"; empty where HTML knows none."""
        length = {"day": 10, "month": 7, "year": 4}.get(self.precision)
        return self.lower.isoformat()[:length] if length else ""

    def display(self, language: str | None) -> str:
        """The date in words, in Chinese for "zh-hans" and the like, otherwise in British English."""
        words = wording(language)
        if not self._points:
            return words.undated
        first, last = self._points[0], self._points[-1]
        if self.edtf.endswith("X"):
            return words.decade.format(first.year)
        if first is None:
            return words.by.format(words.point(last))
        if last is None:
            return words.since.format(words.point(first))
        if len(self._points) == 2:
            return words.period(first, last)
        return (words.about if self.edtf.endswith("~") else "{}").format(words.point(first))


def parse_words(text: str) -> ImpreciseDate:
    """The date of EDTF text or of text in words, English or Chinese (cityofdesign/datewords.py says which).

    ValueError, in the active language, says what would be right.
    """
    plain_text = plain(text)
    try:
        return ImpreciseDate(plain_text)
    except Unreadable:
        edtf = to_edtf(plain_text)
    if edtf is not None:
        with suppress(Unreadable):
            return ImpreciseDate(edtf)
    raise Unreadable(text)


@lru_cache(maxsize=4096)
def _stored(edtf: str) -> ImpreciseDate:
    """Tables hold the same few dates thousands of times."""
    return ImpreciseDate(edtf)


class ImpreciseAttribute(DeferredAttribute):
    """Takes an ImpreciseDate, a date, EDTF text or None; sets the bounds with it."""

    def __set__(self, instance: models.Model, value: object) -> None:
        name, imprecise = self.field.attname, self.field.to_python(value)
        bounds = {f"{name}_from": imprecise.lower, f"{name}_to": imprecise.upper}
        instance.__dict__.update({name: imprecise} | bounds)


class BoundAttribute(DeferredAttribute):
    """Keeps the bound that the imprecise date set, whatever a constructor, a revision or a stale row says."""

    def __set__(self, instance: models.Model, value: date | None) -> None:
        if self.field.attname.rpartition("_")[0] not in instance.__dict__:
            instance.__dict__[self.field.attname] = value


class BoundField(models.DateField):
    """The column `<name>_from` or `<name>_to` of an ImpreciseDateField; in migrations a plain DateField."""

    descriptor_class = BoundAttribute

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs) -> None:
        if name not in {known.name for known in cls._meta.local_fields}:
            super().contribute_to_class(cls, name, **kwargs)

    def deconstruct(self) -> tuple:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class ImpreciseDateFormField(forms.Field):
    """A text input that takes every form parse_words reads, and shows a date in the active language."""

    empty_values = [*EMPTY_VALUES, ImpreciseDate()]

    def to_python(self, value: object) -> ImpreciseDate:
        try:
            return parse_words(value or "")
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, ImpreciseDate):
            return value
        return value.display(get_language()) if value != ImpreciseDate() else ""


class ImpreciseDateField(models.Field):
    """An ImpreciseDate, stored as EDTF text, with its bounds in date columns `<name>_from` and `<name>_to`.

    `precisions` restricts what may be entered, e.g. ("day", "month"). save() and bulk_create() write the
    bounds too; bulk_update(), update() and save(update_fields=...) write what they are given: give all three.
    """

    empty_values = [*EMPTY_VALUES, ImpreciseDate()]
    descriptor_class = ImpreciseAttribute
    EXAMPLES = {
        "day": "2023-06-28",
        "month": "2014-02",
        "year": "2013",
        "season": "2023-23",
        "range": "2023/2027",
    }

    def __init__(self, *args, precisions: tuple[str, ...] | None = None, **kwargs) -> None:
        self.precisions = tuple(precisions) if precisions else None
        super().__init__(*args, **kwargs | {"max_length": 32})

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs | ({"precisions": self.precisions} if self.precisions else {})

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        if cls.__module__ != "__fake__":  # a migration lists the bounds itself
            cls.add_to_class(f"{name}_from", BoundField(null=True, editable=False))
            cls.add_to_class(f"{name}_to", BoundField(null=True, editable=False, db_index=True))

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, expression: object, connection: object) -> ImpreciseDate:
        return _stored(value or "")

    def to_python(self, value: object) -> ImpreciseDate:
        if isinstance(value, ImpreciseDate):
            return value
        try:
            if isinstance(value, date):
                return ImpreciseDate.from_date(value)
            return ImpreciseDate.parse(str(value or ""))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: object) -> str:
        return str(self.to_python(super().get_prep_value(value)))

    def pre_save(self, instance: models.Model, add: bool) -> ImpreciseDate:
        """Fills the bounds, which a migration's models hold as plain dates."""
        imprecise = super().pre_save(instance, add)
        setattr(instance, f"{self.name}_from", imprecise.lower)
        setattr(instance, f"{self.name}_to", imprecise.upper)
        return imprecise

    def value_to_string(self, instance: models.Model) -> str:
        return str(self.value_from_object(instance))

    def validate(self, value: ImpreciseDate, instance: models.Model) -> None:
        super().validate(value, instance)
        if self.precisions and value != ImpreciseDate() and value.precision not in self.precisions:
            message = gettext(
                "A date in the form of “%(date)s” is not taken here: write for example %(examples)s."
            )
            said = value.display(get_language())
            raise ValidationError(message % {"date": said, "examples": self.examples()}, code="precision")

    def examples(self) -> str:
        """One date in words for each precision allowed, in the active language, e.g. "28 June 2023, 2013"."""
        words = [
            ImpreciseDate(text).display(get_language())
            for precision, text in self.EXAMPLES.items()
            if not self.precisions or precision in self.precisions
        ]
        return wording(get_language()).comma.join(words)

    def hint(self) -> str:
        message = gettext("As precise as the source says, for example %(examples)s.")
        return message % {"examples": self.examples()}

    def formfield(self, **kwargs) -> forms.Field:
        help_text = self.help_text or lazy(self.hint, str)()
        return super().formfield(**{"form_class": ImpreciseDateFormField, "help_text": help_text} | kwargs)
