import hashlib

from django.db import models

from .places import District
from .register import Closed, Edition, in_json


class DistrictTable(Closed):
    """The table of districts as an edition found it, kept where it differs from the one before: what the
    register is told with for ever, whatever becomes of the table.

    `rows` are {pk, code, name_en, name_zh, valid_from, valid_to, successors}, in the order of `pk`.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, primary_key=True, related_name="+")
    rows = models.JSONField()

    @classmethod
    def now(cls) -> list[dict]:
        """The rows that the table of districts gives at present."""
        through = District.successors.through.objects.order_by("to_district_id")
        after: dict[int, list[int]] = {}
        for before, successor in through.values_list("from_district_id", "to_district_id"):
            after.setdefault(before, []).append(successor)
        columns = ("pk", "code", "name_en", "name_zh", "valid_from", "valid_to")
        rows = District.objects.order_by("pk").values(*columns)
        return [
            row
            | {name: str(row[name] or "") for name in ("valid_from", "valid_to")}
            | {"successors": after.get(row["pk"], [])}
            for row in rows
        ]

    @classmethod
    def known_in(cls, edition: int):
        """The table with which edition number `edition` is told; None before the first one."""
        return cls.objects.filter(pk__lte=edition).order_by("-pk").first()

    @property
    def digest(self) -> str:
        return hashlib.sha256(in_json(self.rows).encode()).hexdigest()

    def __str__(self):
        return f"{self.edition_id}: {len(self.rows)}"
