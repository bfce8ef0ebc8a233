import contextlib
import contextvars
import datetime
import hashlib
import json

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cityofdesign.dates import ImpreciseDateField

from .centres import Centre, Organisation
from .centres import Kind as CentreKind
from .many import ManyQuerySet
from .places import District, in_language
from .rounds import EXACT, Round, RoundList, RoundRow
from .schemes import Scheme

GENESIS = "0" * 64

_publishing = contextvars.ContextVar("publishing", default=False)


@contextlib.contextmanager
def open_for_publishing():
    """Lets `centres.publishing` write the register; everybody else is refused."""
    token = _publishing.set(True)
    try:
        yield
    finally:
        _publishing.reset(token)


class RegisterIsClosed(PermissionError):
    """Something other than the publishing code tried to write the register."""


def _only_when_publishing():
    if not _publishing.get():
        raise RegisterIsClosed("Only centres.publishing writes the register.")


class ClosedQuerySet(ManyQuerySet):
    """A queryset that writes only for the publishing code."""

    def create(self, **kwargs):
        _only_when_publishing()
        return super().create(**kwargs)

    def bulk_create(self, *args, **kwargs):
        _only_when_publishing()
        return super().bulk_create(*args, **kwargs)

    def insert_many(self, *args, **kwargs):
        _only_when_publishing()
        super().insert_many(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        _only_when_publishing()
        return super().bulk_update(*args, **kwargs)

    def update(self, **kwargs):
        _only_when_publishing()
        return super().update(**kwargs)

    def delete(self):
        _only_when_publishing()
        return super().delete()


class Closed(models.Model):
    """A part of the register: written only while `open_for_publishing`."""

    objects = ClosedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        _only_when_publishing()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        _only_when_publishing()
        return super().delete(*args, **kwargs)


in_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


PLAIN = {str, int, type(None)}


def plain(value):
    """A column's value as JSON: the same on every database."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value if isinstance(value, int | list | None) else str(value)


class EditionQuerySet(ClosedQuerySet):
    def known_at(self, moment):
        """The edition that was the newest at `moment` (an aware datetime); None before the first one."""
        return self.filter(recorded_at__lte=moment).order_by("-number").first()

    def newest(self):
        return self.order_by("-number").first()


class Edition(Closed):
    """The register after the nth publication (版次)."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="edition")
    recorded_at = models.DateTimeField(_("recorded at"))
    decisions_total = models.PositiveIntegerField(_("decisions in all"))
    hash = models.CharField(_("hash of the newest decision"), max_length=64)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-number"]

    def __str__(self):
        return str(self.number)


class Decision(Closed):
    """One entry of the append-only log (决定): what was decided about a centre, by which row of which list.

    A fact column is null where the decision does not state that fact, and empty where it states that there
    is none. `hash` is the SHA-256 of all other columns with the hash of the entry before. `branch_of` and
    `predecessors` are register numbers.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", _("Granted")
        MAINTAINED = "maintained", _("Review passed")
        SUSPENDED = "suspended", _("Suspended")
        RESTORED = "restored", _("Restored")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        RENAMED = "renamed", _("Renamed")
        TRANSFERRED = "transferred", _("Transferred")
        ANNULLED = "annulled", _("Annulled")

    FACTS = (
        "name_en",
        "name_zh",
        "holder_id",
        "holder_name_en",
        "holder_name_zh",
        "holder_name_zh_unconfirmed",
        "kind_of_centre",
        "district_id",
        "sectors",
        "branch_of",
        "predecessors",
    )
    ADDED = frozenset({"centre_number", "credit_code", "branch_of", "predecessors", "reference_tables"})
    """Columns younger than the log: the hash covers them where they state something, so that the hashes of
    entries before them stand."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="decisions")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    row = models.ForeignKey(RoundRow, on_delete=models.PROTECT, null=True, related_name="decisions")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="decisions")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=11, choices=Kind)
    ground = models.CharField(_("ground"), max_length=10, choices=RoundList.Ground, blank=True)
    effective_on = ImpreciseDateField(_("in effect from"), precisions=EXACT)
    recorded_at = models.DateTimeField(_("recorded at"))
    annuls = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="annulled_by", verbose_name=_("annuls")
    )
    name_en = models.CharField(max_length=300, null=True)
    name_zh = models.CharField(max_length=300, null=True)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="decisions")
    holder_name_en = models.CharField(max_length=300, null=True)
    holder_name_zh = models.CharField(max_length=300, null=True)
    holder_name_zh_unconfirmed = models.BooleanField(null=True)
    kind_of_centre = models.CharField(max_length=20, choices=CentreKind, null=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    sectors = models.JSONField(null=True)
    branch_of = models.CharField(max_length=9, null=True)
    predecessors = models.JSONField(null=True)
    centre_number = models.CharField(max_length=9, null=True)
    credit_code = models.CharField(max_length=18, null=True)
    reference_tables = models.CharField(
        max_length=64, null=True, help_text="SHA-256 of the ReferenceTables of the edition that begins here"
    )
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["number"]
        indexes = [models.Index(fields=["centre", "number"], name="decision_centre_number")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="annulled", annuls__isnull=False)
                | (~Q(kind="annulled") & Q(annuls__isnull=True)),
                name="only_an_annulment_annuls",
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.get_kind_display()} {self.centre}"

    @classmethod
    def columns(cls) -> list[str]:
        """The columns that the hash covers: every one but the hash itself."""
        return [field.attname for field in cls._meta.concrete_fields if field.attname != "hash"]

    @staticmethod
    def hash_of(values: dict) -> str:
        """SHA-256 of the values of all `columns` as JSON with sorted keys, those `ADDED` where not null."""
        content = in_json(
            {
                name: value if type(value) in PLAIN else plain(value)
                for name, value in values.items()
                if value is not None or name not in Decision.ADDED
            }
        )
        return hashlib.sha256(content.encode()).hexdigest()

    def computed_hash(self) -> str:
        return self.hash_of({name: getattr(self, name) for name in self.columns()})


