"""The menu group "Register". Nothing in it can write decisions, standings or editions."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Centre, District, Scheme, Sector
from . import actions, files
from .access import may_see_rounds
from .centres import CentreIndex, CentreInspect
from .drafting import NewRound, Upload
from .due import DueBoard, DueDownload, DueList
from .overview import RoundDetail, RoundIndex
from .readings import Reading, TryAgain
from .schemes import SchemeForm
from .together import SettleMany


class RoundsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see_rounds(request.user)


class RoundViewSet(ViewSet):
    """Rounds from upload to publication."""

    name = "rounds"
    url_prefix = "register/rounds"
    icon = "clipboard-list"
    menu_label = _("Rounds")
    menu_item_class = RoundsMenuItem

    def get_urlpatterns(self):
        steps = {
            "settle-open": actions.SettleOpen,
            "settle-many": SettleMany,
            "comment": actions.Comment,
            "submit": actions.Submit,
            "approve": actions.Approve,
            "reject": actions.Reject,
            "publish": actions.Publish,
            "publish-at": actions.PublishAt,
            "undo": actions.Undo,
        }
        return [
            path("", RoundIndex.as_view(), name="index"),
            path("new/", NewRound.as_view(), name="add"),
            path("template/<slug:kind>.<slug:form>", files.Template.as_view(), name="template"),
            path("<int:pk>/", RoundDetail.as_view(), name="detail"),
            path("<int:pk>/upload/", Upload.as_view(), name="upload"),
            path("<int:pk>/rows/<int:row>/", actions.Settle.as_view(), name="settle"),
            path("<int:pk>/lists/<int:list>/file/", files.Original.as_view(), name="original"),
            path(
                "<int:pk>/lists/<int:list>/verdicts.<slug:form>",
                files.WithVerdicts.as_view(),
                name="with-verdicts",
            ),
            path("<int:pk>/lists/<int:list>/reading/", Reading.as_view(), name="reading"),
            path("<int:pk>/lists/<int:list>/try-again/", TryAgain.as_view(), name="try-again"),
            path("<int:pk>/lists/<int:list>/rematch/", actions.Rematch.as_view(), name="rematch"),
            path(
                "<int:pk>/lists/<int:list>/confirm-total/",
                actions.ConfirmTotal.as_view(),
                name="confirm-total",
            ),
            path("<int:pk>/lists/<int:list>/remove/", actions.RemoveList.as_view(), name="remove-list"),
            *(path(f"<int:pk>/{step}/", view.as_view(), name=step) for step, view in steps.items()),
        ]


class DueViewSet(ViewSet):
    """Who is due for review, under which scheme and in which year."""

    name = "reviews-due"
    url_prefix = "register/due"
    icon = "history"
    menu_label = _("Reviews due")
    menu_item_class = RoundsMenuItem

    def get_urlpatterns(self):
        return [
            path("", DueBoard.as_view(), name="index"),
            path("<slug:scheme>/<int:year>/", DueList.as_view(), name="list"),
            path("<slug:scheme>/<int:year>/list.<slug:form>", DueDownload.as_view(), name="download"),
        ]


class KeptViewSet(ModelViewSet):
    """A table that the register refers to: entries are added and changed, never copied or deleted."""

    add_to_reference_index = False
    copy_view_enabled = False

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]


class KeyForm(WagtailAdminModelForm):
    """An entry whose key stays what it was once it exists: decisions and addresses name it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = bool(self.instance.pk)


class CentreViewSet(ModelViewSet):
    """Centres to look at."""

    model = Centre
    icon = "site"
    url_prefix = "register/centres"
    index_view_class = CentreIndex
    inspect_view_class = CentreInspect
    inspect_view_enabled = True
    inspect_template_name = "centres/admin/centre/inspect.html"
    add_to_reference_index = False
    copy_view_enabled = False
    exclude_form_fields = []
    list_per_page = 50
    search_fields = ["number"]
    search_backend_name = None
    LOOKING = frozenset({"index", "index_results", "inspect"})

    @property
    def url_finder_class(self):
        """There is no form of a centre to lead to, only what the register says of it."""
        finder = super().url_finder_class
        finder.edit_url_name = self.get_url_name("inspect")
        return finder

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.LOOKING]


class DistrictViewSet(KeptViewSet):
    model = District
    icon = "globe"
    url_prefix = "register/districts"
    list_display = ["name", "code", "kind", "valid_from", "valid_to"]
    list_per_page = 60
    search_fields = ["name_en", "name_zh", "code"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel(["name_en", "name_zh"]),
            FieldRowPanel(["code", "kind"]),
            "aliases",
            FieldRowPanel(["valid_from", "valid_to"]),
            "successors",
            FieldRowPanel(["latitude", "longitude"]),
            MultiFieldPanel(["note_en", "note_zh", "source"], heading=_("Notes")),
        ]
    )


class SchemeViewSet(KeptViewSet):
    model = Scheme
    icon = "list-ol"
    url_prefix = "register/schemes"
    list_display = ["name", "key", "level", Column("authority", label=_("Authority"))]
    edit_template_name = "centres/admin/scheme/edit.html"
    edit_handler = ObjectList(
        [
            FieldRowPanel(["name_en", "name_zh"]),
            FieldRowPanel([FieldPanel("key"), "level", "order"]),
            FieldRowPanel(["subject_en", "subject_zh"]),
            FieldRowPanel(["authority_en", "authority_zh"]),
            FieldRowPanel(["note_en", "note_zh"]),
        ],
        base_form_class=SchemeForm,
    )


class SectorViewSet(KeptViewSet):
    model = Sector
    icon = "tag"
    url_prefix = "register/sectors"
    list_display = ["name", "key", "name_en", "name_zh"]
    list_per_page = 60
    edit_handler = ObjectList(["name_en", "name_zh", "key"], base_form_class=KeyForm)


class RegisterGroup(ViewSetGroup):
    menu_label = _("Register")
    menu_icon = "list-ul"
    menu_order = 250
    items = (RoundViewSet, DueViewSet, CentreViewSet, DistrictViewSet, SchemeViewSet, SectorViewSet)
