"""The record of sign-ins among Wagtail's reports, also as csv and xlsx, for those who manage accounts."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from centres.admin.reports.base import NOWRAP, Choice, RecordedBetween, RegisterReport, moment

from .models import SignInEvent


def may_see(user) -> bool:
    return user.has_perm("cityofdesign.change_user")


class SignInFilters(WagtailFilterSet):
    at = RecordedBetween(field_name="at", label=_("Between"))
    what = Choice(choices=SignInEvent.What.choices, label=_("Event"))
    username = django_filters.CharFilter(label=_("User name"), lookup_expr="icontains")
    ip = django_filters.CharFilter(label=_("IP address"), lookup_expr="startswith")

    class Meta:
        model = SignInEvent
        fields = []


class SignIns(RegisterReport):
    name = "sign-ins"
    menu_label = _("Sign-ins and second factors")
    header_icon = "lock"
    index_url_name, index_results_url_name = "sign_ins", "sign_ins_results"
    filterset_class = SignInFilters
    nothing = _("Nobody has signed in yet.")
    model = SignInEvent
    columns = [
        Column("at", label=_("Time"), accessor=lambda event: moment(event.at), classname=NOWRAP),
        Column("what", label=_("Event"), accessor="get_what_display"),
        Column("username", label=_("User name")),
        Column("detail", label=_("Detail")),
        Column("by", label=_("By")),
        Column("ip", label=_("IP address"), classname=NOWRAP),
        Column("agent", label=_("Browser")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return ReportView.dispatch(self, request, *args, **kwargs)

    def get_base_queryset(self):
        return SignInEvent.objects.select_related("by")


class SignInsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


def urls() -> list:
    return [
        path("reports/sign-ins/", SignIns.as_view(), name="sign_ins"),
        path("reports/sign-ins/results/", SignIns.as_view(results_only=True), name="sign_ins_results"),
    ]


def menu_item() -> MenuItem:
    return SignInsMenuItem(
        SignIns.menu_label, reverse("sign_ins"), name="sign-ins", icon_name="lock", order=1000
    )
