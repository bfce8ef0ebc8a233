"""Corrections: one fact of one centre, as a round of one row that another person approves."""

import contextlib
import csv
import io

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres import corrections, notices, preparing, publishing
from centres.models import Centre, Decision, Edition, Round, RoundRow, Sector, Standing
from centres.preparing import Refused
from centres.verifying import faults

from .lists_in_short import person, published

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
DOCUMENT = "渝经信函〔2024〕9号"


@pytest.fixture
def centre():
    return published(TERRACE).decisions.get().centre


def draft(centre, by="officer", on="2024-05-01", **fields):
    return corrections.draft(
        centre, effective_on=on, document=DOCUMENT, user=person(by), **{"facts": {}, **fields}
    )


def carried_out(round_):
    publishing.submit(round_, user=person("officer"))
    publishing.approve(round_, user=person("approver"))
    return publishing.publish(round_, user=person("approver"))


def standing(centre):
    return Standing.objects.filter(centre=centre, known_to__isnull=True).order_by("valid_from").last()


FACTS = [
    ({"name_zh": "重庆层台工业设计中心", "name_en": "Terrace"}, "renamed", "renamed"),
    ({"name_en": "Terrace"}, "renamed", "renamed"),
    ({"holder_name_zh": "重庆层台机械 有限公司", "holder_name_en": ""}, "renamed", "renamed"),
    ({"kind_of_centre": "design-enterprise"}, "transferred", "kind-changed"),
    ({"district": "500108"}, "transferred", "moved"),
    ({"sectors": ["automotive"]}, "transferred", "kind-changed"),
]


@pytest.mark.parametrize(("facts", "kind", "verdict"), FACTS)
def test_one_fact_becomes_a_round_of_one_row(centre, facts, kind, verdict):
    facts = {"sectors": [Sector.objects.first().key]} if "sectors" in facts else facts
    round_ = carried_out(draft(centre, facts=facts))
    roundlist = round_.lists.get()
    row, decision = roundlist.rows.get(), round_.decisions.get()
    assert (roundlist.kind, row.verdict, decision.kind) == (kind, verdict, kind)
    now = standing(centre)
    assert now.status == "accredited"
    for name, fact in facts.items():
        assert (now.district.code if name == "district" else getattr(now, name)) == fact
    assert now.holder_id == centre.decisions.first().holder_id
    assert list(faults()) == []


def test_a_chinese_name_to_be_confirmed_is_confirmed():
    centre = Centre.objects.get(number="CQ-000001")
    before = standing(centre)
    assert before.holder_name_zh_unconfirmed
    round_ = carried_out(draft(centre, facts={"holder_name_zh_unconfirmed": False}))
    after = standing(centre)
    assert (after.holder_name_zh, after.holder_name_zh_unconfirmed) == (before.holder_name_zh, False)
    change = {"field": "holder_name_zh_unconfirmed", "old": "yes", "new": "no"}
    assert round_.lists.get().rows.get().changes == [change]


def test_what_the_correction_does_not_state_stays(centre):
    before = standing(centre)
    carried_out(draft(centre, facts={"district": "500108"}))
    after = standing(centre)
    same = ("name_zh", "holder_name_zh", "kind_of_centre", "first_granted", "since")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]


def test_the_row_leaves_a_file_as_evidence(centre):
    roundlist = draft(centre, facts={"district": "500108"}).lists.get()
    with roundlist.file.open() as file:
        content = file.read()
    headings, cells = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert dict(zip(headings, cells, strict=True)) == roundlist.rows.get().printed
    assert {centre.number, "重庆层台机械有限公司", "南岸区"} <= set(cells)
    assert roundlist.document == DOCUMENT


def test_nothing_changes_before_another_person_approved(centre):
    edition = Edition.objects.newest().number
    round_ = draft(centre, facts={"district": "500108"}, by="approver")
    publishing.submit(round_, user=person("approver"))
    for name in ("approver", "officer"):
        with pytest.raises(Refused):
            publishing.approve(round_, user=person(name))
    assert Edition.objects.newest().number == edition
    with pytest.raises(Refused, match="may not prepare"):
        draft(centre, facts={"district": "500107"}, by="editor")


def test_corrections_skip_the_public_notice():
    centre = published(TERRACE, scheme="national-centre", on="2021-05-01").decisions.get().centre
    round_ = draft(centre, facts={"district": "500108"}, on="2026-05-01")
    assert (notices.days_required(round_), round_.scheme.key) == (0, "national-centre")
    assert carried_out(round_).state == "published"


