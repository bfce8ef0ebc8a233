import hashlib

from django.db import models

from .register import Closed, Edition, in_json


class ReferenceTables(Closed):
    """The tables of districts, schemes and sectors as an edition found them, kept where they differ from
    those kept before: what the register is told with for ever, whatever becomes of the tables.

    `tables` is as `centres.reference.told` gives it.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, primary_key=True, related_name="+")
    tables = models.JSONField()

    @classmethod
    def known_in(cls, edition: int):
        """The tables with which edition number `edition` is told; None before the first one."""
        return cls.objects.filter(pk__lte=edition).order_by("-pk").first()

    @property
    def digest(self) -> str:
        return hashlib.sha256(in_json(self.tables).encode()).hexdigest()

    def __str__(self):
        return f"{self.edition_id}"
