"""The centres of the register, for pages that are about some of them."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from centres.admin.faces import faces
from centres.models import Centre, Standing

NAMES = ("name_en", "name_zh", "holder_name_en", "holder_name_zh")


def named(centre: Centre) -> str:
    """The number with the names under which the newest standing of the centre has it."""
    standing = Standing.objects.filter(centre=centre, known_to=None).order_by("-valid_from").first()
    names = [getattr(standing, name) for name in NAMES] if standing else []
    return ", ".join(dict.fromkeys(filter(None, [centre.number, *names])))


def standing(centre: Centre) -> str:
    """What it is today: each scheme, which names its level, with the status in words."""
    if not hasattr(centre, "face"):
        centre.face = faces([centre.pk]).get(centre.pk)
    statuses = centre.face.statuses if centre.face else ()
    return "; ".join(f"{scheme}: {status}" for scheme, status in statuses)


def told(centre: Centre) -> str:
    """Names and standing, as a chosen centre is told apart from others."""
    words = standing(centre)
    return f"{named(centre)} ({words})" if words else named(centre)


class FindForm(BaseFilterForm):
    """By number or by any name that a list ever printed."""

    q = forms.CharField(label=_("Number or name"), required=False)

    def filter(self, objects):
        words = (self.cleaned_data.get("q") or "").strip()
        if not words:
            return objects
        found = Q()
        for name in NAMES:
            found |= Q(**{f"{name}__icontains": words})
        listed = Standing.objects.filter(found).values("centre_id")
        return objects.filter(Q(number__icontains=words) | Q(pk__in=listed))


class Listed:
    filter_form_class = FindForm

    @property
    def columns(self):
        return [
            *super().columns,
            Column("names", label=_("Names"), accessor=named),
            Column("standing", label=_("Standing today"), accessor=standing),
        ]

    def get_results_page(self, request):
        """The page, each centre with its face: one query for all."""
        page = super().get_results_page(request)
        known = faces(centre.pk for centre in page.object_list)
        for centre in page.object_list:
            centre.face = known.get(centre.pk)
        return page


class Choose(Listed, ChooseView):
    pass


class Results(Listed, ChooseResultsView):
    pass


class Chosen(ChosenView):
    def get_display_title(self, instance):
        return told(instance)


class CentreChooser(BaseChooser):
    show_edit_link = False  # nobody edits a centre

    def get_display_title(self, instance):
        return told(instance)


class CentreChooserViewSet(ChooserViewSet):
    model = Centre
    icon = "home"
    choose_one_text = _("Choose a centre")
    choose_another_text = _("Choose another centre")
    choose_view_class = Choose
    choose_results_view_class = Results
    chosen_view_class = Chosen
    base_widget_class = CentreChooser
    ordering = "number"
    per_page = 12


centre_chooser = CentreChooserViewSet("centre_chooser", url_prefix="events/centres")