def test_a_wrong_fact_is_annulled_and_entered_anew(centre):
    wrong = centre.decisions.get()
    round_ = carried_out(draft(centre, facts={"name_zh": "重庆层台创新中心"}, on="2023-05-01", annuls=wrong))
    annulment, anew = round_.decisions.order_by("number")
    assert (annulment.kind, annulment.annuls, anew.kind) == ("annulled", wrong, "granted")
    assert (anew.name_zh, anew.holder, anew.district) == ("重庆层台创新中心", wrong.holder, wrong.district)
    intervals = Standing.objects.filter(centre=centre, known_to__isnull=True)
    assert [interval.name_zh for interval in intervals] == ["重庆层台创新中心"]
    assert list(faults()) == []
    before = publishing.rebuild()
    assert (before, list(faults())) == (Standing.objects.count(), [])


def test_the_date_of_a_decision_is_corrected(centre):
    round_ = carried_out(draft(centre, on="2022-12", annuls=centre.decisions.get()))
    assert str(standing(centre).since) == "2022-12"
    assert round_.lists.get().kind == "granted"
    assert "2022-12" in round_.lists.get().rows.get().printed.values()
    assert list(faults()) == []


def test_a_withdrawal_keeps_its_ground(centre):
    withdrawn = published("重庆层台机械有限公司", kind="withdrawn", on="2024-01-01", ground="failed")
    round_ = carried_out(draft(centre, on="2024-02-01", annuls=withdrawn.decisions.get()))
    anew = round_.decisions.get(kind="withdrawn")
    assert (anew.ground, str(anew.effective_on)) == ("failed", "2024-02-01")
    assert list(faults()) == []


def test_the_decision_to_annul_cannot_be_exchanged_after_approval(centre):
    other = published("重庆层台机械有限公司", kind="maintained", on="2024-01-01").decisions.get()
    round_ = draft(centre, on="2022-12", annuls=centre.decisions.first())
    publishing.submit(round_, user=person("officer"))
    publishing.approve(round_, user=person("approver"))
    row = round_.lists.get().rows.get()
    row.facts = {"annuls": other.number}
    row.save()
    with pytest.raises(Refused, match="changed after it was submitted"):
        publishing.publish(round_, user=person("approver"))


def test_a_correction_can_be_taken_back_unless_it_annulled(centre):
    first = carried_out(draft(centre, facts={"district": "500108"}))
    counter = publishing.undo(first, user=person("officer"))
    carried_out(counter)
    assert standing(centre).district.code == "500103"
    second = carried_out(draft(centre, on="2022-12", annuls=centre.decisions.first()))
    with pytest.raises(Refused, match="enter the facts anew"):
        publishing.undo(second, user=person("officer"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"facts": {}}, "changes nothing"),
        ({"facts": {"district": "500103"}}, "changes nothing"),
        ({"facts": {"name_zh": "x", "district": "500108"}}, "concerns one fact"),
        ({"facts": {"holder_name_zh_unconfirmed": True}}, "only confirm"),
        ({"facts": {"status": "withdrawn"}}, "concerns one fact"),
        ({"facts": {"kind_of_centre": "palace"}}, "no kind “palace”"),
        ({"facts": {"district": "000000"}}, "no district “000000”"),
        ({"facts": {"district": "500105"}, "on": "2026-01-01"}, "no district “500105” on 2026-01-01"),
        ({"facts": {"sectors": ["magic"]}}, "no industry “magic”"),
        ({"facts": {"name_zh": "长" * 301}}, "at most 300"),
        ({"facts": {"holder_name_zh": " ", "holder_name_en": ""}}, "has a holder"),
        ({"facts": {"district": "500108"}, "on": ""}, "from when it holds"),
        ({"facts": {"district": "500108"}, "on": "soon"}, "In effect from"),
        ({"facts": {"district": "500108"}, "on": "2999"}, "in the future"),
    ],
)
def test_what_cannot_be_corrected_is_refused_and_leaves_nothing(centre, fields, words):
    rounds = Round.objects.count()
    with pytest.raises(Refused, match=words):
        draft(centre, **fields)
    assert Round.objects.count() == rounds


