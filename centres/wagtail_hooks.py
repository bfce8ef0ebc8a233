from functools import partial

from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin import holidays, log, notices, panels, preferences, reports
from .admin.access import Limited
from .admin.viewsets import RegisterGroup
from .models import Centre, District, ErrorReport, Holiday, Objection, Scheme, Sector

register_permission_policy(Centre, Limited(Centre, "view"))
for model in (District, Scheme, Sector):
    register_permission_policy(model, Limited(model, "add", "change", "view"))
register_permission_policy(Holiday, holidays.ForApprovers(Holiday))
for model in (ErrorReport, Objection):
    register_permission_policy(model, notices.ForStaff(model))

hooks.register("register_log_actions", log.register)
hooks.register("register_log_actions", notices.register_log)
hooks.register("register_admin_viewset", notices.PublicGroup)
hooks.register("construct_homepage_panels", panels.add_to)
hooks.register("register_account_settings_panel", preferences.RoundMailsPanel)
hooks.register("register_admin_urls", reports.urls)
for place, report in enumerate(reports.REPORTS, start=100):
    hooks.register("register_reports_menu_item", partial(reports.menu_item, place, report))


@hooks.register("register_admin_viewset")
def register_group():
    return RegisterGroup()


@hooks.register("register_permissions")
def round_permissions():
    return Permission.objects.filter(
        content_type__app_label="centres", codename__in=["prepare_round", "approve_round", "view_round"]
    )
