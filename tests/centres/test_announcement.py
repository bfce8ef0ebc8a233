"""The announcement of a round and the index of rounds: what the page shows is the round itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres import preparing, publishing
from centres.models import Edition, Scheme
from events.models import AnnouncementPage

from .lists_in_short import add, person, published

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"


def page(client, round_, language="en"):
    response = client.get(f"/{language}/rounds/{round_.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def carried_through(round_):
    publishing.submit(round_, user=person("officer"))
    publishing.approve(round_, user=person("approver"))
    return publishing.publish(round_, user=person("approver"))


def withdrawal_after(round_, *rows):
    scheme = Scheme.objects.get(key="municipal-centre")
    drafted = preparing.create_round(scheme=scheme, year=2024, user=person("officer"))
    add(drafted, *rows, kind="withdrawn", on="2024-05-01", ground="missed")
    return carried_through(drafted)


def test_every_line_stands_as_printed_and_leads_to_its_centre(client):
    round_ = published(TERRACE, RIVER)
    body = page(client, round_)
    for centre in round_.new_centres.all():
        assert f'href="/en/centres/{centre.number}/"' in body
    assert "重庆层台机械有限公司工业设计中心" in body
    assert "All 2 names found" in body
    assert body.count('<li class="round-row"') == 2


def test_both_languages_show_the_same_lines(client):
    round_ = published(TERRACE, RIVER)
    counts = {page(client, round_, language).count('<li class="round-row"') for language in ("en", "zh-hans")}
    assert counts == {2}


def test_names_that_no_source_gives_are_a_stated_gap(client):
    body = page(client, published(TERRACE, RIVER, stated_total=34))
    assert "2 of 34 names found so far" in body
    assert "32 more on the printed list; no source with their names has been found." in body
    assert '<p class="figure__value">34</p>' in body


def test_the_sum_of_the_round_is_drawn_and_written_out(client):
    round_ = published(TERRACE, RIVER)
    assert "6 + 2 − 0 = 8." in page(client, round_)
    body = page(client, withdrawal_after(round_, TERRACE))
    assert "8 + 0 − 1 = 7." in body
    assert "1 ended" in body
    assert "contour--ended" in body
    assert "Missed the review" in body


def test_the_edition_and_its_whole_hash_are_printed(client):
    round_ = published(TERRACE)
    edition = Edition.objects.get(round=round_)
    body = page(client, round_)
    assert f"Edition {edition.number}" in body
    assert edition.hash in body


def test_persons_are_counted_and_never_named(client):
    body = page(client, published(TERRACE))
    assert "Prepared by one person, approved by another" in body
    assert "officer" not in body
    assert "approver" not in body


def test_a_round_taken_back_and_its_counter_round_name_each_other(client):
    round_ = published(TERRACE)
    counter = carried_through(publishing.undo(round_, user=person("officer")))
    assert f'taken back by <a href="/en/rounds/{counter.pk}/"' in page(client, round_)
    body = page(client, counter)
    assert "This round annuls 1 decision." in body
    assert f'href="/en/rounds/{round_.pk}/"' in body


def test_an_editors_words_stand_before_the_lists(client):
    round_ = published(TERRACE)
    announcement = AnnouncementPage.objects.get(round=round_, locale__language_code="en")
    announcement.introduction = "The first round under the new measures."
    announcement.body = [("paragraph", "<p>Plaques were handed over in June.</p>")]
    announcement.save_revision().publish()
    body = page(client, round_)
    assert "The first round under the new measures." in body
    assert body.index("Plaques were handed over in June.") < body.index('class="round-list')


def test_a_sample_round_says_so_in_words(client):
    round_ = published(TERRACE)
    assert "sample round" not in page(client, round_)
    type(round_).objects.filter(pk=round_.pk).update(sample=True)
    assert "sample round" in page(client, round_)


def test_a_long_list_has_no_drawings_but_all_names(client):
    rows = [f"重庆第{n}机械有限公司,,渝中区,企业工业设计中心" for n in range(100, 170)]
    body = page(client, published(*rows))
    assert body.count("round-row--plain") == 70
    assert "contour--row" not in body


def test_the_queries_do_not_grow_with_the_rows(client):
    counts = []
    for rows in ([TERRACE], [f"重庆第{n}机械有限公司,,渝中区,企业工业设计中心" for n in range(100, 140)]):
        round_ = published(*rows)
        page(client, round_)
        with CaptureQueriesContext(connection) as queries:
            page(client, round_)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 26


def test_the_index_lists_every_round_newest_year_first(client):
    older, newer = published(TERRACE, year=2020), published(RIVER, year=2023)
    body = client.get("/en/rounds/").content.decode()
    assert body.index(f"/en/rounds/{newer.pk}/") < body.index(f"/en/rounds/{older.pk}/")
    assert body.count('<li class="policy-row"') == 3
    assert client.get("/zh-hans/rounds/?page=zzz").status_code == 200
