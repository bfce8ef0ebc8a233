"""A sample competition and sample scenarios, entered through the same steps as real ones. All is invented."""

import datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from centres.models import OrganisationName
from cityofdesign.dates import ImpreciseDate

from . import tables
from .awards import reading, releasing, saving
from .models import AwardCategory, CompetitionPage, Edition, EventIndexPage, Scenario, Series, Upload
from .scenarios import reading as scenarios
from .scenarios.columns import LAYOUT

FILES = Path(__file__).parent / "samples"
NAMES = {"en": "Sample Stair Design Award", "zh-hans": "示例阶梯设计奖"}
SUMMARY = {
    "en": "An invented competition that shows how a call, its categories and its winners are published.",
    "zh-hans": "虚构的赛事，用来演示征集、类别和获奖名单的发布方式。",
}
CATEGORIES = (("Product", "产品组", 4), ("Concept", "概念组", 3), ("Service", "服务组", 3))


@transaction.atomic
def load() -> bool:
    """Whether anything was loaded; needs a demo account to enter it and pages to stand under."""
    user = get_user_model().objects.filter(username="moderator").first()
    if user is None or Edition.objects.filter(sample=True).exists():
        return False
    today = timezone.localdate()
    series = Series.objects.create(
        key="sample-stair-design-award", name_en=NAMES["en"], name_zh=NAMES["zh-hans"]
    )
    past, running = edition(series, today.year - 1), edition(series, today.year)
    opens, closes = today - datetime.timedelta(days=40), today + datetime.timedelta(days=10)
    running.opens_on, running.closes_on = map(ImpreciseDate.from_date, (opens, closes))
    running.closes_at = datetime.time(18)
    running.save()
    sent = tables.receive(
        kind=Upload.Kind.WINNERS,
        content=(FILES / "winners.csv").read_text(encoding="utf-8").format(**holders()).encode(),
        filename="sample-winners.csv",
        sheet="",
        layout=reading.layout_of(past),
        user=user,
        edition=past,
    )
    certain = {line.row.index: line.match.centre_id for line in reading.table(sent).lines if line.match}
    saving.save(sent, centres=certain, user=user)
    releasing.release(past, None, user=user)
    load_scenarios(user)
    return True


def holders() -> dict[str, str]:
    """Names of two sample organisations of the register, whose centres the winners then lead to."""
    of_samples = OrganisationName.objects.filter(organisation__created_in__sample=True).exclude(name_zh="")
    names = list(of_samples.order_by("pk").values_list("name_zh", flat=True)[:2])
    return dict(zip(("first", "second"), [*names, "示例甲公司", "示例乙公司"], strict=False))


def edition(series: Series, year: int) -> Edition:
    first = None
    for language, name in NAMES.items():
        parent = EventIndexPage.objects.get(locale__language_code=language)
        page = CompetitionPage(
            title=f"{name} {year}" if language == "en" else f"{name}{year}",
            slug=f"sample-stair-design-award-{year}",
            locale=parent.locale,
            date=str(year),
            summary=SUMMARY[language],
        )
        if first:
            page.translation_key = first.translation_key
        parent.add_child(instance=page)
        first = first or page
    found = Edition.objects.create(
        key=f"{series.key}-{year}",
        series=series,
        year=year,
        name_en=f"{NAMES['en']} {year}",
        name_zh=f"{NAMES['zh-hans']}{year}",
        translation_key=first.translation_key,
        sample=True,
        eligibility_en="Everybody, in this example.",
        eligibility_zh="示例：不限。",
    )
    for place, (name_en, name_zh, expected) in enumerate(CATEGORIES):
        names = {"name_en": name_en, "name_zh": name_zh}
        AwardCategory.objects.create(edition=found, sort_order=place, expected=expected, **names)
    return found


def load_scenarios(user) -> None:
    sent = tables.receive(
        kind=Upload.Kind.SCENARIOS,
        content=(FILES / "scenarios.csv").read_bytes(),
        filename="sample-scenarios.csv",
        sheet="",
        layout=LAYOUT,
        user=user,
    )
    scenarios.save(sent, user=user)
    Scenario.objects.filter(upload=sent).update(sample=True)
