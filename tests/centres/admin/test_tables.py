"""Districts, schemes and sectors are edited in the admin; the register's facts are not among them."""

import pytest
from django.urls import reverse

from centres.models import Completeness, District, Scheme, SchemeRule

pytestmark = pytest.mark.django_db


def scheme_form(scheme, **changed):
    """What the browser would post for the scheme as it is."""
    names = ("name_en", "name_zh", "key", "level", "order", "subject_en", "subject_zh")
    names += ("authority_en", "authority_zh", "note_en", "note_zh")
    data = {name: getattr(scheme, name) for name in names}
    for prefix in ("rules", "periods"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {**data, **changed}


def test_a_rule_and_a_complete_period_are_added_with_their_scheme(desk):
    scheme = Scheme.objects.get(key="district-centre")
    rules, periods = scheme.rules.count(), scheme.complete_periods.count()
    data = scheme_form(
        scheme,
        **{"rules-TOTAL_FORMS": 1, "rules-0-valid_from": "2031-01-01", "rules-0-ban_years": 2},
        **{"rules-0-notice_working_days": 0},
        **{"periods-TOTAL_FORMS": 1, "periods-0-valid_from": "2031-01-01"},
    )
    desk("approver").post(reverse("scheme:edit", args=[scheme.pk]), data)
    assert (scheme.rules.count(), scheme.complete_periods.count()) == (rules + 1, periods + 1)
    assert SchemeRule.objects.get(scheme=scheme, valid_from="2031-01-01").ban_years == 2


def test_a_rule_that_ends_before_it_began_is_refused(desk):
    scheme = Scheme.objects.get(key="district-centre")
    data = scheme_form(
        scheme,
        name_en="Changed",
        **{"periods-TOTAL_FORMS": 1, "periods-0-valid_from": "2031-01-01"},
        **{"periods-0-valid_to": "2030-01-01"},
    )
    page = desk("approver").post(reverse("scheme:edit", args=[scheme.pk]), data)
    assert "ends after it began" in page.text
    assert Scheme.objects.get(pk=scheme.pk).name_en == scheme.name_en
    assert not Completeness.objects.filter(valid_from="2031-01-01").exists()


def test_the_key_of_a_scheme_stays(desk):
    scheme = Scheme.objects.get(key="district-centre")
    data = scheme_form(scheme, key="other", name_en="District centre, renamed")
    desk("admin").post(reverse("scheme:edit", args=[scheme.pk]), data)
    scheme.refresh_from_db()
    assert (scheme.key, scheme.name_en) == ("district-centre", "District centre, renamed")


def test_a_district_is_saved_only_by_its_form(desk):
    district = District.objects.first()
    page = desk("approver").get(reverse("district:edit", args=[district.pk]))
    assert "data-w-autosave-interval-value" not in page.text
    data = {name: getattr(district, name) or "" for name in ("name_zh", "code", "kind", "note_zh", "source")}
    data |= {"name_en": "Renamed District", "aliases": "[]", "note_en": ""}
    desk("approver").post(reverse("district:edit", args=[district.pk]), data)
    district.refresh_from_db()
    assert district.name_en == "Renamed District"
