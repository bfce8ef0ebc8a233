"""The record of sign-ins among Wagtail's reports, also as csv and xlsx, for those who manage accounts."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column

from centres.admin.reports.base import NOWRAP, Choice, RecordedBetween, Report
from centres.admin.sheets import moment

from .models import SignInEvent


def may_see(user) -> bool:
    return user.has_perm("cityofdesign.change_user")


class AccountsReport(Report):
    """A report for those who manage accounts, below /reports/ under its name."""

    order = 0

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def urls(cls) -> list:
        address = f"reports/{cls.name}/"
        return [
            path(address, cls.as_view(), name=cls.index_url_name),
            path(f"{address}results/", cls.as_view(results_only=True), name=cls.index_results_url_name),
        ]

    @classmethod
    def menu_item(cls) -> MenuItem:
        facts = {"name": cls.name, "icon_name": cls.header_icon, "order": cls.order}
        return AccountsMenuItem(cls.menu_label, reverse(cls.index_url_name), **facts)


class AccountsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


class SignInFilters(WagtailFilterSet):
    at = RecordedBetween(field_name="at", label=_("Between"))
    what = Choice(choices=SignInEvent.What.choices, label=_("Event"))
    username = django_filters.CharFilter(label=_("User name"), lookup_expr="icontains")
    ip = django_filters.CharFilter(label=_("IP address"), lookup_expr="startswith")

    class Meta:
        model = SignInEvent
        fields = []


class SignIns(AccountsReport):
    name = "sign-ins"
    order = 1000
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

    def get_base_queryset(self):
        return SignInEvent.objects.select_related("by")
