"""The laureate's page, the centre's, and what the press sees."""

import datetime
import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from events.awards import correcting, press
from events.models import Award, EditionDocument, PressLink, Series
from tests.events.editions import award, edition, editor, embargo, with_picture
from tests.factories import grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def public():
    (centre,) = grant(1, holder_name_zh="示例公司", holder_name_en="Sample company")
    of = edition(1)
    holder = centre.decisions.get().holder
    found = award(of, organisation_zh="示例公司", centre=centre, organisation=holder, prize_en="Gold")
    embargo(of, hours=-1)
    return found


def test_a_laureate_s_page_leads_to_the_register(public, client, django_assert_num_queries):
    client.get(public.get_absolute_url())
    with django_assert_num_queries(6):
        text = client.get(public.get_absolute_url()).content.decode()
    assert f'href="/en/centres/{public.centre.number}/"' in text
    assert '"@type": "CreativeWork"' in text
    assert "Gold" in text


def test_the_centre_s_page_names_its_awards_today_and_not_on_a_day_of_the_past(public, client):
    path = f"/en/centres/{public.centre.number}/"
    assert public.work_zh in client.get(path).content.decode()
    assert public.work_zh not in client.get(path, {"on": "2020-01-01"}).content.decode()


def test_a_correction_stands_beside_the_award_in_the_reader_s_language(public, client):
    notes = {"text_en": "The prize was misprinted.", "text_zh": "奖项名称有误。"}
    correcting.correct(public, {"prize_en": "Silver"}, **notes, user=editor())
    text = client.get(public.get_absolute_url().replace("/en/", "/zh-hans/")).content.decode()
    assert "奖项名称有误。" in text
    assert "Silver" in text


def test_a_withdrawn_award_is_shown_as_such_and_leaves_the_centre(public, client):
    notes = {"text_en": "Withdrawn by the jury.", "text_zh": "评委会撤销。"}
    correcting.correct(public, {"withdrawn": True}, **notes, user=editor())
    assert "has been withdrawn" in client.get(public.get_absolute_url()).content.decode()
    assert public.work_zh not in client.get(f"/en/centres/{public.centre.number}/").content.decode()


LANGUAGES = [("en", "zh-Hans", "阅读中文版"), ("zh-hans", "en", "Read it in English")]


@pytest.mark.parametrize(("language", "lang", "link"), LANGUAGES)
def test_an_award_in_the_other_language_only_says_so_and_carries_it(client, language, lang, link):
    texts = {"en": ("Stair <i>", "Sample team"), "zh-Hans": ("云梯<i>", "示例团队")}[lang]
    end = "zh" if lang == "zh-Hans" else "en"
    nothing = {"work_zh": "", "designers_zh": ""}
    of = edition(1)
    found = award(of, **{**nothing, f"work_{end}": texts[0], f"designers_{end}": texts[1]})
    embargo(of, hours=-1)
    page = BeautifulSoup(client.get(f"/{language}/awards/{found.pk}/").content, "html.parser")
    assert [(one["lang"], one.text) for one in page.h1("span")] == [(lang, texts[0])]
    assert page.find("dt", string=re.compile("Designers|设计者")).find_next("dd").span["lang"] == lang
    notice = page.find(class_="official-note")
    assert (notice.a["lang"], notice.a.text) == (lang, link)
    assert notice.a["href"].endswith(f"/awards/{found.pk}/")
    assert client.get(notice.a["href"]).status_code == 200
    assert b"official-note" not in client.get(notice.a["href"]).content


def test_an_award_in_both_languages_says_nothing_and_marks_nothing(public, client):
    Award.objects.update(work_en="Stair", designers_en="Team", organisation_en="Company")
    path = public.get_absolute_url()
    for address in (path, path.replace("/en/", "/zh-hans/")):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert (page.find(class_="official-note"), page.h1.find("span")) == (None, None)


def test_what_is_missing_in_part_is_marked_where_it_stands_and_not_announced(client):
    of = edition(1)
    found = award(of, work="", work_en="Stair", prize_en="Gold")
    embargo(of, hours=-1)
    for path in (f"/zh-hans/awards/{found.pk}/", "/zh-hans/events/sample-stair-award/"):
        page = BeautifulSoup(client.get(path).content, "html.parser")
        assert {one.text for one in page.main("span", lang="en")} >= {"Stair", "Gold"}
        assert not page.find(class_="official-note")


