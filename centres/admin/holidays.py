"""The calendar of public holidays, from which closing dates are counted."""

from django.forms import DateInput
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from ..models import Holiday
from .stages import APPROVE


class ForApprovers(ModelPermissionPolicy):
    """Whoever may approve rounds keeps the calendar."""

    def user_has_permission(self, user, action):
        return user.is_active and user.has_perm(APPROVE)

    def user_has_any_permission(self, user, actions):
        return self.user_has_permission(user, "")

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(actions).none()


class HolidayViewSet(ModelViewSet):
    """Days off and weekend days that are worked."""

    model = Holiday
    icon = "calendar-alt"
    url_prefix = "register/holidays"
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["day", "kind", "name", "source_name"]
    list_filter = ["kind"]
    list_per_page = 100
    ordering = ["-day"]
    search_fields = ["name_en", "name_zh", "source_name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel(
                [FieldPanel("day", widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d")), "kind"]
            ),
            FieldRowPanel(["name_en", "name_zh"]),
            FieldRowPanel(["source_name", "source_url"]),
        ]
    )
