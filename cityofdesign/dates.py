"""The model field that stores a date as precise as its source; the value itself is in imprecise.py."""

from datetime import date
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import lazy
from django.utils.translation import gettext

from cityofdesign.dateforms import ImpreciseDateFormField
from cityofdesign.imprecise import ImpreciseDate, examples, parse_words, refused

__all__ = ["ImpreciseDate", "ImpreciseDateField", "ImpreciseDateFormField", "parse_words"]


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


class ImpreciseDateField(models.Field):
    """An ImpreciseDate, stored as EDTF text, with its bounds in date columns `<name>_from` and `<name>_to`.

    `precisions` restricts what may be entered, e.g. ("day", "month"). save() and bulk_create() write the
    bounds too; bulk_update(), update() and save(update_fields=...) write what they are given: give all three.
    """

    empty_values = [*EMPTY_VALUES, ImpreciseDate()]
    descriptor_class = ImpreciseAttribute

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
        if refusal := refused(value, self.precisions):
            raise ValidationError(refusal, code="precision")

    def hint(self) -> str:
        message = gettext("As precise as the source says, for example %(examples)s.")
        return message % {"examples": examples(self.precisions)}

    def formfield(self, **kwargs) -> forms.Field:
        help_text = self.help_text or lazy(self.hint, str)()
        own = {
            "form_class": ImpreciseDateFormField,
            "help_text": help_text,
            "precisions": self.precisions,
        }
        return super().formfield(**own | kwargs)
