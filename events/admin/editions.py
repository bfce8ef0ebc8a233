"""Editions of competitions and their series."""

import uuid

from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..models import Award, CompetitionPage, Edition, Series
from . import uploads, winners


class EditionForm(WagtailAdminModelForm):
    page = forms.TypedChoiceField(
        label=gettext_lazy("Page"),
        required=False,
        coerce=lambda key: uuid.UUID(str(key)),
        empty_value=None,
        help_text=gettext_lazy(
            "The page of the edition; its other language comes with it. Nothing is public without a page."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pages = CompetitionPage.objects.select_related("locale").order_by("locale__language_code", "title")
        titles = {}
        for page in pages:
            titles.setdefault(page.translation_key, page.title)
        self.fields["page"].choices = [("", "—"), *titles.items()]
        self.initial["page"] = self.instance.translation_key

    def clean_page(self):
        key = self.cleaned_data["page"]
        other = (
            Edition.objects.filter(translation_key=key).exclude(pk=self.instance.pk).first() if key else None
        )
        if other:
            raise forms.ValidationError(_("This page belongs to “%(edition)s”.") % {"edition": other})
        return key

    def clean(self):
        """What keeps winners back until their hour stands as it is once there are any: whoever may not
        release them could do so here."""
        super().clean()
        of = self.instance
        if of.embargo_until or (of.pk and of.awards.filter(kind=Award.Kind.WINNER).exists()):
            words = _("Winners are entered: this stands as it is, unless they are removed first.")
            for name in ("page", "winners_here"):
                if name in self.changed_data and self.initial.get(name):
                    self.add_error(name, words)

    def is_valid(self):
        """The categories are looked at when each row is known to be sound."""
        valid = super().is_valid()
        return self._categories_may_change() and valid

    def _categories_may_change(self) -> bool:
        formset, sound = self.formsets["categories"], True
        for form in formset.forms:
            gone = formset._should_delete_form(form)
            added = not gone and not form.instance.pk and form.has_changed()
            if gone and form.instance.pk and form.instance.awards.exists():
                words = _("“%(category)s” has winners; it cannot be removed before they are.")
                form.add_error(None, words % {"category": form.instance})
                sound = False
            elif self.instance.embargo_until and (gone or "expected" in form.changed_data or added):
                words = _("The winners’ hour is set: categories, and how many each has, stand as they are.")
                form.add_error(None if gone else "expected", words)
                sound = False
        return sound

    def save(self, commit=True):
        self.instance.translation_key = self.cleaned_data["page"]
        return super().save(commit)


class EditionEdit(EditView):
    @cached_property
    def header_buttons(self):
        address = reverse("edition:winners", args=[self.object.pk])
        return [HeaderButton(label=_("Winners"), url=address, icon_name="crosshairs")]


def hour(edition: Edition) -> str:
    if edition.embargo_until is None:
        return _("not set")
    return edition.embargo_until.astimezone(edition.tz).strftime("%Y-%m-%d %H:%M")


class EditionViewSet(ModelViewSet):
    """Editions with their dates, categories and files."""

    model = Edition
    icon = "calendar-check"
    menu_label = gettext_lazy("Editions")
    url_prefix = "competitions/editions"
    copy_view_enabled = False
    add_to_reference_index = False
    edit_view_class = EditionEdit
    list_display = [
        TitleColumn(
            "name",
            label=gettext_lazy("Edition"),
            url_name="edition:edit",
        ),
        "year",
        Column("series", label=gettext_lazy("Series")),
        Column("embargo_until", label=gettext_lazy("Winners public from"), accessor=hour),
        TitleColumn(
            "winners",
            label=gettext_lazy("Winners"),
            accessor=lambda edition: _("Winners"),
            url_name="edition:winners",
        ),
    ]
    list_filter = ["year", "series"]
    search_fields = ["name_en", "name_zh", "key"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel(["name_en", "name_zh"]),
            FieldRowPanel(["series", "year"]),
            "key",
            FieldPanel("page"),
            MultiFieldPanel(
                [
                    "zone",
                    FieldRowPanel(["opens_on", "opens_at"]),
                    FieldRowPanel(["closes_on", "closes_at"]),
                    FieldRowPanel(["judged_on", "results_on"]),
                    "course",
                    FieldRowPanel(["opens_before", "closes_before", "results_before"]),
                    FieldRowPanel(["status_en", "status_zh"]),
                ],
                heading=gettext_lazy("Key dates"),
            ),
            InlinePanel("key_dates", heading=gettext_lazy("More dates"), label=gettext_lazy("Date")),
            InlinePanel("categories", heading=gettext_lazy("Categories"), label=gettext_lazy("Category")),
            "winners_here",
            FieldRowPanel(["eligibility_en", "eligibility_zh"]),
            FieldRowPanel(["prizes_en", "prizes_zh"]),
            InlinePanel(
                "documents",
                heading=pgettext_lazy("competition", "Documents"),
                label=pgettext_lazy("competition", "Document"),
            ),
            InlinePanel(
                "announcements",
                heading=gettext_lazy("Announcements"),
                label=gettext_lazy("Announcement"),
            ),
        ],
        base_form_class=EditionForm,
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("winners/<int:pk>/", winners.Winners.as_view(), name="winners"),
            path("winners/<int:pk>/upload/", winners.UploadWinners.as_view(), name="upload"),
            path("winners/<int:pk>/release/", winners.Release.as_view(), name="release"),
            path("winners/<int:pk>/call-off/", winners.CallOff.as_view(), name="call_off"),
            path("winners/<int:pk>/press/", winners.OpenLink.as_view(), name="press"),
            path("winners/<int:pk>/press/<int:link>/revoke/", winners.Revoke.as_view(), name="revoke"),
            path("winners/template.<slug:form>", uploads.WinnersTemplate.as_view(), name="template"),
            path("tables/<int:pk>/", uploads.WinnersPreview.as_view(), name="preview"),
            path("tables/<int:pk>/columns/", uploads.WinnersColumns.as_view(), name="columns"),
            path("tables/<int:pk>/checked.<slug:form>", uploads.WinnersChecked.as_view(), name="checked"),
        ]


class SeriesViewSet(ModelViewSet):
    model = Series
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Series")
    url_prefix = "competitions/series"
    copy_view_enabled = False
    list_display = ["name", "key"]
    panels = [FieldRowPanel(["name_en", "name_zh"]), "key", "text_en", "text_zh"]
