"""The ticks of the review: what each confirms, and that it confirms nothing that was not shown."""

import re

import pytest
from django.urls import reverse

from centres import publishing, settling
from centres.models import RoundList, RoundRow
from tests.centres.lists_in_short import drafted, person, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
RETURNS = "I have checked: Accredited again after: withdrawn."


def row(round_):
    return RoundRow.objects.get(list__round=round_, index=2)


@pytest.fixture
def withdrawn():
    """A centre that was withdrawn."""
    centre = published(TERRACE).decisions.get().centre
    published(TERRACE, kind="withdrawn", on="2023-06-01")
    return centre


@pytest.fixture
def returning(withdrawn):
    return drafted(TERRACE, on="2024-05-01", year=2024)


def shown(page) -> str:
    return " ".join(page.text.split())


def test_the_label_says_what_is_confirmed(desk, returning):
    officer = desk("officer")
    page = officer.open("detail", returning.pk)
    assert RETURNS in shown(page)
    warned = re.search(r'name="warned" value="(\w+)"', page.text)[1]
    officer.do("settle", returning.pk, row(returning).pk, action="match", checked="on", warned=warned)
    assert (row(returning).action, row(returning).confirmed) == ("match", True)
    assert "warnings checked" in officer.open("detail", returning.pk).text


def test_a_centre_with_warnings_that_were_not_shown_is_shown_with_them_first(desk, withdrawn):
    round_, officer = drafted(RIVER, on="2024-05-01", year=2024), desk("officer")
    typed = {"action": "match", "number": withdrawn.number}
    page = officer.do("settle", round_.pk, row(round_).pk, **typed)
    assert "Accredited again after: withdrawn" in page.said
    assert row(round_).action == ""
    assert page.redirect_chain[0][0].endswith(f"?match={row(round_).pk}-{withdrawn.pk}#row-{row(round_).pk}")
    assert RETURNS in shown(page)
    [line] = page.context["lines"]
    tick = {"checked": "on", "warned": line.warned, "centre": withdrawn.pk}
    back = officer.do(
        "settle", round_.pk, row(round_).pk, action="match", **tick, next="/admin/?match=1-1&p=2"
    )
    assert back.redirect_chain[0][0] == f"/admin/?p=2#row-{row(round_).pk}"
    assert (row(round_).centre, row(round_).confirmed) == (withdrawn, True)


def test_a_tick_for_other_warnings_confirms_nothing(desk, returning):
    data = {"action": "match", "checked": "on", "warned": "0" * 64}
    assert (
        "tick that you have checked"
        in desk("officer").do("settle", returning.pk, row(returning).pk, **data).said
    )
    assert row(returning).action == ""


@pytest.mark.parametrize("match", ["x", "", "0-0", "-", "999999-1", "99999999999999999999"])
def test_junk_in_the_address_shows_the_rows_as_they_are(desk, returning, match):
    officer, entry = desk("officer"), row(returning)
    for value in (match, f"{entry.pk}-{match}"):
        page = officer.open("detail", returning.pk, match=value)
        assert [(line.tried, line.row.centre_id) for line in page.context["lines"]] == [
            (False, entry.centre_id)
        ]


def test_settling_together_names_the_warnings(desk, returning):
    page = desk("officer").open("detail", returning.pk, verdict="returning")
    assert page.context["together"].warnings == (("Accredited again after: withdrawn.", 1),)
    assert "I have checked these rows and the warnings above" in shown(page)


def test_settling_what_is_new_says_how_many_rows_wait_for_a_tick(desk):
    round_ = drafted(TERRACE, RIVER)
    RoundRow.objects.filter(list__round=round_, index=2).update(
        warnings=[{"code": "no-change", "params": {}}]
    )
    page = desk("officer").do("settle-open", round_.pk)
    assert page.said == "1 row settled as a new centre. 1 row with warnings stays open: tick them there."


def test_a_differing_total_is_ticked_on_the_page(desk):
    round_, officer = drafted(TERRACE, stated_total=3), desk("officer")
    roundlist = round_.lists.get()
    assert "states a total of 3, but 1 row was read" in shown(officer.open("detail", round_.pk))
    assert "Tick that" in officer.do("confirm-total", round_.pk, roundlist.pk).said
    assert "the total is confirmed" in officer.do("confirm-total", round_.pk, roundlist.pk, checked="on").said
    page = shown(officer.open("detail", round_.pk))
    assert "The total was checked and confirmed by officer" in page
    assert reverse("rounds:confirm-total", args=[round_.pk, roundlist.pk]) not in page
    assert "Confirmed 1 as the total of list.csv, which states 3" in page


def test_lines_read_as_notes_are_listed(desk):
    page = shown(desk("officer").open("detail", drafted(TERRACE, ",,,,注：排名不分先后").pk))
    assert "1 line below the headings was read as a note" not in page  # the serial makes it a row
    round_ = drafted(TERRACE)
    RoundList.objects.filter(round=round_).update(notes=[[3, "注：排名不分先后"]])
    page = shown(desk("officer").open("detail", round_.pk))
    assert "1 line below the headings was read as a note" in page
    assert "<dt>Row 3</dt><dd>注：排名不分先后</dd>" in page


def test_warnings_kept_in_words_before_are_still_shown(desk):
    round_ = drafted(TERRACE)
    RoundList.objects.filter(round=round_).update(warnings=["list.csv：旧的提示"])
    assert "list.csv：旧的提示" in desk("officer").open("detail", round_.pk).text


def test_a_repeated_row_has_one_button_that_stands_out(desk):
    page = desk("officer").open("detail", drafted(TERRACE, TERRACE).pk, verdict="duplicate")
    article = page.text[page.text.index("<article") : page.text.index("</article")]
    assert len(re.findall(r'class="button"', article)) == 1
    assert "unless it is ignored, it counts twice" in article


def test_the_effect_says_how_many_are_samples(desk):
    round_ = drafted(TERRACE)
    settling.settle_open_as_new(round_, user=person("officer"))
    round_.sample = True
    round_.save()
    page = desk("officer").open("detail", round_.pk)
    assert page.context["effect"].samples == 1
    assert "1 of them is a sample" in shown(page)


def test_a_round_that_was_taken_back_is_marked_in_the_list(desk):
    round_, approver = published(TERRACE), person("approver")
    counter = publishing.submit(publishing.undo(round_, user=person("officer")), user=person("officer"))
    words = f"taken back by round {counter.pk}"
    assert words not in shown(desk("officer").open("index"))
    publishing.publish(publishing.approve(counter, user=approver), user=approver)
    assert words in shown(desk("officer").open("index"))


def test_nobody_else_confirms(desk):
    round_ = submitted(TERRACE)
    assert (
        desk("editor").do("confirm-total", round_.pk, round_.lists.get().pk, checked="on").status_code == 200
    )
    assert round_.lists.get().total_confirmed_by is None
