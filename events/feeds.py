"""News, and events with competitions, as Atom feeds in the reader's language (RFC 4287), newest first."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from centres.lists.annotated import CONTROL
from cityofdesign.dates import ImpreciseDate
from cityofdesign.routes import address

from .editions import attach
from .models import CompetitionPage, EventPage, NewsPage

MOST = 50
HTML_LANG = {"en": "en", "zh-hans": "zh-Hans"}
BEGAN = datetime.datetime(2014, 1, 1, tzinfo=datetime.UTC)
"""When a feed without entries was updated."""


class DatedFeed(Atom1Feed):
    """An Atom feed whose date is that of the entry that changed last."""

    def latest_post_date(self):
        return self.feed["updated"]


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    return answer(_("News of Chongqing, City of Design"), "news", recent(NewsPage))


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    pages = [*recent(EventPage), *recent(CompetitionPage)]
    pages.sort(key=lambda page: page.first_published_at or BEGAN, reverse=True)
    attach(pages[:MOST])
    return answer(_("Events and competitions of Chongqing, City of Design"), "events", pages[:MOST])


def recent(model) -> list[Page]:
    """The pages in the active language that were published last; one query after that of the language."""
    pages = model.objects.filter(locale=Locale.get_active()).published()
    return list(pages.order_by("-first_published_at", "-pk")[:MOST])


def answer(title: str, section: str, pages: list[Page]) -> HttpResponse:
    language = get_language()
    feed = DatedFeed(
        title=title,
        link=f"{settings.BASE_URL}/{language}/{section}/",
        description="",
        language=HTML_LANG.get(language, "en"),
        author_name=_("Chongqing City of Design"),
        feed_url=settings.BASE_URL + reverse(f"events:{section}_feed"),
        feed_guid=tag(section),
        updated=max((page.last_published_at or BEGAN for page in pages), default=BEGAN),
    )
    for page in pages:
        feed.add_item(**entry(page))
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def tag(specific: str) -> str:
    """A name for ever (RFC 4151); every page has its own in each language."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{get_language()}/{specific}"


def entry(page: Page) -> dict:
    said = [page.date_as_printed or page.date.display(get_language()), page.summary]
    if announced(page) in {"postponed", "cancelled"}:
        said.insert(0, page.state.words)
    words = format_html_join("", "<p>{}</p>", ((CONTROL.sub("", text),) for text in said if text))
    fixed = [
        format_html(
            "<p>{}</p>",
            _("Corrected on %(date)s: %(text)s")
            % {"date": ImpreciseDate.from_date(date).display(get_language()), "text": text},
        )
        for date, text in corrections(page)
    ]
    return {
        "title": CONTROL.sub("", page.title),
        "link": address(page),
        "description": words + "".join(fixed),
        "unique_id": tag(f"pages/{page.translation_key}"),
        "pubdate": page.first_published_at or BEGAN,
        "updateddate": page.last_published_at or page.first_published_at or BEGAN,
        "categories": [page.kind] if getattr(page, "kind", "") else [],
        "author_name": getattr(page, "author", "") or None,
    }


def announced(page: Page) -> str:
    """What was announced of an event or a competition beyond its dates; empty of anything else."""
    if isinstance(page, CompetitionPage):
        return page.edition.course if page.edition else ""
    return page.status if isinstance(page, EventPage) else ""


def corrections(page: Page) -> list[tuple[datetime.date, str]]:
    """What was put right in an article, the latest first."""
    found = [(one.value["date"], one.value["text"]) for one in getattr(page, "corrections", ())]
    return sorted((one for one in found if one[0]), reverse=True)
