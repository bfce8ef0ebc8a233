"""The standings against the definition of the register, worked out day by day from random histories."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres.models import (
    Centre,
    Decision,
    Edition,
    OrganisationName,
    ReferenceTables,
    Round,
    Scheme,
    Standing,
    open_for_publishing,
)
from centres.publishing import update_standings
from centres.replay import STATUS_AFTER, standings
from cityofdesign.dates import ImpreciseDate

KIND = Decision.Kind
DAYS = [datetime.date(2014, 2, 28) + datetime.timedelta(days=61 * n) for n in range(8)]
EFFECTIVE = [day.isoformat() for day in DAYS] + ["2014", "2015", "2014-05", "2014-10"]
NAMES = ["Terrace", "River", "Fog"]

entry = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([kind for kind in KIND if kind != KIND.ANNULLED] * 2 + [KIND.ANNULLED]),
        "scheme": st.integers(0, 1),
        "on": st.sampled_from(EFFECTIVE),
        "name": st.none() | st.sampled_from(NAMES),
        "kind_of_centre": st.none() | st.sampled_from(["enterprise-centre", "design-enterprise"]),
        "target": st.integers(0, 9),
    }
)
histories = st.lists(st.lists(entry, min_size=1, max_size=4), min_size=1, max_size=5)


def decisions_of(history, *, centre_id=1, schemes=(1, 2)) -> list[Decision]:
    """Unsaved decisions of one centre, one edition per inner list; an annulment takes an earlier entry."""
    log: list[Decision] = []
    for edition, entries in enumerate(history, start=1):
        for said in entries:
            decision = Decision(
                number=len(log) + 1,
                edition_id=edition,
                centre_id=centre_id,
                scheme_id=schemes[said["scheme"]],
                kind=said["kind"],
                effective_on=said["on"],
                name_en=said["name"],
                kind_of_centre=said["kind_of_centre"],
            )
            if said["kind"] == KIND.ANNULLED:
                taken = {d.annuls_id for d in log}
                free = [d for d in log if d.kind != KIND.ANNULLED and d.number not in taken]
                if not free:
                    continue
                target = free[said["target"] % len(free)]
                decision.annuls_id, decision.scheme_id = target.number, target.scheme_id
                decision.name_en = decision.kind_of_centre = None
            log.append(decision)
    return log


def by_definition(log, date, known, scheme):
    """Status and facts of register.md, "Two times, exactly", word by word."""
    heard = [d for d in log if d.edition_id <= known]
    annulled = {d.annuls_id for d in heard if d.annuls_id}
    heard = [d for d in heard if d.kind != KIND.ANNULLED and d.number not in annulled]
    heard = sorted(
        (d for d in heard if d.effective_on.upper <= date), key=lambda d: (d.effective_on.upper, d.number)
    )
    status = [d for d in heard if d.scheme_id == scheme and d.kind in STATUS_AFTER]
    if not status:
        return None
    names = [d.name_en for d in heard if d.name_en is not None]
    kinds = [d.kind_of_centre for d in heard if d.kind_of_centre is not None]
    return STATUS_AFTER[status[-1].kind], status[-1].number, (names or [""])[-1], (kinds or [""])[-1]


def days_to_ask():
    edges = [ImpreciseDate.parse(text).upper for text in EFFECTIVE]
    return sorted({day + datetime.timedelta(days=n) for day in edges for n in (-1, 0, 1)})


@given(histories)
def test_intervals_say_what_the_definition_says(history):
    log = decisions_of(history)
    for known in range(1, len(history) + 1):
        intervals = standings([d for d in log if d.edition_id <= known])
        for date in days_to_ask():
            for scheme in (1, 2):
                held = [
                    (i.status, i.decision_id, i.name_en, i.kind_of_centre)
                    for i in intervals
                    if i.scheme_id == scheme
                    and i.valid_from <= date
                    and (i.valid_to is None or date < i.valid_to)
                ]
                assert held == [said for said in [by_definition(log, date, known, scheme)] if said]


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_the_table_says_what_the_definition_says_for_every_date_and_every_known(history):
    with transaction.atomic(), open_for_publishing():
        log = stored(history)
        for known in range(1, max((d.edition_id for d in log), default=0) + 1):
            for date in days_to_ask():
                held = {
                    s.scheme_id: (s.status, s.decision_id, s.name_en, s.kind_of_centre)
                    for s in Standing.objects.on(date, known)
                }
                schemes = {d.scheme_id for d in log}
                wanted = {scheme: by_definition(log, date, known, scheme) for scheme in schemes}
                assert held == {scheme: said for scheme, said in wanted.items() if said}
        transaction.set_rollback(True)


def stored(history) -> list[Decision]:
    """The history alone in the database, edition after edition, as publication writes it."""
    for derived_first in (Standing, OrganisationName, Decision, ReferenceTables, Edition):
        derived_first.objects.all().delete()
    schemes = [
        Scheme.objects.create(key=key, level="municipal", name_en=key, name_zh=key) for key in ("one", "two")
    ]
    rounds = [Round.objects.create(scheme=schemes[0], year=2014) for _ in history]
    centre = Centre.objects.create(number="CQ-900000", created_in=rounds[0])
    log = decisions_of(history, centre_id=centre.pk, schemes=[scheme.pk for scheme in schemes])
    for number, round_ in enumerate(rounds, start=1):
        moment = datetime.datetime(2026, 1, number, tzinfo=datetime.UTC)
        mine = [d for d in log if d.edition_id == number]
        edition = Edition.objects.create(
            number=number, round=round_, recorded_at=moment, decisions_total=0, hash=str(number)
        )
        for decision in mine:
            decision.round, decision.recorded_at, decision.hash = round_, moment, str(decision.number)
        Decision.objects.bulk_create(mine)
        update_standings(edition)
    return log
