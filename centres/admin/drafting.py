"""The two forms by which a round begins: its scheme and year, then its lists."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.edit import FormMixin, ProcessFormView

from .. import background, preparing
from ..lists import COLUMNS, MAX_BYTES, MAX_ROWS, ListRefused
from ..models import Round, RoundList
from ..models.places import in_language
from ..reference import reference
from . import stages
from .forms import RoundForm, UploadForm
from .overview import RoundPage


class Drafting(FormMixin, ProcessFormView, RoundPage):
    """A form for those who may prepare rounds."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(stages.PREPARE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_form_kwargs(self):
        return {"label_suffix": "", **super().get_form_kwargs()}


class NewRound(Drafting):
    template_name = "centres/admin/round/new.html"
    form_class = RoundForm
    page_title = gettext_lazy("New round")

    def get_initial(self):
        """The scheme and year that the address names."""
        scheme, year = (self.request.GET.get(name, "") for name in ("scheme", "year"))
        known = reference().scheme(scheme)
        plausible = year.isdecimal() and len(year) == 4
        odd = (scheme and not known) or (year and not plausible)
        if odd and self.request.method == "GET":
            messages.warning(
                self.request, _("The address names an unknown scheme or year; choose them here.")
            )
        return {"scheme": known and known.pk, "year": int(year) if plausible else None}

    def form_valid(self, form):
        said = form.cleaned_data
        try:
            round_ = preparing.create_round(
                scheme=said["scheme"], year=said["year"], batch=said["batch"], user=self.request.user
            )
        except preparing.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if same := preparing.same_run(round_):
            words = _("There is a round of this scheme, year and batch already: round %(id)s, %(state)s.")
            messages.warning(self.request, words % {"id": same.pk, "state": same.get_state_display()})
        asked = {"list": kind} if (kind := list_asked(self.request)) else None
        return redirect(reverse("rounds:upload", args=[round_.pk], query=asked))


class Upload(Drafting):
    template_name = "centres/admin/round/upload.html"
    form_class = UploadForm
    page_title = gettext_lazy("Upload a list")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.round = get_object_or_404(Round.objects.select_related("scheme"), pk=kwargs["pk"])

    def get_initial(self):
        return {"kind": list_asked(self.request)}

    def trail(self):
        return [*super().trail(), (str(self.round), reverse("rounds:detail", args=[self.round.pk]))]

    def form_valid(self, form):
        said = dict(form.cleaned_data)
        file = said.pop("file")
        try:
            roundlist = preparing.upload(
                self.round,
                content=file.read(),
                filename=file.name,
                user=self.request.user,
                defer=background.defer(),
                **said,
            )
        except (preparing.Refused, ListRefused) as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, outcome(roundlist))
        return redirect("rounds:detail", self.round.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            round=self.round,
            megabytes=MAX_BYTES >> 20,
            most_rows=MAX_ROWS,
            kinds=RoundList.Kind.choices,
            columns=[guidance(column) for column in COLUMNS],
            **kwargs,
        )


def list_asked(request) -> str:
    """The kind of list that the address names; empty where it names none that there is."""
    kind = request.GET.get("list", "")
    return kind if kind in RoundList.Kind.values else ""


def outcome(roundlist: RoundList) -> str:
    """What became of an upload."""
    if not roundlist.is_read:
        words = _("%(file)s was received and is being read. You can leave this page and come back.")
        return words % {"file": roundlist.filename}
    n = roundlist.rows.count()
    words = ngettext("%(file)s: %(n)s row read.", "%(file)s: %(n)s rows read.", n)
    return words % {"file": roundlist.filename, "n": n}


def guidance(column) -> dict:
    """A column as the upload page explains it."""
    return {
        "heading": column.heading,
        "required": column.required,
        "help": in_language(column, "help"),
        "example": column.example,
    }
