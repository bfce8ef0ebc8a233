from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from . import views


@hooks.register("register_admin_urls")
def urls():
    own = [path("confirm/<int:page_id>/", views.confirm, name="confirm")]
    return [
        path("translations/", include((own, "translations"))),
        # Found before wagtail-localize's own views at the same addresses.
        path("localize/submit/page/<int:page_id>/", views.submit),
        path("localize/update/<int:translation_source_id>/", views.update),
        path("localize/page/<int:page_id>/convert_to_alias/", views.no_alias),
    ]


@hooks.register("before_edit_page", order=-1)
def beside_its_original(request, page: Page):
    return views.side_by_side(request, page)


@hooks.register("construct_page_action_menu")
def without_other_ways(menu_items, request, context):
    """Restarting would bring back old texts, an alias would put one language in the place of the other."""
    menu_items[:] = [item for item in menu_items if not (item.name or "").startswith("localize-")]


def translate_button(page: Page, user, view_name=None, next_url=None):
    if page.is_root() or page.alias_of_id or not user.has_perm("wagtail_localize.submit_translation"):
        return
    if page.get_translations().filter(alias_of=None).exists():
        yield Button(
            _("Translate side by side"),
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            priority=59,
            icon_name="wagtail-localize-language",
        )


hooks.register("register_page_header_buttons", translate_button)
hooks.register("register_page_listing_more_buttons", translate_button)
