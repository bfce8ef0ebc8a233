"""The laureate's page, the centre's, and what the press sees."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from events.awards import correcting, press
from events.models import EditionDocument, PressLink
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
