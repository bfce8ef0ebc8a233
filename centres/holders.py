"""Which organisation a printed holder is: by credit code, else by its name under any spelling."""

from django.utils.functional import cached_property

from .lists.names import normalise
from .models import Organisation, OrganisationName, Round


class Holders:
    """The organisations of the register and those that a publication adds to them."""

    def __init__(self, round_: Round):
        self.round = round_
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
            found = Organisation(credit_code=code or None, created_in=self.round)
            self._new.append(found)
            if code:
                self._by_code[code] = found
        for name in filter(None, names):
            self._by_name.setdefault(normalise(name), found)
        return found

    def save_new(self) -> None:
        """Enter the organisations that were new."""
        Organisation.objects.bulk_create(self._new)
        self._new.clear()