class StandingQuerySet(ClosedQuerySet):
    def known_in(self, edition: int):
        """Standings as edition number `edition` knows them."""
        return self.filter(Q(known_to__isnull=True) | Q(known_to__gt=edition), known_from__lte=edition)

    def on(self, date, edition: int):
        """The register on `date`, as known in edition number `edition`."""
        return self.known_in(edition).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=date), valid_from__lte=date
        )

    def accredited(self):
        return self.filter(status=Standing.Status.ACCREDITED)


class Standing(Closed):
    """What one centre is under one scheme from `valid_from` until before `valid_to`, with its facts then, as
    the editions from `known_from` until before `known_to` know it. Derived from the log; can be rebuilt."""

    class Status(models.TextChoices):
        ACCREDITED = "accredited", _("Accredited")
        SUSPENDED = "suspended", _("Suspended")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="standings")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="standings")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    known_from = models.PositiveIntegerField()
    known_to = models.PositiveIntegerField(null=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="standings")
    since = ImpreciseDateField(help_text="Start of the unbroken run of this status")
    until = models.DateField(null=True, help_text="End of that run")
    first_granted = ImpreciseDateField(blank=True, help_text="First grant under this scheme")
    name_en = models.CharField(max_length=300)
    name_zh = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300, help_text="Pinyin or lower-case Latin, for sorting")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="standings")
    holder_name_en = models.CharField(max_length=300)
    holder_name_zh = models.CharField(max_length=300)
    holder_name_zh_unconfirmed = models.BooleanField(default=False)
    kind_of_centre = models.CharField(max_length=20, choices=CentreKind, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="standings")
    sectors = models.JSONField(default=list)
    branch_of = models.CharField(max_length=9, null=True, help_text="Register number; null: of none")
    predecessors = models.JSONField(null=True, help_text="Register numbers; null: none")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["centre", "scheme", "valid_from"]
        indexes = [
            models.Index(fields=["known_to", "valid_from", "valid_to"], name="standing_two_times"),
            models.Index(fields=["centre", "known_to"], name="standing_centre_known"),
            models.Index(
                fields=["branch_of"], name="standing_branch_of", condition=Q(branch_of__isnull=False)
            ),
            models.Index(
                fields=["centre"], name="standing_predecessors", condition=Q(predecessors__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="standing_valid_forwards",
            ),
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_from__lt=F("known_to")),
                name="standing_known_forwards",
            ),
        ]

    def __str__(self):
        return f"{self.centre} {self.scheme}: {self.status} {self.valid_from}–{self.valid_to or ''}"

    @property
    def name(self) -> str:
        """The centre's own name, or its holder's where the list prints none (a design enterprise)."""
        return in_language(self, "name") or in_language(self, "holder_name")
