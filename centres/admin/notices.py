"""What the public sent: objections and reported errors, each to be answered once."""

from django.db.models import Count, F, Q
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogFormatter
from wagtail.permission_policies import ModelPermissionPolicy

from .. import notices, publishing
from ..models import ErrorReport, Objection, Round
from ..preparing import Refused
from .access import may_work_on_rounds
from .actions import Action
from .corrections import CorrectionViewSet
from .holidays import HolidayViewSet
from .messages import MessagesViewSet
from .overview import RoundPage
from .sheets import ColumnFiles
from .stages import APPROVE
from .viewsets import RoundsMenuItem

LOG = {
    "centres.notice": (gettext_lazy("Public notice"), gettext_lazy("On public notice until %(until)s")),
    "centres.notice-elsewhere": (
        gettext_lazy("Notice held elsewhere"),
        gettext_lazy("Notice held elsewhere: %(text)s"),
    ),
    "centres.correct": (
        gettext_lazy("Draft a correction"),
        gettext_lazy("Correction of %(centre)s %(report)s"),
    ),
    "centres.answer": (gettext_lazy("Answer"), gettext_lazy("Answered %(ticket)s")),
}


def register_log(actions) -> None:
    for action, (label, sentence) in LOG.items():
        told = {"label": label, "sentence": sentence}
        actions.register_action(action)(type("Formatter", (NoticeFormatter,), told))


class NoticeFormatter(LogFormatter):
    def format_message(self, log_entry) -> str:
        return str(self.sentence % log_entry.data)


class ForStaff(ModelPermissionPolicy):
    """Whoever works on rounds reads and answers; nobody adds or deletes what the public sent."""

    def user_has_permission(self, user, action):
        return action in {"view", "change"} and user.is_active and may_work_on_rounds(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(actions).none()


class AnswerForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].disabled = self.instance.answered_at is not None


class AnswerView(EditView):
    """One message with its answer."""

    def answer(self, text: str) -> None:
        notices.answer(self.object, text, user=self.request.user)

    def form_valid(self, form):
        try:
            self.answer(form.cleaned_data["answer"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)
        self.form = form
        return self.save_action()

    def get_success_message(self):
        return _("%(ticket)s is answered.") % {"ticket": self.object.ticket}

    def get_success_buttons(self):
        return []


class MessageIndex(ColumnFiles, IndexView):
    """Messages, those that wait for an answer first; a file holds them in the same order."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(*self.related)

    def order_queryset(self, queryset):
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        return queryset.order_by(F("answered_at").asc(nulls_first=True), "received_at")


class ObjectionIndex(MessageIndex):
    related = ("round__scheme", "answered_by")


class ReportIndex(MessageIndex):
    related = ("centre", "round__scheme", "answered_by")


class MessageViewSet(ModelViewSet):
    add_to_reference_index = False
    copy_view_enabled = False
    edit_view_class = AnswerView
    edit_template_name = "centres/admin/message.html"
    list_per_page = 50
    search_fields = ["ticket"]
    search_backend_name = None
    edit_handler = ObjectList([FieldPanel("answer")], base_form_class=AnswerForm)

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in {"add", "delete"}]


class ObjectionViewSet(MessageViewSet):
    """Objections to rounds on notice."""

    model = Objection
    icon = "comment"
    url_prefix = "register/objections"
    export_filename = "objections"
    index_view_class = ObjectionIndex
    list_display = [
        "ticket",
        Column("round", label=gettext_lazy("Round")),
        DateColumn("received_at", label=gettext_lazy("Received"), sort_key="received_at"),
        DateColumn("answered_at", label=gettext_lazy("Answered"), sort_key="answered_at"),
    ]


class ReportViewSet(MessageViewSet):
    """Errors that readers reported."""

    model = ErrorReport
    icon = "warning"
    url_prefix = "register/reports"
    export_filename = "reported-errors"
    index_view_class = ReportIndex
    list_display = [
        "ticket",
        Column("centre", label=gettext_lazy("Centre")),
        DateColumn("received_at", label=gettext_lazy("Received"), sort_key="received_at"),
        DateColumn("answered_at", label=gettext_lazy("Answered"), sort_key="answered_at"),
        Column("round", label=gettext_lazy("Correction")),
    ]


class NoticeIndex(RoundPage):
    """Approved rounds that a notice keeps from being published, or kept."""

    page_title = gettext_lazy("Public notices")
    template_name = "centres/admin/notices.html"

    def get_context_data(self, **kwargs):
        approved = Round.objects.filter(state=Round.State.APPROVED).select_related("scheme").order_by("pk")
        unanswered = Count("objections", filter=Q(objections__answered_at__isnull=True))
        entries = [
            {"round": entry, "days": notices.days_required(entry), "on_notice": notices.is_on_notice(entry)}
            for entry in approved.annotate(unanswered=unanswered).prefetch_related("lists")
        ]
        return super().get_context_data(
            entries=[entry for entry in entries if entry["days"]],
            may_approve=self.request.user.has_perm(APPROVE),
            **kwargs,
        )


class OpenNotice(Action):
    def act(self, round_):
        round_ = publishing.open_notice(round_, user=self.request.user)
        return _("On public notice until %(date)s.") % {"date": round_.notice_closes_on}


class StateElsewhere(Action):
    def act(self, round_):
        notices.state_elsewhere(round_, self.request.POST.get("text", "")[:2000], user=self.request.user)
        return _("Stated where the notice was held.")


class NoticeViewSet(ViewSet):
    """Public notices of rounds."""

    name = "round-notices"
    url_prefix = "register/notices"
    icon = "calendar-check"
    menu_label = gettext_lazy("Public notices")
    menu_item_class = RoundsMenuItem

    def get_urlpatterns(self):
        return [
            path("", NoticeIndex.as_view(), name="index"),
            path("<int:pk>/open/", OpenNotice.as_view(), name="open"),
            path("<int:pk>/elsewhere/", StateElsewhere.as_view(), name="elsewhere"),
        ]


class PublicGroup(ViewSetGroup):
    """The menu group of what the public takes part in."""

    menu_label = gettext_lazy("Notices and corrections")
    menu_icon = "comment"
    menu_order = 251
    items = (
        NoticeViewSet,
        MessagesViewSet,
        ObjectionViewSet,
        ReportViewSet,
        CorrectionViewSet,
        HolidayViewSet,
    )
