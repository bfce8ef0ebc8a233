"""Single awards: changed freely until their hour is set, afterwards only with a note."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Invalid
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from centres.preparing import Refused

from ..awards import correcting, saving
from ..awards.pictures import BadPicture, reduced
from ..models import Award
from .access import RELEASE, Requires
from .forms import CorrectionForm, centre_field


class AwardForm(WagtailAdminModelForm):
    centre = centre_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            self.fields["category"].queryset = self.instance.edition.categories.all()
        self.initial["centre"] = self.instance.centre

    def clean_picture(self):
        picture = self.cleaned_data["picture"]
        if picture and "picture" in self.changed_data:
            try:
                return reduced(picture)
            except BadPicture as error:
                raise Invalid(str(error)) from error
        return picture

    def clean(self):
        cleaned = super().clean()
        try:
            saving.require_open(self.instance.edition, self.instance.kind)
        except Refused as refusal:
            raise Invalid(str(refusal)) from refusal
        return cleaned

    def save(self, commit=True):
        self.instance.organisation_id = saving.holder_of(self.instance.centre)
        return super().save(commit)


class AwardIndex(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("edition", "category", "centre")


class AwardEdit(EditView):
    """An award whose hour is set leads to its correction, or says why it cannot be changed."""

    def get(self, request, *args, **kwargs):
        award = self.get_object()
        if award.edition.is_released(award.kind):
            return redirect("award:correct", award.pk)
        return super().get(request, *args, **kwargs)

    def get_success_url(self):
        return reverse("edition:winners", args=[self.object.edition_id])


class AwardDelete(DeleteView):
    def post(self, request, *args, **kwargs):
        award = self.get_object()
        try:
            saving.require_open(award.edition, award.kind)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("edition:winners", award.edition_id)
        return super().post(request, *args, **kwargs)


class Correct(Requires, WagtailAdminTemplateMixin, FormView):
    """One public award put right, with a note that readers see."""

    permissions = (RELEASE,)
    to_post = RELEASE
    form_class = CorrectionForm
    template_name = "events/admin/correct.html"
    page_title = gettext_lazy("Correct a public award")
    header_icon = "edit"

    def dispatch(self, request, *args, **kwargs):
        self.award = Award.objects.select_related("edition", "centre").filter(pk=kwargs["pk"]).first()
        if self.award is None or not self.award.edition.is_released(self.award.kind):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        address = reverse("edition:winners", args=[self.award.edition_id])
        place = {"url": address, "label": str(self.award.edition)}
        return [*self.breadcrumbs_items, place, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.award}

    def form_valid(self, form):
        said = {name: form.cleaned_data[name] for name in ("text_en", "text_zh")}
        try:
            correcting.correct(self.award, form.values(), user=self.request.user, **said)
        except (Refused, Invalid) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The correction is public beside the award."))
        return redirect("edition:winners", self.award.edition_id)


class AwardViewSet(ModelViewSet):
    """Winners and shortlisted entries; they come in with their list."""

    model = Award
    icon = "crosshairs"
    menu_label = gettext_lazy("Awards")
    url_prefix = "competitions/awards"
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = AwardIndex
    edit_view_class = AwardEdit
    delete_view_class = AwardDelete
    list_display = [
        "title",
        Column("edition", label=gettext_lazy("Edition")),
        Column("category", label=gettext_lazy("Category")),
        Column("prize", label=gettext_lazy("Prize")),
        Column("centre", label=gettext_lazy("Centre")),
    ]
    list_filter = ["edition"]
    search_fields = [
        "work_en",
        "work_zh",
        "designers_en",
        "designers_zh",
        "organisation_en",
        "organisation_zh",
    ]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel(["category", "rank"]),
            *(
                FieldRowPanel([f"{name}_en", f"{name}_zh"])
                for name in ("prize", "work", "designers", "organisation", "from")
            ),
            FieldPanel("centre"),
            FieldPanel("note"),
            MultiFieldPanel(
                [
                    FieldPanel("picture"),
                    FieldRowPanel(["picture_alt_en", "picture_alt_zh"]),
                    FieldRowPanel(["picture_credit", "picture_rights"]),
                ],
                heading=gettext_lazy("Picture"),
            ),
        ],
        base_form_class=AwardForm,
    )

    def get_urlpatterns(self):
        own = [pattern for pattern in super().get_urlpatterns() if pattern.name != "add"]
        return [*own, path("correct/<int:pk>/", Correct.as_view(), name="correct")]
