"""Editions with winners, so that a test can say in a line what there is. All names are invented samples."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify

from events.models import Award, AwardCategory, CompetitionPage, Edition, EventIndexPage, Series
from tests.factories import person

CSV = "类别,奖项,作品名称,作品英文名称,设计者,单位,国家或地区,备注\n"
CLOUD, BRIDGE = "样例云梯凳", "样例索桥灯"


def pages(title="Sample Stair Award", title_zh="示例阶梯奖", live=True) -> CompetitionPage:
    """A page in both languages; the English one."""
    english = None
    for language, words in (("en", title), ("zh-hans", title_zh)):
        parent = EventIndexPage.objects.get(locale__language_code=language)
        page = CompetitionPage(title=words, slug=slugify(title), locale=parent.locale, live=live, date="2026")
        page.summary, page.sources = "A sample.", [("source", {"name": "Sample", "url": ""})]
        if english:
            page.translation_key = english.translation_key
        parent.add_child(instance=page)
        english = english or page
    return english


def edition(*expected: int | None, page: CompetitionPage | None = None, **fields) -> Edition:
    """An edition of 2026 with so many categories, and a public page unless one is given."""
    page = page or pages()
    series = Series.objects.get_or_create(key="sample-stair", name_en="Sample Stair", name_zh="示例阶梯")[0]
    names = {"key": "sample-stair-2026", "name_en": page.title, "name_zh": "示例阶梯奖2026"}
    facts = {"series": series, "year": 2026, **names, **fields}
    found = Edition.objects.create(translation_key=page.translation_key, **facts)
    for number, count in enumerate(expected or (2,), start=1):
        names = {"name_en": f"Class {number}", "name_zh": f"第{number}组"}
        AwardCategory.objects.create(edition=found, expected=count, sort_order=number, **names)
    return found


def award(of: Edition, work=CLOUD, **fields) -> Award:
    facts = {"category": of.categories.first(), "work_zh": work, "designers_zh": "示例团队", **fields}
    return Award.objects.create(edition=of, **facts)


def with_picture(award: Award, colour="teal") -> Award:
    from io import BytesIO

    from PIL import Image

    target = BytesIO()
    Image.new("RGB", (40, 30), colour).save(target, "WEBP")
    award.picture_alt_en, award.picture_credit, award.picture_rights = "A stool", "Sample studio", "CC BY 4.0"
    award.picture.save("picture.webp", ContentFile(target.getvalue()))
    award.picture.close()
    return award


def embargo(of: Edition, **ahead) -> datetime.datetime:
    """Winners public so far ahead, or as long ago as `hours=-1` says."""
    of.embargo_until = timezone.now() + datetime.timedelta(**ahead)
    of.save(update_fields=["embargo_until"])
    return of.embargo_until


def editor():
    return person("editor-of-awards")
