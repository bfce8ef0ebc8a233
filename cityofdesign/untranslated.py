"""What editors read every day and Wagtail says in English only: collected here, it is translated with our
own strings, whose catalogue comes before Wagtail's. A test tells what Wagtail has translated meanwhile."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

STRINGS = [
    _("Search all pages…"),
    _("Wagtail %(current_version)s editor guide"),
    _("New: %(model_name)s"),
    _("Create a new %(model_name)s"),
    _("No %(model_name)s match your query."),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _("No results across entire site."),
    _("Go to the first error"),
    _("There are validation errors, click save to highlight them."),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("Preview cannot display due to validation errors. <br /> Click save to highlight the relevant fields."),
    _("Correct the validation errors to resume preview (saving will highlight errors)"),
    _("Saving will overwrite a newer version."),
    _("Saved"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("Save your changes before leaving"),
    _("Refreshing…"),
    _("A network error occurred"),
    _("You saved a new version in another window"),
    _("%(user_name)s saved a new version"),
    _("View latest version"),
    _("You have unsaved changes in another window"),
    _("%(user_name)s has unsaved changes"),
    _("Currently idle"),
    _("Currently viewing"),
    _("Schedule to publish"),
    _("Choose when this page should go live and/or expire"),
    _("Date updated"),
    _("Edited by"),
    _("Page type"),
    _("Has child pages"),
    _("Any"),
    _("Locked by"),
    _("Edit account avatar"),
]
COUNTS = [
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
        "counter",
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
        "counter",
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
        "counter",
    ),
    ngettext_lazy("There is one matching page", "There are %(counter)s matching pages", "counter"),
]
