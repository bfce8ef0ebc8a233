from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from . import views
from .matrix import Matrix


@hooks.register("register_admin_urls")
def urls():
    own = [
        path("", Matrix.as_view(), name="matrix"),
        path("results/", Matrix.as_view(results_only=True), name="matrix_results"),
        path("slug/", views.slug, name="slug"),
        path("confirm/<int:page_id>/", views.confirm, name="confirm"),
    ]
    return [
        path("translations/", include((own, "translations"))),
        # Found before wagtail-localize's own views at the same addresses.
        path("localize/submit/page/<int:page_id>/", views.submit),
        path("localize/update/<int:translation_source_id>/", views.update),
        path("localize/page/<int:page_id>/convert_to_alias/", views.no_alias),
    ]


@hooks.register("insert_editor_js")
def slug_script():
    script = '<script src="{}" data-slug="{}"></script>'
    return format_html(script, static("js/admin/slug.js"), reverse("translations:slug"))


class MatrixMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("wagtail_localize.submit_translation")


@hooks.register("register_reports_menu_item")
def matrix():
    return MatrixMenuItem(
        Matrix.menu_label,
        reverse_lazy("translations:matrix"),
        name="translations",
        icon_name=Matrix.header_icon,
        order=690,
    )


@hooks.register("construct_reports_menu")
def without_its_report(request, menu_items):
    """Wagtail-localize's own report knows only pages that were translated side by side."""
    theirs = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if getattr(item, "url", "") != theirs]


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
