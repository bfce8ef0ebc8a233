"""What page types of this app have in common; no tables of their own."""

import datetime

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Page, PageQuerySet
from wagtail.search import index

from cityofdesign.checked import Checked, ChecksPanel
from cityofdesign.dates import ImpreciseDate, ImpreciseDateField
from cityofdesign.models import Story
from cityofdesign.routes import public


class DatedQuerySet(PageQuerySet):
    def newest_first(self):
        """By the last day that the date may mean; undated pages last."""
        return self.order_by(models.F("date_to").desc(nulls_last=True), "-date_from", "path")

    def oldest_first(self):
        return self.order_by(models.F("date_from").asc(nulls_last=True), "date_to", "path")

    def published(self):
        return public(self)


def exact_days(date: ImpreciseDate) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of a date, where both are known exactly."""
    exact = [len(end) == 10 for end in date.edtf.split("/")]
    known = date.lower and date.upper and all(exact)
    return (date.lower, date.upper) if known else None


class Dated(models.Model):
    """A page about something that happened at a date known more or less exactly."""

    date = ImpreciseDateField(_("date"), blank=True)
    date_as_printed = models.CharField(
        _("date as the source prints it"),
        max_length=120,
        blank=True,
        help_text=_("Only where the date alone cannot say it"),
    )

    class Meta:
        abstract = True


class IndexPage(Checked, Page):
    """A page that lists its children."""

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels = [ChecksPanel(), *Page.content_panels, "introduction"]
    parent_page_types = ["cityofdesign.HomePage"]
    page_size = 24

    class Meta:
        abstract = True

    def children(self):
        model = self.subpage_model()
        return model.objects.child_of(self).published().newest_first()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["page_obj"] = Paginator(self.children(), self.page_size).get_page(request.GET.get("page"))
        return context


class Occasion(Dated, Story):
    """What events and competitions have in common."""

    needs_summary = needs_source = True
    name_translated = models.BooleanField(
        _("translated name"), default=False, help_text=_("No source gives the name in this language")
    )
    other_names = models.CharField(_("other names"), max_length=300, blank=True)
    venue = models.CharField(_("venue"), max_length=255, blank=True)
    organiser = models.CharField(_("organiser"), max_length=500, blank=True)

    occasion_panels = [
        FieldRowPanel(["date", "date_as_printed"]),
        FieldRowPanel(["other_names", "name_translated"]),
        "venue",
        "organiser",
        *Story.story_panels,
    ]
    occasion_search_fields = [
        *Story.story_search_fields,
        index.SearchField("other_names"),
        index.SearchField("organiser"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        from .around import beside_occasion

        return {**super().get_context(request, *args, **kwargs), **beside_occasion(self)}
