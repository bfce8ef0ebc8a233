"""Editors prepare winners, moderators release them; what is refused stands beside its field."""

import datetime
import io
import re

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cityofdesign.models import User
from events.models import Award, Edition, PressLink, Upload
from tests.events.editions import CSV, award, edition, embargo
from tests.factories import grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    def sign_in(group: str):
        user = User.objects.create_user(group.lower())
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in


def at(of: Edition, step="") -> str:
    return f"/admin/competitions/editions/winners/{of.pk}/{step}"


def file(text: str, name="winners.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def drawn(name: str, form: str) -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (4, 3)).save(target, form)
    return SimpleUploadedFile(name, target.getvalue())


def test_a_file_is_checked_and_then_saved(as_):
    client, of = as_("Editors"), edition(1)
    answer = client.post(at(of, "upload/"), {"file": file(CSV + "第1组,一等奖,甲凳,,甲队,,,\n")})
    preview = answer.headers["Location"]
    page = client.get(preview).content.decode()
    assert "甲凳" in page
    assert not Award.objects.exists()
    assert client.post(preview).headers["Location"] == f"{at(of)}?kind=winner"
    assert Award.objects.get().work_zh == "甲凳"


def test_the_preview_says_what_will_be_missing(as_):
    client, of = as_("Editors"), edition(3, 1)
    award(of, "乙凳")
    rows = "第1组,一等奖,甲凳,Stool A,甲队,,,\n第2组,一等奖,丙灯,,丙队,,,\n"
    preview = client.post(at(of, "upload/"), {"file": file(CSV + rows)}).headers["Location"]
    page = client.get(preview).content.decode()
    assert "all the same: Class 1: 2 of 3 winners are entered." in page
    assert "Class 2: " not in page
    assert "2 entries have no English name" in page
    assert client.post(preview).status_code == 302
    page = client.get(at(of)).content.decode()
    assert "2 entries have no English name: English pages name them in Chinese." in page


def test_a_centre_that_is_only_perhaps_meant_is_named_beside_its_choice(as_):
    client, of = as_("Editors"), edition(1)
    grant(2, holder_name_zh="重庆嘉陵器械有限公司")
    row = "第1组,一等奖,甲凳,,甲队,重庆嘉陵器械有限公司,,\n"
    preview = client.post(at(of, "upload/"), {"file": file(CSV + row)}).headers["Location"]
    page = client.get(preview).content.decode()
    assert "Perhaps this one; choose it if it is:" in page
    assert re.search("<strong>CQ-[0-9]{6} ", page)


def test_a_bad_row_is_named_and_there_is_no_button_to_save(as_):
    client, of = as_("Editors"), edition(1)
    preview = client.post(at(of, "upload/"), {"file": file(CSV + "第9组,,甲,,,,,\n")}).headers["Location"]
    page = client.get(preview).content.decode()
    assert "winners.csv, row 2, column A (类别)" in page
    assert "Save 1 row" not in page
    client.post(preview)
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    ("text", "message"), [("甲,乙\n1,2\n", "No row with column headings"), ("", "empty"), ("%PDF-1.7", "PDF")]
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(as_, text, message):
    client, of = as_("Editors"), edition(1)
    answer = client.post(at(of, "upload/"), {"file": file(text)})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Upload.objects.exists()


def test_editors_do_not_release_and_do_not_open_press_links(as_):
    client, of = as_("Editors"), edition(1)
    award(of)
    for step in ("release/", "call-off/", "press/"):
        assert client.post(at(of, step), {"now": "on"}).status_code in {302, 403}
    of.refresh_from_db()
    assert (of.embargo_until, PressLink.objects.exists()) == (None, False)


def test_staff_without_rights_see_no_winners(as_):
    of = edition(1)
    award(of)
    client = as_("Registry officers")
    for path in (at(of), f"/admin/competitions/awards/edit/{Award.objects.get().pk}/"):
        answer = client.get(path)
        assert answer.status_code in {302, 403}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "Give the hour, or tick"),
        ({"at": "2020-01-01 10:00"}, "This hour is past"),
        ({"at": "soon"}, "Write it as in 2026-05-09 10:00."),
    ],
)
def test_an_hour_that_cannot_be_is_refused_beside_its_field(as_, said, message):
    client, of = as_("Moderators"), edition(1)
    award(of)
    answer = client.post(at(of, "release/"), said)
    assert answer.status_code == 422
    assert message in answer.context["release_form"].errors["at"][0]


