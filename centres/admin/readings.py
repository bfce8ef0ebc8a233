"""How a list was read, and reading it in another way."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import background, preparing, reading
from ..lists import COLUMNS, ListRefused, headings_of, open_book
from ..models import RoundList
from . import stages
from .actions import OnList, first_error
from .forms import ReadingForm
from .overview import RoundPage


class Reading(RoundPage):
    """The headings of a list with what each was taken for, and the form to correct it."""

    template_name = "centres/admin/round/reading.html"
    page_title = gettext_lazy("How this file was read")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(stages.PREPARE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def list(self) -> RoundList:
        lists = RoundList.objects.select_related("round__scheme")
        return get_object_or_404(lists, pk=self.kwargs["list"], round=self.kwargs["pk"])

    def trail(self):
        round_ = self.list.round
        return [*super().trail(), (str(round_), reverse("rounds:detail", args=[round_.pk]))]

    def post(self, request, *args, **kwargs):
        try:
            preparing.reread(self.list, user=request.user, defer=background.defer(), **self.stated())
        except (preparing.Refused, ListRefused) as refusal:
            del self.list  # as it is kept, without what was tried
            return self.render_to_response(self.get_context_data(refused=str(refusal)))
        words = _("%(file)s was read again.") if self.list.is_read else _("%(file)s is being read again.")
        messages.success(request, words % {"file": self.list.filename})
        return redirect("rounds:detail", self.list.round_id)

    def stated(self) -> dict:
        """What the form asks of `preparing.reread`."""
        form = ReadingForm(self.request.POST)
        if not form.is_valid():
            raise preparing.Refused(first_error(form))
        sheet, header_row = form.cleaned_data["sheet"] or self.list.sheet, form.cleaned_data["header_row"]
        if sheet != self.list.sheet:
            # The row of the headings was that of the other sheet, unless it was typed anew.
            return {"sheet": sheet, "header_row": header_row if header_row != self.list.header_row else None}
        if header_row != self.list.header_row:
            return {"sheet": sheet, "header_row": header_row}
        meanings = zip(
            self.request.POST.getlist("heading"), self.request.POST.getlist("meaning"), strict=False
        )
        column_map = {heading: meaning or None for heading, meaning in meanings}
        return {"sheet": sheet, "header_row": header_row, "column_map": column_map}

    def get_context_data(self, refused="", **kwargs):
        content, read, refusals = reading.stored(self.list), None, [refused] if refused else []
        try:
            sheets = open_book(content, self.list.filename).sheets
            read = reading.read_again(self.list, content)
        except ListRefused as refusal:
            sheets = ()
            refusals.append(str(refusal))
        kwargs["list"] = self.list  # not the number in the address
        return super().get_context_data(
            round=self.list.round,
            sheets=sheets,
            read=read,
            headings=headings_of(read) if read else [],
            meanings=[(column.key, column.heading) for column in COLUMNS],
            refusals=refusals,
            **kwargs,
        )


class TryAgain(OnList):
    """Another attempt at a list that was not read to the end."""

    def act_on(self, roundlist):
        here = bool(self.request.POST.get("here"))
        background.try_again(roundlist, user=self.request.user, here=here)
        return _("%(file)s: reading begins anew.") % {"file": roundlist.filename}
