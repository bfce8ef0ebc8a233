"""Scenarios, their lists, and enquiries about them."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from centres.admin.forms import TableForm
from centres.admin.notices import AnswerForm, AnswerView, MessageIndex
from centres.lists import MAX_BYTES, MAX_ROWS, ListRefused

from .. import tables
from ..models import Enquiry, Scenario, Upload
from ..scenarios import enquiries
from ..scenarios.columns import COLUMNS, LAYOUT
from . import uploads
from .access import Requires
from .guidance import guidance

ADD = "events.add_scenario"


class ScenarioIndex(IndexView):
    @cached_property
    def header_buttons(self):
        buttons = [*super().header_buttons]
        if self.request.user.has_perm(ADD):
            address = reverse("scenario:upload")
            buttons.append(HeaderButton(label=_("Upload a list"), url=address, icon_name="upload"))
        return buttons

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("sector")


class UploadScenarios(Requires, WagtailAdminTemplateMixin, FormView):
    permissions = (ADD,)
    to_post = ADD
    form_class = TableForm
    template_name = "events/admin/upload.html"
    page_title = gettext_lazy("Upload a list of scenarios")
    header_icon = "upload"

    def get_form_kwargs(self):
        return {"label_suffix": "", **super().get_form_kwargs()}

    def get_breadcrumbs_items(self):
        place = {"url": reverse("scenario:index"), "label": _("Application scenarios")}
        return [*self.breadcrumbs_items, place, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            columns=[guidance(column) for column in COLUMNS],
            megabytes=MAX_BYTES >> 20,
            most_rows=MAX_ROWS,
            **kwargs,
        )

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        try:
            upload = tables.receive(
                kind=Upload.Kind.SCENARIOS,
                content=file.read(),
                filename=file.name,
                sheet=form.cleaned_data["sheet"],
                layout=LAYOUT,
                user=self.request.user,
            )
        except ListRefused as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("scenario:preview", upload.pk)


class ScenarioViewSet(ModelViewSet):
    model = Scenario
    icon = "list-ul"
    menu_label = gettext_lazy("Application scenarios")
    url_prefix = "scenarios/list"
    copy_view_enabled = False
    index_view_class = ScenarioIndex
    list_display = [
        "title",
        Column("industry", label=gettext_lazy("Industry")),
        "year",
        Column("body", label=gettext_lazy("Contact body")),
        "public",
    ]
    list_filter = ["year", "sector", "public"]
    search_fields = ["title_en", "title_zh", "body_en", "body_zh"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel(["title_en", "title_zh"]),
            FieldRowPanel(["sector", "year"]),
            FieldRowPanel(["industry_en", "industry_zh"]),
            FieldRowPanel(["need_en", "need_zh"]),
            FieldRowPanel(["body_en", "body_zh"]),
            "email",
            FieldRowPanel(["source_name", "source_url"]),
            "public",
        ]
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("upload/", UploadScenarios.as_view(), name="upload"),
            path("template.<slug:form>", uploads.ScenariosTemplate.as_view(), name="template"),
            path("tables/<int:pk>/", uploads.ScenariosPreview.as_view(), name="preview"),
            path("tables/<int:pk>/columns/", uploads.ScenariosColumns.as_view(), name="columns"),
            path("tables/<int:pk>/checked.<slug:form>", uploads.ScenariosChecked.as_view(), name="checked"),
        ]


class ForScenarioStaff(ModelPermissionPolicy):
    """Whoever enters scenarios reads and answers enquiries; nobody adds or deletes what the public sent."""

    def user_has_permission(self, user, action):
        return action in {"view", "change"} and user.is_active and user.has_perm(ADD)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(actions).none()


class EnquiryIndex(MessageIndex):
    related = ("scenario", "answered_by")


class EnquiryAnswer(AnswerView):
    def answer(self, text: str) -> None:
        enquiries.answer(self.object, text, user=self.request.user)


class EnquiryViewSet(ModelViewSet):
    """Enquiries about scenarios, those that wait for an answer first."""

    model = Enquiry
    icon = "mail"
    menu_label = gettext_lazy("Enquiries")
    url_prefix = "scenarios/enquiries"
    export_filename = "enquiries"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = EnquiryIndex
    edit_view_class = EnquiryAnswer
    edit_template_name = "events/admin/enquiry.html"
    list_display = [
        "ticket",
        Column("scenario", label=gettext_lazy("Scenario")),
        Column("organisation", label=gettext_lazy("Organisation")),
        DateColumn("received_at", label=gettext_lazy("Received"), sort_key="received_at"),
        DateColumn("answered_at", label=gettext_lazy("Answered"), sort_key="answered_at"),
    ]
    list_per_page = 50
    search_fields = ["ticket"]
    search_backend_name = None
    edit_handler = ObjectList([FieldPanel("answer")], base_form_class=AnswerForm)

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in {"add", "delete"}]