def test_an_hour_is_typed_in_a_zone_that_has_a_name(as_):
    text = as_("Moderators").get(at(edition(1))).content.decode()
    assert "time zone: China Standard Time (UTC+8)." in text
    assert "validateOnBlur&quot;: false" in text  # else the picker writes the hour of now for “rubbish”


def test_nine_of_ten_are_refused_with_their_numbers(as_):
    client, of = as_("Moderators"), edition(10)
    for number in range(9):
        award(of, f"作品{number}")
    answer = client.post(at(of, "release/"), {"now": "on"})
    assert answer.status_code == 422
    assert answer.context["release_form"].errors == {"at": ["Class 1: 9 of 10 winners are entered."]}
    of.refresh_from_db()
    assert of.embargo_until is None


def test_the_hour_is_of_the_zone_of_the_edition(as_):
    client, of = as_("Moderators"), edition(1, zone="Europe/Paris")
    award(of)
    client.post(at(of, "release/"), {"at": "2099-01-10 10:00"})
    of.refresh_from_db()
    assert of.embargo_until == datetime.datetime(2099, 1, 10, 9, tzinfo=datetime.UTC)


def test_a_press_link_is_opened_and_revoked(as_):
    client, of = as_("Moderators"), edition(1)
    award(of)
    until = timezone.localtime(timezone.now() + datetime.timedelta(days=2))
    said = {"recipient": "示例日报", "expires_at": until.strftime("%Y-%m-%d %H:%M")}
    client.post(at(of, "press/"), said)
    link = PressLink.objects.get()
    assert "/en/press/" in client.get(at(of)).content.decode()
    client.post(at(of, f"press/{link.pk}/revoke/"))
    link.refresh_from_db()
    assert link.revoked_at


@pytest.mark.parametrize(
    ("ahead", "message"),
    [({"minutes": -5}, "This hour is past: a link needs"), ({"days": 61}, "open for at most 60 days")],
)
def test_an_end_that_cannot_be_is_refused_beside_its_field(as_, ahead, message):
    client, of = as_("Moderators"), edition(1, zone="Europe/Paris")
    until = timezone.localtime(timezone.now() + datetime.timedelta(**ahead), of.tz)
    answer = client.post(
        at(of, "press/"), {"recipient": "示例日报", "expires_at": until.strftime("%Y-%m-%d %H:%M")}
    )
    assert answer.status_code == 422
    [said] = answer.context["press_form"].errors["expires_at"]
    assert message in said
    assert not PressLink.objects.exists()


def test_a_public_award_is_only_corrected(as_):
    of = edition(1)
    public = award(of)
    embargo(of, hours=-1)
    client = as_("Moderators")
    edit = f"/admin/competitions/awards/edit/{public.pk}/"
    assert client.get(edit).headers["Location"] == f"/admin/competitions/awards/correct/{public.pk}/"
    client.post(edit, {"category": public.category_id, "work_zh": "别的"})
    client.post(f"/admin/competitions/awards/delete/{public.pk}/")
    assert Award.objects.get().work_zh == public.work_zh


def correction(public, **changed):
    """What the form of a correction sends."""
    said = {name: getattr(public, name) for name in ("work_zh", "designers_zh")}
    notes = {"text_en": "The title was misspelt.", "text_zh": "更正作品名称。"}
    return {"category": public.category_id, **said, **notes, **changed}


