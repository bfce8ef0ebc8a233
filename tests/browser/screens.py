"""Every screen of the public site by name: one of each template, and of each state that looks different."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page

from centres import notices, publishing
from centres.models import Centre, Edition, ErrorReport, Holiday, Objection, Standing
from cityofdesign.models import HomePage, StandardPage
from events.models import Award, Scenario
from policies.models import Figure, Relation
from tests.centres.lists_in_short import person, submitted

LISTED = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"


class Screen(NamedTuple):
    """An address, without its language where `spoken`; `sends`: its form is sent empty, for its errors."""

    path: str
    sends: bool = False
    status: int = 200
    spoken: bool = True

    def address(self, language: str) -> str:
        return f"/{language}{self.path}" if self.spoken else f"{self.path}?lang={language}"


def furnish() -> None:
    """Samples of register and competitions, a round on public notice with an objection, a reported error."""
    call_command("load_sample_register", verbosity=0)
    call_command("load_sample_competition", verbosity=0)
    names = {"name_en": "New Year", "name_zh": "元旦", "source_name": "国办发明电"}
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        Holiday.objects.get_or_create(day=datetime.date(year, 1, 1), defaults=names)
    on = timezone.localdate()
    round_ = submitted(LISTED, scheme="national-centre", year=on.year, on=on.isoformat())
    publishing.approve(round_, user=person("approver"))
    publishing.open_notice(round_, user=person("approver"))
    notices.object_to(round_, text="Line 1 names a former district.")
    notices.report_error(Centre.objects.first(), wrong="The district has changed.")


def screens() -> dict[str, Screen]:
    """By name; of the same things in both languages."""
    return {**dict(pages()), **dict(versions()), **register(), **forms(), **programme(), **others()}


def pages() -> Iterator[tuple[str, Screen]]:
    """Every plain page, and of each other type the pages with most and with least in them."""
    types = {page.specific_class for page in Page.objects.live().public().filter(depth__gt=1)}
    for model in sorted(types, key=str):
        found = model.objects.live().public().filter(locale__language_code="en").order_by("pk")
        for page in (
            found
            if model is StandardPage
            else sorted({found.first(), found.last()} - {None}, key=lambda one: one.pk)
        ):
            path = page.url_path.split("/", 2)[2]
            home = model is HomePage
            yield "home" if home else f"{model.__name__}: {page.slug}", Screen("/" if home else f"/{path}")


def versions() -> Iterator[tuple[str, Screen]]:
    """What one document changed against another, where both have a text."""
    for link in Relation.objects.filter(kind=Relation.Kind.SUPERSEDES, page__locale__language_code="en"):
        if link.page.full_text and link.target.full_text:
            yield "changes", Screen(f"/policies/{link.page.slug}/changes/{link.target.slug}/")


def numbers() -> dict[str, str]:
    """Register numbers of centres that look different."""
    told = Centre.objects.annotate(n=Count("decisions")).order_by("-n", "number")
    ended = Standing.objects.on(timezone.localdate(), Edition.objects.newest().number)
    return {
        "much told": told.first().number,
        "little told": told.last().number,
        "withdrawn": ended.filter(status=Standing.Status.WITHDRAWN).first().centre.number,
        "real": Centre.objects.order_by("number").first().number,
    }


def register() -> dict[str, Screen]:
    centre = {name: Screen(f"/centres/{number}/") for name, number in numbers().items()}
    paths = {
        "list": "/centres/",
        "list, filtered": "/centres/?level=national&kind=enterprise-centre&sort=number",
        "list, nothing found": "/centres/?q=zzzz&level=district",
        "list, junk": "/centres/?level=nonsense&on=2021-02-30&page=x",
        "list, any date": "/centres/on/2021-12-31/",
        "list, as known": "/centres/on/2021-12-31/known/2026-01-31/",
        "list, impossible date": "/centres/on/2021-02-30/",
        "compare": "/centres/compare/",
        "compare, two dates": "/centres/compare/2020-09-30/2022-12-31/",
        "compare, one class": "/centres/compare/2020-09-30/2022-12-31/?show=entered",
        "compare, junk": "/centres/compare/2022-02-31/x/",
        "districts": "/districts/",
        "districts, past": "/districts/?on=2021-12-31",
    }
    return {f"centre, {name}": one for name, one in centre.items()} | {
        name: Screen(path) for name, path in paths.items()
    }


def forms() -> dict[str, Screen]:
    objection, error = Objection.objects.get(), ErrorReport.objects.get()
    notice = f"/notices/{objection.round_id}/"
    report = f"/centres/{error.centre.number}/report/"
    return {
        "notices": Screen("/notices/"),
        "notice": Screen(notice),
        "objection": Screen(f"{notice}object/"),
        "objection, errors": Screen(f"{notice}object/", sends=True),
        "report": Screen(report),
        "report, errors": Screen(report, sends=True),
        "tickets": Screen("/tickets/"),
        "tickets, unknown": Screen("/tickets/?ticket=OBJ-0000-0000"),
        "ticket of an objection": Screen(f"/tickets/{objection.ticket}/"),
        "ticket of a report": Screen(f"/tickets/{error.ticket}/"),
    }


def programme() -> dict[str, Screen]:
    """Competitions and scenarios across their years, targets."""
    award, scenario = Award.objects.filter(edition__sample=True).first(), Scenario.objects.first()
    target = Figure.objects.filter(type=Figure.Type.TARGET, scheme__key="municipal-centre").first()
    return {
        "competitions": Screen("/competitions/"),
        "series": Screen(f"/competitions/{award.edition.series.key}/"),
        "award": Screen(f"/awards/{award.pk}/"),
        "scenarios": Screen("/scenarios/"),
        "scenarios, nothing found": Screen("/scenarios/?year=1999"),
        "scenario": Screen(f"/scenarios/{scenario.pk}/"),
        "enquiry": Screen(f"/scenarios/{scenario.pk}/enquire/"),
        "enquiry, errors": Screen(f"/scenarios/{scenario.pk}/enquire/", sends=True),
        "targets": Screen("/policies/targets/"),
        "target": Screen(f"/policies/targets/{target.key}/"),
    }


def others() -> dict[str, Screen]:
    of = numbers()
    return {
        "search": Screen("/search/"),
        "search, found": Screen("/search/?q=设计"),
        "search, nothing found": Screen("/search/?q=zzzzqq"),
        "open data": Screen("/data/"),
        "API": Screen("/api/v1/docs", spoken=False),
        "verify": Screen("/verify/", spoken=False),
        "verify, valid": Screen(f"/verify/{of['much told']}", spoken=False),
        "verify, withdrawn": Screen(f"/verify/{of['withdrawn']}", spoken=False),
        "verify, unknown": Screen("/verify/CQ-999999", spoken=False, status=404),
        "not found": Screen("/no-such-page/", status=404),
    }
