from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin import log, panels
from .admin.access import Limited
from .admin.viewsets import RegisterGroup
from .models import Centre, District, Scheme, Sector

register_permission_policy(Centre, Limited(Centre, "view"))
for model in (District, Scheme, Sector):
    register_permission_policy(model, Limited(model, "add", "change", "view"))

hooks.register("register_log_actions", log.register)
hooks.register("construct_homepage_panels", panels.add_to)


@hooks.register("register_admin_viewset")
def register_group():
    return RegisterGroup()


@hooks.register("register_permissions")
def round_permissions():
    return Permission.objects.filter(
        content_type__app_label="centres", codename__in=["prepare_round", "approve_round", "view_round"]
    )
