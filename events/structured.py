"""Events and news as schema.org data, for search engines. https://schema.org/Event, https://schema.org/NewsArticle"""

from django.conf import settings
from django.utils.translation import get_language

from cityofdesign.context import HTML_LANG
from cityofdesign.dates import ImpreciseDate
from cityofdesign.passages import only_in
from cityofdesign.routes import address

from .models import EventPage

CITY = {"@type": "City", "name": "Chongqing", "sameAs": "https://www.wikidata.org/wiki/Q11725"}

EVENT_STATUSES = {"postponed": "EventPostponed", "cancelled": "EventCancelled"}
"""schema.org has no word for an event that was held: it took place as scheduled."""


def article(page) -> dict:
    """A news article; its date as exact as ISO 8601 can say it."""
    return {
        **about(page, "NewsArticle"),
        "headline": page.title[:110],
        "datePublished": iso(page.date)[0],
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
        "author": organisation(page.author or settings.WAGTAIL_SITE_NAME),
        "publisher": organisation(settings.WAGTAIL_SITE_NAME),
        "translator": organisation(page.translator) if page.translator else None,
        "editor": organisation(page.editor) if page.editor else None,
        "correction": [one.value["text"] for one in page.corrections] or None,
        "isBasedOn": [
            *filter(None, [page.attribution_url]),
            *(source.value["url"] for source in page.sources if source.value["url"]),
        ]
        or None,
    }


def occasion(page) -> dict | None:
    """An event or a competition; None without a date, which schema.org requires."""
    start, end = iso(page.date)
    if not start:
        return None
    return {
        **about(page, "Event"),
        "name": page.title,
        "alternateName": page.other_names or None,
        "startDate": start,
        "endDate": end or None,
        "location": {"@type": "Place", "name": page.venue or "Chongqing", "address": CITY},
        "organizer": organisation(page.organiser) if page.organiser else None,
        **(announced(page) if isinstance(page, EventPage) else status(page.edition and page.edition.course)),
    }


def status(announced: str | None) -> dict:
    return {"eventStatus": f"https://schema.org/{EVENT_STATUSES.get(announced, 'EventScheduled')}"}


def announced(page: EventPage) -> dict:
    """What an event says beyond its days: times with their offset, place, status, registration."""
    found = status(page.status)
    if page.starts_at:
        found["startDate"] = page.starts_at.isoformat()
    if page.ends_at:
        found["endDate"] = page.ends_at.isoformat()
    if page.status == EventPage.Status.POSTPONED:
        found["previousStartDate"] = iso(page.previous_date)[0]
    if page.address:
        address = {"@type": "PostalAddress", "streetAddress": page.address, "addressLocality": "Chongqing"}
        found["location"] = {"@type": "Place", "name": page.venue or page.address, "address": address}
    if page.registration_url:
        found["offers"] = {"@type": "Offer", "url": page.registration_url}
    return found


def award(found) -> dict:
    """A released award as the work that won it. https://schema.org/CreativeWork"""
    makers = [organisation(name) for name in (found.designers, found.organisation_name) if name]
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": found.title,
        "url": settings.BASE_URL + found.get_absolute_url(),
        "award": ", ".join(filter(None, [str(found.edition), str(found.category), found.prize])),
        "creator": makers or None,
        "inLanguage": only_in(found.title) or HTML_LANG[get_language() or "en"],
    }


def about(page, kind: str) -> dict:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "url": address(page),
        "description": page.summary or None,
        "inLanguage": HTML_LANG[page.locale.language_code],
    }


def organisation(name: str) -> dict:
    return {"@type": "Organization", "name": name}


def iso(date: ImpreciseDate) -> tuple[str, str]:
    """Start and end: “2023-09”, “2023-09-05”; the end is empty unless it is a period with known ends."""
    if date.precision == "range":
        return (date.lower.isoformat() if date.lower else "", date.upper.isoformat() if date.upper else "")
    return date.machine, ""


def filled(data: dict | None) -> dict | None:
    """The data without what is not known."""
    return {key: value for key, value in data.items() if value} if data else None