def test_only_a_standing_decision_about_the_centre_can_be_annulled(centre):
    wrong = centre.decisions.get()
    carried_out(draft(centre, on="2022-12", annuls=wrong))
    for decision in (wrong, Decision.objects.exclude(centre=centre).first()):
        with pytest.raises(Refused, match="No standing decision"):
            draft(centre, on="2022-11", annuls=decision)


def test_a_decision_published_meanwhile_voids_the_correction(centre):
    round_ = draft(centre, facts={"district": "500108"})
    published("重庆层台机械有限公司", kind="maintained", on="2024-01-01", by="officer2")
    with pytest.raises(Refused, match="register has changed"):
        publishing.submit(round_, user=person("officer"))


def test_a_correction_whose_row_was_changed_by_hand_is_drafted_anew(centre):
    maintained = published("重庆层台机械有限公司", kind="maintained", on="2024-01-01").decisions.get()
    round_ = draft(centre, on="2024-02-01", annuls=maintained)
    with pytest.raises(Refused, match="belongs to a correction and is not read"):
        preparing.rematch(round_.lists.get(), user=person("officer"))
    RoundRow.objects.filter(list__round=round_).update(facts={})
    with pytest.raises(Refused, match="no longer the correction"):
        publishing.submit(round_, user=person("officer"))


def test_no_further_list_is_offered_to_a_correction(centre, client):
    round_ = draft(centre, facts={"district": "500108"})
    client.force_login(person("officer"))
    page = client.get(reverse("rounds:detail", args=[round_.pk])).content.decode()
    assert "Match again" in page
    assert reverse("rounds:upload", args=[round_.pk]) not in page


def test_a_report_leads_to_its_correction(centre, client):
    report = notices.report_error(centre, wrong="The district.", right="南岸区")
    client.force_login(person("officer"))
    address = f"{reverse('corrections:add', args=[centre.number])}?report={report.ticket}"
    assert address in client.get(reverse("errorreport:edit", args=[report.pk])).content.decode()
    page = client.get(address).content.decode()
    assert report.ticket in page
    data = {"what": "district", "district": "500108", "effective_on": "2024-05-01", "document": DOCUMENT}
    response = client.post(address, data)
    report.refresh_from_db()
    assert response["Location"] == reverse("rounds:detail", args=[report.round_id])
    assert client.get(response["Location"]).status_code == 200
    assert report.round.corrects == centre


def test_the_form_says_why_and_keeps_what_was_typed(centre, client):
    client.force_login(person("officer"))
    address = reverse("corrections:add", args=[centre.number])
    data = {"what": "name", "name_zh": "<b>层", "name_en": "", "effective_on": "2999", "document": DOCUMENT}
    page = client.post(address, data).content.decode()
    assert "in the future" in page
    assert "&lt;b&gt;层" in page
    client.force_login(person("editor"))
    assert client.post(address, data).status_code == 302
    assert not Round.objects.filter(corrects=centre).exists()


def test_a_wrong_decision_is_chosen_in_the_form(centre, client):
    client.force_login(person("officer"))
    data = {"what": "date", "annuls": centre.decisions.get().pk, "effective_on": "2022-12", "document": "x"}
    client.post(reverse("corrections:add", args=[centre.number]), data)
    round_ = Round.objects.get(corrects=centre)
    assert client.get(reverse("rounds:detail", args=[round_.pk])).status_code == 200
    carried_out(round_)
    assert str(standing(centre).since) == "2022-12"


def test_staff_reach_the_form_by_number(centre, client):
    client.force_login(person("officer"))
    index = reverse("corrections:index")
    response = client.post(index, {"number": str(centre.serial)})
    assert response["Location"] == reverse("corrections:add", args=[centre.number])
    assert "no centre" in client.post(index, {"number": "999999"}).content.decode()
    draft(centre, facts={"district": "500108"})
    assert client.get(index).status_code == 200


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.dictionaries(
        st.sampled_from(["name_zh", "name_en", "holder_name_zh", "kind_of_centre", "district"]),
        st.text(max_size=20),
        max_size=2,
    ),
    on=st.text(max_size=10) | st.dates().map(str),
)
def test_whatever_is_entered_is_drafted_or_refused(centre, facts, on):
    before = Round.objects.filter(corrects=centre).count()
    with contextlib.suppress(Refused):
        round_ = draft(centre, facts=facts, on=on)
        assert round_.lists.get().rows.get().centre == centre
        before += 1
    assert Round.objects.filter(corrects=centre).count() == before
