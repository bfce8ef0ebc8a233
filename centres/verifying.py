"""Does the register still say what was published? Replays the log and compares everything derived from it."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from .freezing import digest
from .holders import credit_codes
from .models import (
    GENESIS,
    Centre,
    Decision,
    Edition,
    Organisation,
    ReferenceTables,
    RoundParticipant,
    RoundRow,
    Standing,
)
from .replay import entries, intervals, standings


def faults(head: str = "") -> Iterator[str]:
    """Everything that is wrong, the first wrong entry first; nothing when the register is sound.

    `head` is a hash that an edition once printed: it must still be in the chain.
    """
    yield from faults_of_the_log()
    if head and not Edition.objects.filter(hash=head).exists():
        yield _("No edition has the hash %(hash)s: the log is not the one that printed it.") % {"hash": head}
    yield from faults_of_numbers()
    yield from faults_of_credit_codes()
    yield from faults_of_reference()
    yield from faults_of_editions()
    yield from faults_of_approvals()
    yield from faults_of_standings()


def faults_of_the_log() -> Iterator[str]:
    previous = GENESIS
    editions = {edition.number: edition for edition in Edition.objects.all()}
    # Plain columns, not instances: an attribute of an instance may be derived from another column.
    decisions = Decision.objects.order_by("number").values(*Decision.columns(), "hash")
    for expected, decision in enumerate(decisions.iterator(chunk_size=2000), start=1):
        place = _("Decision %(number)s") % {"number": decision["number"]}
        claimed, edition = decision.pop("hash"), editions.get(decision["edition_id"])
        if decision["number"] != expected:
            yield _("%(place)s: number %(expected)s was expected.") % {"place": place, "expected": expected}
            return
        if decision["previous_hash"] != previous:
            yield _("%(place)s: it does not follow the entry before it.") % {"place": place}
            return
        if claimed != Decision.hash_of(decision):
            yield _("%(place)s: its content does not give its hash.") % {"place": place}
            return
        moment = (decision["round_id"], decision["recorded_at"])
        if edition is None or moment != (edition.round_id, edition.recorded_at):
            yield _("%(place)s: its edition belongs to another round or moment.") % {"place": place}
            return
        previous = claimed


def faults_of_numbers() -> Iterator[str]:
    """Centres whose register number is not the one in the log. Entries from before the log had numbers give
    them too: they follow one another in the order in which the centres first appear."""
    named, last = set(), None
    decisions = Decision.objects.order_by("number").values_list(
        "centre_id", "centre_number", "centre__number", "centre__sample", "round__sample"
    )
    for centre, stated, number, sample, of_round in decisions.iterator(chunk_size=2000):
        first = centre not in named
        if first and stated is None and last:
            stated = Centre.format_number(int(last[3:]) + 1)
        if stated not in (None, number):
            yield _("Centre %(number)s: the log knows it as %(stated)s.") % {
                "number": number,
                "stated": stated,
            }
            return
        if first and sample != of_round:
            yield _("Centre %(number)s: the round that entered it says otherwise whether it is a sample.") % {
                "number": number
            }
            return
        if first:
            named.add(centre)
            last = number


def faults_of_credit_codes() -> Iterator[str]:
    """Holders whose credit code is not the one that the log states. Entries from before the log had codes
    state those of the rows that they come from, which approval covers."""
    log = Decision.objects.order_by("number").values_list(
        "edition_id", "centre_id", "holder_id", "credit_code", "row__facts__credit_code"
    )
    log_of_codes = ((*entry, code or of_row) for *entry, code, of_row in log.iterator(chunk_size=2000))
    expected = credit_codes(log_of_codes)
    holders = Organisation.objects.order_by("pk").values_list("pk", "credit_code", "credit_code_from")
    for holder, *code in holders.iterator(chunk_size=2000):
        if tuple(code) != expected.get(holder, (None, None)):
            yield _("Organisation %(id)s: the log does not give its credit code.") % {"id": holder}
            return


def faults_of_reference() -> Iterator[str]:
    """Tables of reference that are not those that an edition was published with."""
    stated = Decision.objects.filter(reference_tables__isnull=False)
    digests = dict(stated.values_list("edition_id", "reference_tables"))
    unsealed = min(digests, default=None) != 1  # a register older than these tables: its first has no digest
    for kept in ReferenceTables.objects.order_by("pk"):
        if digests.pop(kept.pk, None) != kept.digest and not (unsealed and kept.pk == 1):
            yield _("Edition %(number)s: its tables of reference are not those that it kept.") % {
                "number": kept.pk
            }
            return
    for number in sorted(digests)[:1]:
        yield _("Edition %(number)s: its tables of reference are missing.") % {"number": number}


def faults_of_editions() -> Iterator[str]:
    last = None
    for expected, edition in enumerate(Edition.objects.order_by("number").select_related("round"), start=1):
        place = _("Edition %(number)s") % {"number": edition.number}
        newest = edition.decisions.order_by("-number").first()
        if edition.number != expected:
            yield _("%(place)s: number %(expected)s was expected.") % {"place": place, "expected": expected}
        elif last and edition.recorded_at <= last.recorded_at:
            yield _("%(place)s: it was not recorded after the edition before it.") % {"place": place}
        elif newest is None or (newest.hash, newest.number) != (edition.hash, edition.decisions_total):
            yield _("%(place)s: its hash is not that of its newest decision.") % {"place": place}
        last = edition


def faults_of_approvals() -> Iterator[str]:
    """Rounds in the register that were not approved by a person who had no hand in them."""
    approved, prepared = RoundParticipant.Role.APPROVED, RoundParticipant.Role.PREPARED
    for edition in Edition.objects.order_by("number").select_related("round"):
        round_ = edition.round
        place = _("Round %(id)s") % {"id": round_.pk}
        parts = list(round_.participants.values_list("role", "user_id"))
        approvers = {user for role, user in parts if role == approved}
        makers = {user for role, user in parts if role == prepared}
        makers |= set(round_.lists.values_list("uploaded_by", flat=True))
        makers |= set(round_.lists.values_list("total_confirmed_by", flat=True)) - {None}
        makers |= set(
            RoundRow.objects.filter(list__round=round_, settled_by__isnull=False)
            .values_list("settled_by", flat=True)
            .distinct()
        )
        if len(approvers) != 1 or not makers:
            yield _("%(place)s: no approval by a second person is on record.") % {"place": place}
        elif approvers & makers:
            yield _("%(place)s: approved by a person who prepared it.") % {"place": place}
        elif digest(round_) != round_.digest:
            yield _("%(place)s: its lists or rows are not those that were approved.") % {"place": place}


def faults_of_standings() -> Iterator[str]:
    """Standings that the log does not give, or that are missing, in the order of centres."""
    expected = expected_standings()
    stored = Standing.objects.order_by("centre_id", "pk")
    for interval, pk, *known in intervals(stored, "pk", "known_from", "known_to"):
        key = (interval, *known)
        if key not in expected:
            yield _("Standing %(id)s: the log does not give it.") % {"id": pk}
            return
        expected.discard(key)
    for interval, known_from, _known_to in sorted(expected, key=str)[:1]:
        yield _("A standing of centre %(centre)s, known from edition %(edition)s, is missing.") % {
            "centre": interval.centre_id,
            "edition": known_from,
        }


def expected_standings() -> set[tuple]:
    """`(interval, known_from, known_to)` of every standing that the log gives."""
    expected = set()
    decisions = entries(Decision.objects.order_by("centre_id", "number"))
    for _centre, group in groupby(decisions, key=lambda decision: decision.centre_id):
        history = list(group)
        since: dict = {}
        for edition in sorted({decision.edition_id for decision in history}):
            now = set(standings([d for d in history if d.edition_id <= edition]))
            for interval in [known for known in since if known not in now]:
                expected.add((interval, since.pop(interval), edition))
            for interval in now - set(since):
                since[interval] = edition
        expected |= {(interval, known_from, None) for interval, known_from in since.items()}
    return expected
