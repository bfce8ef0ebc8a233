"""Which organisation a printed holder is: by credit code, else by its name under any spelling; and whose the
credit codes in the log are.

A code says who a holder is and is no dated fact, but it has its place in the log: an edition knows the codes
that decisions up to it state. A holder known without a code is given the first that is stated for it; one
that another holder has, or that differs from the one known, was a warning and stays out.
"""

from collections.abc import Iterable
from itertools import groupby

from django.utils.functional import cached_property

from .lists.names import normalise
from .models import Decision, Edition, Organisation, OrganisationName


class Holders:
    """The organisations of the register and those that the edition being published adds to them."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self._new: list[Organisation] = []

    @cached_property
    def _by_code(self) -> dict[str, Organisation]:
        return {o.credit_code: o for o in Organisation.objects.filter(credit_code__isnull=False)}

    @cached_property
    def _by_name(self) -> dict[str, Organisation]:
        found: dict[str, Organisation] = {}
        for known in OrganisationName.objects.select_related("organisation").order_by("pk"):
            for name in filter(None, (known.name_en, known.name_zh)):
                found.setdefault(normalise(name), known.organisation)
        return found

    def find(self, names: tuple[str, ...], code: str | None) -> Organisation:
        """The organisation with that code or one of the names; a new, unsaved one where there is none."""
        found = self._by_code.get(code) if code else None
        if found is None:
            named = (self._by_name.get(normalise(name)) for name in filter(None, names))
            found = next((o for o in named if o and not (code and o.credit_code)), None)
        if found is None:
            found = Organisation(credit_code=code or None, created_in=self.edition.round)
            self._new.append(found)
            if code:
                found.credit_code_from = self.edition.number
                self._by_code[code] = found
        for name in filter(None, names):
            self._by_name.setdefault(normalise(name), found)
        return found

    def save_new(self) -> None:
        """Enter the organisations that were new."""
        Organisation.objects.bulk_create(self._new)
        self._new.clear()


def learn_credit_codes(edition: Edition) -> None:
    """Note the codes that the edition's decisions state of holders known without one."""
    stating = edition.decisions.filter(credit_code__isnull=False).order_by("number")
    for decision in stating.only("credit_code", "centre_id"):
        code = decision.credit_code
        named = Decision.objects.filter(centre_id=decision.centre_id, holder__isnull=False).order_by(
            "-number"
        )
        holder = named.values_list("holder_id", flat=True).first()
        if not Organisation.objects.filter(credit_code=code).exists():
            unknown = Organisation.objects.filter(pk=holder, credit_code__isnull=True)
            unknown.update(credit_code=code, credit_code_from=edition.number)


def credit_codes(log: Iterable[tuple[int, int, int | None, str | None]]) -> dict[int, tuple[str, int]]:
    """Holder -> its credit code and the edition from which it is known. `log` is (edition, centre, holder,
    code) of each decision in order, the last two None where it does not state them."""
    codes: dict[int, tuple[str, int]] = {}
    holder_of: dict[int, int] = {}
    known, taken = set(), set()
    for edition, decisions in groupby(log, key=lambda decision: decision[0]):
        stated = []
        for _edition, centre, holder, code in decisions:
            if holder is not None:
                holder_of[centre] = holder
                if code and holder not in known and code not in taken:
                    codes[holder] = (code, edition)
                    taken.add(code)
                known.add(holder)
            if code:
                stated.append((centre, code))
        for centre, code in stated:
            holder = holder_of.get(centre)
            if code not in taken and holder not in codes and holder is not None:
                codes[holder] = (code, edition)
                taken.add(code)
    return codes
