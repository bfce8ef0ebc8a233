"""The winners of one edition: how many there are, the file they come from, their hour, and the press."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from centres.admin.forms import TableForm
from centres.lists import MAX_BYTES, MAX_ROWS, ListRefused
from centres.preparing import Refused

from .. import tables
from ..awards import press, reading, releasing, saving
from ..awards.columns import COLUMNS
from ..models import Award, Edition, PressLink
from .access import RELEASE, Requires
from .forms import PressForm, ReleaseForm
from .guidance import guidance


class Winners(Requires, WagtailAdminTemplateMixin, TemplateView):
    """What there is, and every form; a form that is refused is shown again with its message."""

    template_name = "events/admin/winners.html"
    header_icon = "crosshairs"
    page_title = gettext_lazy("Winners")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition, pk=kwargs["pk"])
        asked = request.POST.get("kind") or request.GET.get("kind")
        self.kind = asked if asked in Award.Kind.values else Award.Kind.WINNER.value

    def get_breadcrumbs_items(self):
        trail = [
            {"url": reverse("edition:index"), "label": _("Editions")},
            {"url": reverse("edition:edit", args=[self.edition.pk]), "label": str(self.edition)},
            {"url": "", "label": self.get_page_title()},
        ]
        return [*self.breadcrumbs_items, *trail]

    @cached_property
    def forms(self) -> dict:
        zone = self.edition.zone
        return {
            "upload_form": TableForm(label_suffix=""),
            "release_form": ReleaseForm(zone=zone),
            "press_form": PressForm(zone=zone),
        }

    def get_context_data(self, **kwargs):
        awards = Award.objects.filter(edition=self.edition, kind=self.kind).shown().in_order()
        may_release = self.request.user.has_perm(RELEASE)
        return super().get_context_data(
            edition=self.edition,
            kind=self.kind,
            kinds=Award.Kind.choices,
            hour=self.edition.hour_of(self.kind),
            is_released=self.edition.is_released(self.kind),
            tally=releasing.tally(self.edition, self.kind),
            missing=releasing.missing(self.edition, self.kind),
            remarks=releasing.in_chinese_only(award for award in awards if not award.withdrawn),
            awards=awards,
            uploads=self.edition.uploads.filter(kind=self.kind).select_related("uploaded_by")[:10],
            may_release=may_release,
            links=self.links() if may_release else [],
            columns=[guidance(column) for column in COLUMNS],
            megabytes=MAX_BYTES >> 20,
            most_rows=MAX_ROWS,
            media=self.forms["release_form"].media,  # the pickers of its hours
            **self.forms,
            **kwargs,
        )

    def links(self) -> list[dict]:
        address = self.request.build_absolute_uri
        return [
            {"link": link, "address": address(reverse("events:press", args=[press.token(link)]))}
            for link in self.edition.press_links.select_related("created_by")
        ]

    def here(self) -> HttpResponseRedirect:
        return redirect(f"{reverse('edition:winners', args=[self.edition.pk])}?kind={self.kind}")


class Step(Winners):
    """One form of the page, posted. `act` returns what to say, or a response; it may raise `Refused`."""

    http_method_names = ["get", "post"]
    form = ""
    field = None

    def get(self, request, *args, **kwargs):
        return self.here()

    def post(self, request, *args, **kwargs):
        form = self.bound() if self.form else None
        if form is not None and not form.is_valid():
            return self.again(form)
        try:
            said = self.act(form)
        except (Refused, ListRefused) as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return self.here()
            form.add_error(self.field, str(refusal))
            return self.again(form)
        if isinstance(said, HttpResponseRedirect):
            return said
        messages.success(request, said)
        return self.here()

    def again(self, form):
        self.forms[self.form] = form
        return self.render_to_response(self.get_context_data(), status=422)

    def bound(self):
        return type(self.forms[self.form])(self.request.POST, zone=self.edition.zone)

    def act(self, form):
        raise NotImplementedError


class UploadWinners(Step):
    form, field = "upload_form", "file"

    def bound(self):
        return TableForm(self.request.POST, self.request.FILES, label_suffix="")

    def act(self, form):
        saving.require_open(self.edition, self.kind)
        file = form.cleaned_data["file"]
        upload = tables.receive(
            kind=self.kind,
            content=file.read(),
            filename=file.name,
            sheet=form.cleaned_data["sheet"],
            layout=reading.layout_of(self.edition),
            user=self.request.user,
            edition=self.edition,
        )
        return redirect("edition:preview", upload.pk)


class Decision(Step):
    """A step for whoever may release."""

    permissions = (RELEASE,)
    to_post = RELEASE


class Release(Decision):
    form, field = "release_form", "at"

    def act(self, form):
        releasing.release(self.edition, form.cleaned_data["at"], user=self.request.user, kind=self.kind)
        return _("The hour of release is set.")


class CallOff(Decision):
    def act(self, form):
        releasing.call_off(self.edition, user=self.request.user, kind=self.kind)
        return _("The release is called off; the entries can be changed again.")


class OpenLink(Decision):
    form, field = "press_form", "expires_at"

    def act(self, form):
        press.open_link(self.edition, **form.cleaned_data, user=self.request.user)
        return _("The link is open; copy its address from the table.")


class Revoke(Decision):
    def act(self, form):
        press.revoke(
            get_object_or_404(PressLink, pk=self.kwargs["link"], edition=self.edition), user=self.request.user
        )
        return _("The link is revoked.")
