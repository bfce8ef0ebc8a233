"""Remarks on a round: everybody who works on it may add one, and it makes nobody a preparer."""

import pytest

from centres.models import Round, RoundComment, RoundParticipant
from tests.centres.lists_in_short import person, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"


def test_a_comment_stands_on_the_page_and_in_the_history(desk):
    round_ = submitted(TERRACE)
    page = desk("approver").do("comment", round_.pk, text=" Row 2:\nwhich district? ")
    comment = RoundComment.objects.get(round=round_)
    assert (comment.text, comment.user) == ("Row 2:\nwhich district?", person("approver"))
    assert "Row 2:<br>which district?" in page.text
    assert "Commented: “Row 2: which district?”" in page.text


def test_an_approver_who_commented_can_still_approve(desk):
    round_, approver = submitted(TERRACE), desk("approver")
    approver.do("comment", round_.pk, text="Good")
    assert not RoundParticipant.objects.filter(round=round_, user=person("approver")).exists()
    approver.do("approve", round_.pk)
    assert Round.objects.get(pk=round_.pk).state == "approved"


def test_an_empty_comment_is_refused_and_markup_is_inert(desk):
    round_, officer = submitted(TERRACE), desk("officer")
    assert "empty" in officer.do("comment", round_.pk, text=" ").said
    assert "<b>bold</b>" not in officer.do("comment", round_.pk, text="<b>bold</b>").text
    assert RoundComment.objects.get().text == "<b>bold</b>"
