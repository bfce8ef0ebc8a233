"""A competition with its winners, an application scenario, a page and a document: public, or kept from the
public in each of the ways in which something is. All have the same title."""

import datetime

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cityofdesign.models import CreditedDocument
from events import tables
from events.awards import press, reading
from events.models import (
    Edition,
    EditionDocument,
    Enquiry,
    NewsIndexPage,
    NewsPage,
    PressLink,
    Scenario,
    Series,
)
from events.scenarios.columns import LAYOUT
from policies.views.targets import found
from tests.centres.lists_in_short import drafted, person
from tests.events.editions import CSV, award, edition, embargo, pages, with_picture

WINNERS = CSV + "第1组,金奖,样例云梯凳,,示例团队,,,\n"
SCENARIOS = "场景名称,年度,来源\n（示例）座舱,2023,示例来源\n"


def contest(title: str) -> Edition:
    """The only edition of its series, with a page in both languages, its hour over."""
    page = pages(title, title)
    series = Series.objects.create(key=page.slug, name_en=title, name_zh=title)
    names = {"key": page.slug, "name_zh": title}
    of = edition(1, page=page, series=series, closes_on="2026-03-01", **names)
    embargo(of, hours=-1)
    with_picture(award(of, work=title))
    file = ContentFile(b"x", f"{page.slug}.pdf")
    EditionDocument.objects.create(edition=of, kind="results", title_en=title, title_zh=title, file=file)
    until = timezone.now() + datetime.timedelta(days=1)
    press.open_link(of, recipient="Sample Daily", expires_at=until, user=person("moderator"))
    return of


def around(of: Edition) -> dict:
    return {"events:series:key": of.series.key, "events:event_calendar:slug": of.key}


def results(of: Edition) -> dict:
    winner, paper = of.awards.get(), of.documents.get()
    return {"events:award:pk": winner.pk, "files:picture:pk": winner.pk, "files:document:pk": paper.pk}


def of_press(of: Edition) -> dict:
    winner, paper, token = of.awards.get(), of.documents.get(), press.token(of.press_links.get())
    files = {"files:press_picture:pk": winner.pk, "files:press_document:pk": paper.pk}
    return {"events:press:token": token, "files:token": token, **files}


def page_of(title: str) -> NewsPage:
    parent = NewsIndexPage.objects.get(locale__language_code="en")
    return parent.add_child(instance=NewsPage(title=title, date="2024-05-01"))


def read(page: Page) -> dict:
    return {"wagtail_serve": page.url, "share:page:pk": page.pk}


def scenario_of(title: str) -> Scenario:
    return Scenario.objects.create(title_en=title, title_zh=title, year=2023, source_name="Sample")


def about(scenario: Scenario) -> dict:
    return {"events:scenario:pk": scenario.pk, "events:enquire:pk": scenario.pk}


def document_of(title: str) -> CreditedDocument:
    return CreditedDocument.objects.create(title=title, file=ContentFile(b"x", "paper.pdf"))


def uploaded(names: str, content: str, **fields) -> dict:
    """A table that the editor sent and nobody saved yet."""
    sent = {"content": content.encode(), "filename": "table.csv", "sheet": "", "user": person("editor")}
    table = tables.receive(**sent, **fields)
    return {f"{names}:{view}:pk": table.pk for view in ("preview", "columns", "checked")}


def public(title: str) -> dict:
    """What everybody sees, and what staff see of it."""
    of, scenario = contest(title), scenario_of(title)
    Enquiry.objects.create(scenario=scenario, text="x", language="en", ticket="ENQ-1111-1111")
    shown = {**around(of), **results(of), **of_press(of), **read(page_of(title)), **about(scenario)}
    return {
        **shown,
        **uploaded("edition", WINNERS, kind="winner", layout=reading.layout_of(of), edition=of),
        **uploaded("scenario", SCENARIOS, kind="scenarios", layout=LAYOUT),
        "wagtaildocs_serve": document_of(title).url,
        "edition:pk": of.pk,
        "edition:link": of.press_links.get().pk,
        "award:pk": of.awards.get().pk,
        "policies:target:key": found()[0].figure.key,
    }


def unpublished(title: str) -> dict:
    """What nobody has put online, or what was taken back."""
    of, scenario, page = contest(title), scenario_of(title), page_of(title)
    Page.objects.filter(translation_key__in=[of.translation_key, page.translation_key]).update(live=False)
    Scenario.objects.filter(pk=scenario.pk).update(public=False)
    PressLink.objects.filter(edition=of).update(revoked_at=timezone.now())
    shown = {**around(of), **results(of), **of_press(of), **read(page), **about(scenario)}
    draft = drafted(f"{title}有限公司").pk
    return {**shown, "events:list:round": draft, "notices:pk": draft, "api-1:id": draft}


def private(title: str) -> dict:
    """What only editors read."""
    of, page, document = contest(title), page_of(title), document_of(title)
    editors = Group.objects.get(name="Editors")
    for closed in Page.objects.filter(translation_key__in=[of.translation_key, page.translation_key]):
        PageViewRestriction.objects.create(page=closed, restriction_type="groups").groups.add(editors)
    document.collection = Collection.get_first_root_node().add_child(name=title)
    document.save()
    closed = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="groups"
    )
    closed.groups.add(editors)
    return {**around(of), **results(of), **read(page), "wagtaildocs_serve": document.url}


def embargoed(title: str) -> dict:
    """Winners whose hour is to come, on a public page; the link of the press has ended."""
    of = contest(title)
    embargo(of, days=1)
    PressLink.objects.filter(edition=of).update(expires_at=timezone.now())
    return {**results(of), **of_press(of)}


HIDDEN = {"unpublished": unpublished, "private": private, "embargoed": embargoed}
