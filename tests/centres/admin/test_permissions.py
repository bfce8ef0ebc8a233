"""Who gets which page of the register in the admin; everybody else lands on the start page or the sign-in."""

import pytest
from django.test import Client
from django.urls import reverse

from centres.models import Centre, District, Round, RoundRow, Scheme, Sector
from tests.centres.lists_in_short import drafted, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
SEES = {"officer", "approver", "admin"}
CHANGES = {"approver", "admin"}
PAGES = [
    ("rounds:index", SEES),
    ("rounds:add", SEES),
    ("rounds:detail", SEES),
    ("rounds:upload", SEES),
    ("rounds:original", SEES),
    ("rounds:reading", SEES),
    ("rounds:with-verdicts", SEES),
    ("rounds:template", SEES),
    ("centre:index", SEES),
    ("centre:index_results", SEES),
    ("centre:inspect", SEES),
    ("district:index", SEES),
    ("district:add", CHANGES),
    ("district:edit", CHANGES),
    ("district:history", CHANGES),
    ("scheme:index", SEES),
    ("scheme:add", {"admin"}),
    ("scheme:edit", CHANGES),
    ("sector:index", SEES),
    ("sector:add", CHANGES),
    ("sector:edit", CHANGES),
]
STEPS = ["settle-open", "submit", "approve", "reject", "publish", "publish-at", "undo", "settle"]
STEPS += ["settle-many", "comment", "reading", "try-again"]
STEPS += ["rematch", "remove-list", "upload", "add"]


def address(name, round_):
    roundlist = round_.lists.get()
    args = {
        "rounds:detail": [round_.pk],
        "rounds:upload": [round_.pk],
        "rounds:original": [round_.pk, roundlist.pk],
        "rounds:rematch": [round_.pk, roundlist.pk],
        "rounds:reading": [round_.pk, roundlist.pk],
        "rounds:try-again": [round_.pk, roundlist.pk],
        "rounds:with-verdicts": [round_.pk, roundlist.pk, "csv"],
        "rounds:remove-list": [round_.pk, roundlist.pk],
        "rounds:settle": [round_.pk, RoundRow.objects.get(list__round=round_).pk],
        "rounds:template": ["granted", "xlsx"],
        "centre:inspect": [Centre.objects.first().pk],
        "district:edit": [District.objects.first().pk],
        "district:history": [District.objects.first().pk],
        "scheme:edit": [Scheme.objects.first().pk],
        "sector:edit": [Sector.objects.first().pk],
    }
    step = name.removeprefix("rounds:") in STEPS and name != "rounds:add"
    return reverse(name, args=args.get(name, [round_.pk] if step else []))


@pytest.mark.parametrize(("name", "allowed"), PAGES)
def test_pages(desk, name, allowed):
    url = address(name, drafted(TERRACE))
    assert Client().get(url).headers["Location"].startswith("/admin/login/")
    for username in ("editor", "moderator", "officer", "approver", "admin"):
        response = desk(username).get(url)
        response.getvalue()  # reads a file to its end, which closes it
        expected = (200, None) if username in allowed else (302, "/admin/")
        assert (response.status_code, response.headers.get("Location")) == expected, username


@pytest.mark.parametrize("step", STEPS)
def test_steps_are_refused_to_strangers_and_editors(desk, step):
    round_ = submitted(TERRACE)
    url = address(f"rounds:{step}", round_)
    data = {"action": "hold", "reason": "x", "at": "2035-01-01T09:00"}
    before = list(Round.objects.values()), list(RoundRow.objects.values())
    assert Client().post(url, data).headers["Location"].startswith("/admin/login/")
    assert desk("editor").post(url, data).headers["Location"] == "/admin/"
    assert (list(Round.objects.values()), list(RoundRow.objects.values())) == before


@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"upload", "add", "reading"}])
def test_steps_are_posts(desk, step):
    assert desk("admin").get(address(f"rounds:{step}", drafted(TERRACE))).status_code == 405


def test_posts_need_the_token(desk):
    round_ = drafted(TERRACE)
    client = Client(enforce_csrf_checks=True)
    client.force_login(round_.participants.get().user)
    assert client.post(address("rounds:submit", round_)).status_code == 403


def test_nobody_deletes_what_the_register_refers_to(desk):
    admin = desk("admin")
    for model in ("district", "scheme", "sector", "centre"):
        assert admin.post(f"/admin/register/{model}s/delete/1/", follow=True).status_code == 404


def test_centres_can_only_be_looked_at(desk):
    admin = desk("admin")
    for path in ("new/", "edit/1/", "copy/1/"):
        url = f"/admin/register/centres/{path}"
        assert admin.post(url, {"number": "CQ-000099"}, follow=True).status_code == 404


def test_the_menu_group_and_the_panel_are_for_registry_staff(desk):
    assert "/admin/register/rounds/" in desk("officer").get("/admin/").text
    assert "/admin/register/rounds/" not in desk("editor").get("/admin/").text
