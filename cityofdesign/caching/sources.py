"""Where changes come from: Wagtail's own signals for pages, and saving what pages are made of.

These are signals because most of what is listed here is saved by Wagtail's views and by its commands.
"""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from centres.models import Completeness, District, Edition, Round, Scheme, SchemeRule, Sector
from cityofdesign.models import CreditedDocument, CreditedImage, SiteSettings
from events.models import (
    Award,
    AwardCategory,
    AwardCorrection,
    EditionDocument,
    EditionNews,
    KeyDate,
    Scenario,
    Series,
)
from events.models import Edition as CompetitionEdition
from policies.models import Figure, IssuingBody

from .counts import EVERYTHING, changed
from .subjects import AWARDS, FIGURES, FILES, REFERENCE, REGISTER, ROUNDS, SETTINGS, spoken

SAVED: dict[type[Model], str] = {
    Edition: REGISTER,
    Round: ROUNDS,
    District: REFERENCE,
    Scheme: REFERENCE,
    SchemeRule: REFERENCE,
    Completeness: REFERENCE,
    Sector: REFERENCE,
    Figure: FIGURES,
    SiteSettings: SETTINGS,
    CreditedImage: FILES,
    CreditedDocument: FILES,
    IssuingBody: EVERYTHING,
    CompetitionEdition: AWARDS,
    Series: AWARDS,
    KeyDate: AWARDS,
    AwardCategory: AWARDS,
    EditionDocument: AWARDS,
    EditionNews: AWARDS,
    Award: AWARDS,
    AwardCorrection: AWARDS,
    Scenario: AWARDS,
    Locale: EVERYTHING,
    PageViewRestriction: EVERYTHING,
    Site: EVERYTHING,
}
"""Model -> the subject that changes with each row saved or deleted."""


def connect() -> None:
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="page-cache")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(place_changed, dispatch_uid="page-cache")
    for model in SAVED:
        post_save.connect(row_changed, sender=model, dispatch_uid=f"page-cache-{model.__name__}")
        post_delete.connect(row_changed, sender=model, dispatch_uid=f"page-cache-{model.__name__}")


def page_changed(sender, instance: Page, **kwargs) -> None:
    changed(spoken(instance._meta.label_lower, instance.locale.language_code))


def place_changed(sender, **kwargs) -> None:
    """A page has another address, and with it perhaps every page below it."""
    changed(EVERYTHING)


def row_changed(sender, raw: bool = False, **kwargs) -> None:
    if not raw:
        changed(SAVED[sender])
