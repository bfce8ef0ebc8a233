"""Winners are released complete, at an hour that is to come, and stand as they are from then on."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from centres.preparing import Refused
from cityofdesign.editing.scheduled import scheduled as everything_scheduled
from events.awards import correcting, press, releasing, saving
from events.models import Award, AwardCorrection
from tests.events.editions import CSV, award, edition, editor, embargo, pages, with_picture
from tests.factories import person

from .test_reading import upload

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOTES = {"text_en": "The name was misspelt.", "text_zh": "更正名称。"}


def nine_of_ten():
    of = edition(10)
    lines = "".join(f"第1组,,作品{n},,,,,\n" for n in range(9))
    saving.save(upload(of, CSV + lines), centres={}, user=editor())
    return of


def test_nine_of_ten_winners_may_be_saved_but_not_released():
    of = nine_of_ten()
    assert Award.objects.count() == 9
    for at in (None, timezone.now() + HOUR):
        with pytest.raises(Refused, match="Class 1: 9 of 10 winners are entered"):
            releasing.release(of, at, user=editor())
    of.refresh_from_db()
    assert of.embargo_until is None


def test_ten_of_ten_are_released_at_the_hour_and_not_before():
    of = nine_of_ten()
    award(of, "作品9")
    at = timezone.now() + HOUR
    releasing.release(of, at, user=editor())
    assert Award.objects.released().count() == 0
    with time_machine.travel(at - datetime.timedelta(seconds=1), tick=False):
        assert Award.objects.released().count() == 0
    with time_machine.travel(at, tick=False):
        assert Award.objects.released().count() == 10


def test_eleven_of_ten_are_too_many():
    of = nine_of_ten()
    award(of, "作品9")
    award(of, "作品10")
    with pytest.raises(Refused, match="11 of 10"):
        releasing.release(of, None, user=editor())


def test_a_past_hour_is_refused():
    of = edition(1)
    award(of)
    with pytest.raises(Refused, match="This hour is past"):
        releasing.release(of, timezone.now() - HOUR, user=editor())


def test_nothing_is_released_without_entries_or_without_a_public_page():
    with pytest.raises(Refused, match="no entries to release"):
        releasing.release(edition(None), None, user=editor())
    hidden = edition(None, key="hidden", page=pages(live=False, title="Hidden"))
    award(hidden)
    with pytest.raises(Refused, match="no public page"):
        releasing.release(hidden, None, user=editor())


def test_a_picture_without_rights_keeps_winners_back():
    of = edition(1)
    shown = with_picture(award(of))
    Award.objects.update(picture_rights="")
    with pytest.raises(Refused, match="has no credit, rights or description"):
        releasing.release(of, None, user=editor())
    Award.objects.filter(pk=shown.pk).update(picture_rights="CC BY 4.0")
    releasing.release(of, None, user=editor())


def test_winners_whose_page_is_taken_offline_are_not_public():
    of = edition(1)
    award(of)
    embargo(of, hours=-1)
    assert Award.objects.released().count() == 1
    for page in type(pages(title="Other")).objects.filter(translation_key=of.translation_key):
        page.unpublish()
    assert Award.objects.released().count() == 0


def test_an_hour_that_is_set_locks_the_entries_until_it_is_called_off():
    of = edition(1)
    award(of)
    releasing.release(of, timezone.now() + HOUR, user=editor())
    sent = upload(of, CSV + "第1组,,别的,,,,,\n")
    with pytest.raises(Refused, match="Call the release off"):
        saving.save(sent, centres={}, user=editor())
    releasing.call_off(of, user=editor())
    saving.save(sent, centres={}, remove_absent=True, user=editor())
    assert [a.work_zh for a in Award.objects.all()] == ["别的"]


def test_a_release_is_set_once_and_is_not_called_off_afterwards():
    of = edition(1)
    award(of)
    releasing.release(of, None, user=editor())
    with pytest.raises(Refused, match="set already"):
        releasing.release(of, None, user=editor())
    with pytest.raises(Refused, match="cannot be called off"):
        releasing.call_off(of, user=editor())


def test_a_shortlist_has_an_hour_of_its_own():
    of = edition(1)
    listed = award(of, kind="shortlist")
    releasing.release(of, None, user=editor(), kind="shortlist")
    award(of, "胜者")
    assert list(Award.objects.released()) == [listed]


def test_a_public_award_is_corrected_with_a_note_and_what_stood_there_is_kept():
    of = edition(1)
    public = award(of)
    embargo(of, hours=-1)
    correcting.correct(public, {"work_zh": "云梯凳"}, **NOTES, user=editor())
    correction = AwardCorrection.objects.get()
    assert (Award.objects.get().work_zh, correction.before) == ("云梯凳", {"work_zh": "样例云梯凳"})


@pytest.mark.parametrize(
    ("values", "notes", "message"),
    [
        ({"work_zh": "样例云梯凳"}, NOTES, "Nothing is changed"),
        ({"work_zh": "x"}, {"text_en": "", "text_zh": "更正"}, "both languages"),
    ],
)
def test_a_correction_says_what_changed_in_both_languages(values, notes, message):
    of = edition(1)
    public = award(of)
    embargo(of, hours=-1)
    with pytest.raises(Refused, match=message):
        correcting.correct(public, values, **notes, user=editor())


def test_a_correction_that_empties_an_award_is_refused():
    of = edition(1)
    public = award(of)
    embargo(of, hours=-1)
    with pytest.raises(ValidationError, match="names a work"):
        correcting.correct(public, {"work_zh": "", "designers_zh": ""}, **NOTES, user=editor())


@pytest.mark.parametrize(
    ("ahead", "message"), [({"hours": -1}, "This hour is past"), ({"days": 61}, "at most 60 days")]
)
def test_a_press_link_ends_within_two_months(ahead, message):
    expires = timezone.now() + datetime.timedelta(**ahead)
    with pytest.raises(Refused, match=message):
        press.open_link(edition(), recipient="示例日报", expires_at=expires, user=editor())


def test_the_hour_stands_among_what_is_scheduled():
    of = nine_of_ten()
    award(of, "作品9")
    at = timezone.now() + HOUR
    releasing.release(of, at, user=editor())
    preparing = person("preparing-awards")
    preparing.user_permissions.add(Permission.objects.get(codename="add_award"))
    [line] = [line for line in everything_scheduled(preparing) if line.title == str(of)]
    assert (line.at, line.url) == (at, reverse("edition:winners", args=[of.pk]))
    assert str(of) not in {line.title for line in everything_scheduled(person("officer"))}
    with time_machine.travel(at, tick=False):
        assert str(of) not in {line.title for line in everything_scheduled(preparing)}
