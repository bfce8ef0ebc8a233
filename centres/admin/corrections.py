"""Corrections: the form that drafts one, on its own page per centre, and the way there by number."""

import re

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.viewsets.base import ViewSet

from .. import corrections
from ..models import Centre, Decision, District, ErrorReport, Kind, Round, Sector
from ..preparing import Refused
from ..reference import reference
from .drafting import Drafting
from .faces import faces
from .forms import centre_number
from .overview import listed
from .viewsets import RoundsMenuItem

LATEST = 50
SEPARATED = re.compile(r"[\s,，、;；]+")
WHAT = (
    ("name", gettext_lazy("Name of the centre")),
    ("holder", gettext_lazy("Name of the holder")),
    ("confirmed", gettext_lazy("The holder's Chinese name is confirmed as it is")),
    ("kind", gettext_lazy("Kind")),
    ("district", gettext_lazy("District")),
    ("sectors", gettext_lazy("Industry")),
    ("branch", gettext_lazy("Branch of which centre")),
    ("predecessors", gettext_lazy("Which centres it succeeds")),
    ("date", gettext_lazy("Only the date of a decision")),
)


class CorrectionForm(forms.Form):
    """One fact of one centre as it should be. Only the fields of the chosen fact are used."""

    what = forms.ChoiceField(label=gettext_lazy("What is corrected"), choices=WHAT, widget=forms.RadioSelect)
    name_zh = forms.CharField(label=gettext_lazy("Centre in Chinese"), required=False, max_length=300)
    name_en = forms.CharField(label=gettext_lazy("Centre in English"), required=False, max_length=300)
    holder_zh = forms.CharField(label=gettext_lazy("Holder in Chinese"), required=False, max_length=300)
    holder_en = forms.CharField(label=gettext_lazy("Holder in English"), required=False, max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[("", "–"), *Kind.choices])
    district = forms.ModelChoiceField(
        District.objects.all(), label=gettext_lazy("District"), required=False, to_field_name="code"
    )
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(), label=gettext_lazy("Industry"), required=False, to_field_name="key"
    )
    branch_of = forms.CharField(
        label=gettext_lazy("Branch of"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Register number of the centre that it belongs to; empty for none"),
    )
    predecessors = forms.CharField(
        label=gettext_lazy("Predecessors"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Register numbers of the centres that it succeeds, separated by commas"),
    )
    annuls = forms.ModelChoiceField(
        Decision.objects.none(),
        label=gettext_lazy("Decision that was wrong"),
        required=False,
        empty_label=gettext_lazy("None: the fact changed later"),
        help_text=gettext_lazy("It is annulled and entered anew; both stay in the history."),
    )
    effective_on = forms.CharField(
        label=gettext_lazy("In effect from"),
        max_length=20,
        help_text=gettext_lazy("2014-02-28, 2014-02 or 2014; for a wrong decision its right date"),
    )
    document = forms.CharField(
        label=pgettext_lazy("official", "Document"),
        max_length=300,
        help_text=gettext_lazy("What shows that the correction is right; the public can read it"),
    )

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["annuls"].queryset = Decision.objects.filter(pk__in=[d.pk for d in decisions])
        self.fields["annuls"].label_from_instance = described

    def clean_branch_of(self):
        said = self.cleaned_data["branch_of"].strip()
        return centre_number(said) if said else ""

    def clean_predecessors(self):
        return [centre_number(said) for said in SEPARATED.split(self.cleaned_data["predecessors"]) if said]

    def facts(self) -> dict:
        """What `corrections.draft` takes."""
        said = self.cleaned_data
        stated = {
            "name": {"name_zh": said["name_zh"], "name_en": said["name_en"]},
            "holder": {"holder_name_zh": said["holder_zh"], "holder_name_en": said["holder_en"]},
            "confirmed": {"holder_name_zh_unconfirmed": False},
            "kind": {"kind_of_centre": said["kind"]},
            "district": {"district": said["district"].code if said["district"] else ""},
            "sectors": {"sectors": [sector.key for sector in said["sectors"]]},
            "branch": {"branch_of": said["branch_of"]},
            "predecessors": {"predecessors": said["predecessors"]},
        }
        return stated.get(said["what"], {})


def described(decision: Decision) -> str:
    when = decision.effective_on.display(get_language())
    return f"{decision.number} · {decision.get_kind_display()} · {decision.scheme} · {when}"


class Correct(Drafting):
    """The form for one centre, filled with what the register says today."""

    template_name = "centres/admin/correction.html"
    form_class = CorrectionForm
    page_title = gettext_lazy("Correction")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.centre = get_object_or_404(Centre, number=kwargs["number"])

    def trail(self):
        return [*super().trail(), (self.centre.number, reverse("centre:inspect", args=[self.centre.pk]))]

    @cached_property
    def report(self) -> ErrorReport | None:
        """The report that led here, if it is about this centre."""
        ticket = self.request.GET.get("report", "")[:20].replace("\0", "")
        return ErrorReport.objects.filter(centre=self.centre, ticket=ticket).first()

    @cached_property
    def decisions(self) -> list[Decision]:
        return corrections.standing_decisions(self.centre)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "decisions": self.decisions}

    def get_initial(self):
        facts = corrections.facts_on(self.decisions, timezone.localdate(), reference())
        document = _("Report %(ticket)s") % {"ticket": self.report} if self.report else ""
        return {
            "name_zh": facts["name_zh"],
            "name_en": facts["name_en"],
            "holder_zh": facts["holder_name_zh"],
            "holder_en": facts["holder_name_en"],
            "kind": facts["kind_of_centre"],
            "district": facts["district"],
            "sectors": facts["sectors"],
            "branch_of": facts["branch_of"],
            "predecessors": ", ".join(facts["predecessors"]),
            "document": document,
        }

    def form_valid(self, form):
        said = form.cleaned_data
        try:
            round_ = corrections.draft(
                self.centre,
                facts=form.facts(),
                effective_on=said["effective_on"],
                document=said["document"],
                annuls=said["annuls"],
                report=self.report,
                user=self.request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The correction is drafted. Submit it; another person approves it."))
        return redirect("rounds:detail", round_.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            centre=self.centre, face=faces([self.centre.pk]).get(self.centre.pk), report=self.report, **kwargs
        )


class NumberForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Register number"), max_length=20)

    def clean_number(self):
        number = centre_number(self.cleaned_data["number"])
        if not Centre.objects.filter(number=number).exists():
            raise forms.ValidationError(
                _("There is no centre %(number)s in the register.") % {"number": number}
            )
        return number


class CorrectionIndex(Drafting):
    """Corrections so far, and the way to a new one by register number."""

    template_name = "centres/admin/corrections.html"
    form_class = NumberForm
    page_title = gettext_lazy("Corrections")

    def form_valid(self, form):
        return redirect("corrections:add", form.cleaned_data["number"])

    def get_context_data(self, **kwargs):
        rounds = Round.objects.filter(corrects__isnull=False).for_listing()[:LATEST]
        return super().get_context_data(rounds=listed(rounds), **kwargs)


class CorrectionViewSet(ViewSet):
    """Corrections of one fact."""

    name = "corrections"
    url_prefix = "register/corrections"
    icon = "edit"
    menu_label = gettext_lazy("Corrections")
    menu_item_class = RoundsMenuItem

    def get_urlpatterns(self):
        return [
            path("", CorrectionIndex.as_view(), name="index"),
            path("<slug:number>/", Correct.as_view(), name="add"),
        ]