def test_a_page_shared_has_one_title(public, client):
    page = BeautifulSoup(client.get(public.get_absolute_url()).content, "html.parser")
    (title,) = page("meta", property="og:title")
    assert title["content"] == page.title.text.rpartition(" – ")[0]


@pytest.mark.parametrize(("language", "lang", "link"), LANGUAGES)
def test_a_series_in_the_other_language_only_says_so(client, language, lang, link):
    edition(1)
    end, gone = ("zh", "en") if lang == "zh-Hans" else ("en", "zh")
    words = {"zh": "示例 <i>", "en": "Sample <i>"}[end]
    Series.objects.update(**{f"name_{gone}": "", f"name_{end}": words, f"text_{end}": words})
    page = BeautifulSoup(client.get(f"/{language}/competitions/sample-stair/").content, "html.parser")
    assert [(one["lang"], one.text) for one in page.select("h1 span, .page-head__lede span")] == (
        [(lang, words)] * 2
    )
    assert page.find(class_="official-note").a.text == link


def test_a_series_named_in_both_languages_says_nothing(client):
    edition(1)
    Series.objects.update(text_en="A sample.")
    page = BeautifulSoup(client.get("/zh-hans/competitions/sample-stair/").content, "html.parser")
    assert not page.find(class_="official-note")
    assert page.find(class_="page-head__lede").span["lang"] == "en"


@pytest.fixture
def link():
    of = edition(1)
    with_picture(award(of))
    EditionDocument.objects.create(
        edition=of, kind="press", title_en="Kit", title_zh="资料包", file="competitions/kit.pdf"
    )
    embargo(of, days=3)
    expires = timezone.now() + datetime.timedelta(days=1)
    return press.open_link(of, recipient="示例日报", expires_at=expires, user=editor())


def address(link: PressLink) -> str:
    return f"/en/press/{press.token(link)}/"


def test_the_press_sees_the_winners_and_nobody_may_keep_the_page(link, client, django_assert_num_queries):
    with django_assert_num_queries(7):
        answer = client.get(address(link))
    assert "样例云梯凳" in answer.content.decode()
    assert "Under embargo until" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_visits_are_counted(link, client):
    client.get(address(link))
    client.get(address(link))
    client.head(address(link))
    link.refresh_from_db()
    assert link.visits == 2


def test_the_picture_is_served_under_the_link_alone(link, client):
    found = link.edition.awards.get()
    token = press.token(link)
    answer = client.get(f"/files/press/{token}/awards/{found.pk}.webp")
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    b"".join(answer.streaming_content)
    assert client.get(f"/files/awards/{found.pk}.webp").status_code == 404


def test_an_expired_link_says_so_and_shows_nothing(link, client):
    with time_machine.travel(link.expires_at, tick=False):
        answer = client.get(address(link))
        found = link.edition.awards.get()
        assert answer.status_code == 410
        assert "This press link has ended" in answer.content.decode()
        assert "样例云梯凳" not in answer.content.decode()
        assert client.get(f"/files/press/{press.token(link)}/awards/{found.pk}.webp").status_code == 404


def test_a_revoked_link_says_so(link, client):
    press.revoke(link, user=editor())
    answer = client.get(address(link))
    assert (answer.status_code, "was withdrawn" in answer.content.decode()) == (410, True)


def test_a_link_that_was_never_issued_is_not_found(link, client):
    token = press.token(link)
    assert client.get(f"/en/press/{token[:-1]}x/").status_code == 404
    assert client.get("/en/press/x/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_award_without_a_printed_organisation_leads_to_its_centre_all_the_same(client, language):
    of, [centre] = edition(1), grant(1)
    one = award(of, centre=centre)
    embargo(of, hours=-1)
    link = f'<a href="/{language}/centres/{centre.number}/">{centre.number}</a>'
    assert link in client.get(f"/{language}/awards/{one.pk}/").text
    assert link in client.get(f"/{language}/events/sample-stair-award/").text
