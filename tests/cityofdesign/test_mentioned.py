"""What the site says of a centre elsewhere: pages that name its holder, the rules of its schemes."""

import pytest
from wagtail.models import PageViewRestriction

from centres.models import Centre
from events.models import NewsPage
from tests.factories import grant

pytestmark = pytest.mark.django_db
CHANGAN = "/{}/centres/CQ-000001/"


def page(client, address=CHANGAN, language="en"):
    return client.get(address.format(language)).content.decode()


@pytest.fixture
def first_round():
    return NewsPage.objects.get(locale__language_code="en", slug="first-municipal-round")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_news_that_names_the_holder_stands_on_the_page_of_the_centre(client, first_round, language):
    heading = {"en": "On this site", "zh-hans": "本站相关内容"}[language]
    section = page(client, language=language).split(heading)[1].split("</section>")[0]
    assert f"/{language}/news/first-municipal-round/" in section


def test_what_is_not_public_is_not_named(client, first_round):
    PageViewRestriction.objects.create(page=first_round, restriction_type="login")
    assert "/en/news/first-municipal-round/" not in page(client)
    first_round.view_restrictions.all().delete()
    first_round.unpublish()
    assert "/en/news/first-municipal-round/" not in page(client)


def test_a_holder_of_another_name_is_not_mentioned(client, first_round):
    centre = grant(1, holder_name_en="Round Co., Ltd.", holder_name_zh="圆形有限公司")[0]
    assert "On this site" not in page(client, f"/en/centres/{centre.number}/")


def test_the_policy_that_a_scheme_rests_on_is_the_one_of_the_day(client):
    assert Centre.objects.filter(number="CQ-000001").exists()
    now, then = (page(client, CHANGAN + query) for query in ("", "?on=2018"))
    assert "渝经信规范〔2023〕19号" in now.split("Policy basis")[1].split("</section>")[0]
    assert "渝经信发〔2016〕87号" in then.split("Policy basis")[1].split("</section>")[0]
    assert "Policy basis" not in page(client, CHANGAN + "?on=2014-12-31")
