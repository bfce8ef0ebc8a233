"""Which fields of a page are translated, the same in both languages, or apart in each."""

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cityofdesign.dates import ImpreciseDateField

SAME = {"document_number", "figure", "index_number"}
"""Texts that are the same in both languages."""
APART = {
    "slug",  # the translation keeps the address it was given when it was made
    "title_other",  # of a policy: the title in the language that the page is not in
    "name_translated",  # whether no source gives the name in this language
    "change_note",
    "correction_note",
    "go_live_at",
    "expire_at",
    "first_published_at",
    "content_type",
    "owner",
    "path",
    "depth",
    "numchild",
}
"""What a page has for itself, whatever its translation has."""


class Translated(TranslatableField):
    """A text that stands in the translation also where its original is empty."""

    def is_synchronized(self, source):
        return isinstance(self.get_field(type(source)), StreamField)


def declare() -> None:
    """Tell wagtail-localize of every page type of the site."""
    for model in get_page_models():
        if model is not Page:
            model.translatable_fields = fields_of(model)


def fields_of(model: type[Page]) -> list:
    """Texts are translated, pages that a page leads to are found in its language; dates, kinds, numbers, the
    register's objects and files are the same in both languages.

    A page type may name further fields in `same_in_both_languages` and `apart_in_each_language`. Rows below a
    page (inline panels) are apart unless the type says that they are the same.
    """
    same = SAME | set(getattr(model, "same_in_both_languages", ()))
    apart = APART | set(getattr(model, "apart_in_each_language", ()))
    found = []
    for field in model._meta.get_fields():
        if field.name in apart - same or not belongs(field):
            continue
        if field.name in same:
            found.append(SynchronizedField(field.name, overridable=False))
        elif isinstance(field, models.ManyToOneRel):
            continue
        elif is_text(field) or leads_to_a_page(field):
            found.append(Translated(field.name))
        else:
            found.append(SynchronizedField(field.name, overridable=False))
    return found


def belongs(field) -> bool:
    """Whether an editor fills the field on the page's own form."""
    if isinstance(field, models.ManyToOneRel):
        return isinstance(field.remote_field, ParentalKey) and field.name != "wagtail_admin_comments"
    if field.auto_created or not field.concrete or not field.editable:
        return False
    if isinstance(field, models.ManyToManyField):
        return isinstance(field, ParentalManyToManyField)
    return not (isinstance(field, models.OneToOneField) and field.remote_field.parent_link)


def is_text(field) -> bool:
    if isinstance(field, ImpreciseDateField | models.URLField | models.EmailField | models.SlugField):
        return False
    return isinstance(field, StreamField | models.TextField | models.CharField) and not field.choices


def leads_to_a_page(field) -> bool:
    return isinstance(field, models.ForeignKey) and issubclass(field.related_model, Page)