@pytest.fixture
def released():
    of = edition(1)
    public = award(of)
    embargo(of, hours=-1)
    return public


def test_a_correction_is_public_beside_the_award(as_, released):
    client, [centre] = as_("Moderators"), grant(1)
    address = f"/admin/competitions/awards/correct/{released.pk}/"
    page = client.get(address)
    assert page.context["form"].initial["work_zh"] == released.work_zh
    changed = {"work_zh": "云梯长凳", "organisation_zh": "示例公司", "centre": centre.number}
    answer = client.post(address, correction(released, **changed))
    assert answer.headers["Location"] == at(released.edition)
    kept = released.corrections.get()
    assert kept.before == {"work_zh": released.work_zh, "organisation_zh": "", "centre_id": None}
    assert kept.by.username == "moderators"
    for language, note in (("en", kept.text_en), ("zh-hans", kept.text_zh)):
        shown = client.get(f"/{language}/awards/{released.pk}/").text
        assert "云梯长凳" in shown
        assert note in shown
        assert f'href="/{language}/centres/{centre.number}/"' in shown


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"work_zh": "云梯长凳", "text_zh": ""}, "text_zh", "This field is required."),
        ({}, "__all__", "Nothing is changed."),
        ({"work_zh": "", "designers_zh": ""}, "__all__", "An award names a work"),
        ({"centre": "CQ-999999"}, "centre", "No centre has the register number CQ-999999."),
    ],
)
def test_a_correction_that_cannot_be_is_refused_beside_its_field(as_, released, changed, field, message):
    answer = as_("Moderators").post(
        f"/admin/competitions/awards/correct/{released.pk}/", correction(released, **changed)
    )
    assert message in answer.context["form"].errors[field][0]
    assert Award.objects.get().work_zh == released.work_zh
    assert not released.corrections.exists()


def test_editors_do_not_correct(as_, released):
    answer = as_("Editors").post(
        f"/admin/competitions/awards/correct/{released.pk}/", correction(released, work_zh="云梯长凳")
    )
    assert answer.status_code in {302, 403}
    assert Award.objects.get().work_zh == released.work_zh


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"picture": SimpleUploadedFile("a.png", b"<svg/>")}, "picture", "Upload a valid image"),
        ({"picture": drawn("a.gif", "GIF")}, "picture", "This is no picture: give a JPEG, PNG, WebP or AVIF"),
        ({"centre": "CQ-999999"}, "centre", "No centre has the register number CQ-999999."),
    ],
)
def test_an_award_with_what_cannot_be_is_refused_beside_its_field(as_, sent, field, message):
    client, one = as_("Editors"), award(edition(1))
    said = {"category": one.category_id, "work_zh": "别的", "picture_rights": "CC BY 4.0"}
    answer = client.post(f"/admin/competitions/awards/edit/{one.pk}/", {**said, **sent})
    assert message in answer.context["form"].errors[field][0]
    one.refresh_from_db()
    assert (one.work_zh, bool(one.picture)) == ("样例云梯凳", False)


@pytest.mark.parametrize(
    "path",
    ["editions/", "editions/new/", "awards/", "series/", "series/new/", "editions/winners/template.xlsx"],
)
def test_every_list_and_form_opens(as_, path):
    assert as_("Moderators").get(f"/admin/competitions/{path}").status_code == 200


@pytest.mark.parametrize("path", ["list/", "list/new/", "list/upload/", "list/template.csv", "enquiries/"])
def test_those_of_scenarios_too(as_, path):
    assert as_("Moderators").get(f"/admin/scenarios/{path}").status_code == 200


def test_the_pickers_of_the_hours_have_their_script(as_):
    page = as_("Moderators").get(at(edition(1))).content.decode()
    assert page.count("js/date-time-chooser.js") == 1
    assert page.count("initDateTimeChooser") == 2
