import builtins

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cityofdesign.dates import ImpreciseDateField

from .centres import Centre
from .many import ManyQuerySet
from .reading import BeingRead
from .schemes import Scheme

EXACT = ("day", "month", "year")

REASONS = {
    "repetition": _("The line repeats another one of the list."),
    "absence": _("Stays in the register: absence from a list decides nothing."),
    "entered-anew": _("The decision was wrong: it is annulled and entered anew."),
}
"""What the reason of a row says where the program gave it, by the word that is kept."""


def private_files():
    """Lists as they were sent may hold telephone numbers: no public address leads to them."""
    return storages["private"]


class RoundQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Round.State.PUBLISHED)

    def under_way(self):
        """Rounds that still wait for somebody."""
        return self.exclude(state=Round.State.PUBLISHED)

    def due(self, moment):
        """Approved rounds whose set time of publication has come."""
        return self.filter(state=Round.State.APPROVED, publish_at__lte=moment)

    def on_notice(self):
        """Approved rounds that are public as proposals, or were until they are published."""
        return self.filter(
            state=Round.State.APPROVED, notice_closes_on__isnull=False, notice_digest=F("digest")
        )

    def for_listing(self):
        return self.select_related("scheme", "edition", "countered_by", "corrects").order_by(
            "-year", "-batch", "-pk"
        )


class Round(models.Model):
    """One run of a scheme in a year (批次), from its first list to its publication."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("scheme")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    batch = models.PositiveSmallIntegerField(_("batch"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    counters = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="countered_by"
    )
    corrects = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="corrections",
        verbose_name=_("centre that it corrects"),
    )
    sample = models.BooleanField(_("sample"), default=False, editable=False)
    digest = models.CharField(_("digest of what was submitted"), max_length=64, blank=True, editable=False)
    notice_opened_on = models.DateField(_("public notice from"), null=True, editable=False)
    notice_closes_on = models.DateField(_("public notice until"), null=True, editable=False)
    notice_digest = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Digest of what was on notice"
    )
    notice_elsewhere = models.TextField(
        _("notice held elsewhere"), blank=True, help_text=_("Where and when; only for rounds of the past")
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    publish_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-pk"]
        permissions = [
            ("prepare_round", _("Can prepare rounds: upload, settle, submit")),
            ("approve_round", _("Can approve and publish rounds that others prepared")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(digest=""),
                name="a_round_past_draft_is_frozen",
                violation_error_message=_("A round that was submitted has a digest."),
            ),
            models.CheckConstraint(
                condition=Q(notice_opened_on__isnull=True, notice_closes_on__isnull=True)
                | Q(notice_opened_on__lt=F("notice_closes_on")),
                name="a_notice_closes_after_it_opened",
            ),
        ]

    def __str__(self):
        batch = f" ({self.batch})" if self.batch else ""
        return f"{self.scheme} {self.year}{batch}"

    @property
    def title(self) -> str:
        """What it is in a list of rounds, where a correction is no run of its scheme."""
        if self.counters_id:
            return _("Round %(id)s taken back: %(round)s") % {"id": self.counters_id, "round": self}
        if self.corrects_id:
            return _("Correction of %(number)s: %(round)s") % {"number": self.corrects, "round": self}
        return str(self)


class RoundParticipant(models.Model):
    """One person's part in a round. One row per round and person: who prepared cannot also approve."""

    class Role(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        APPROVED = "approved", _("approved")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=Role)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user"],
                name="one_part_per_round_and_person",
                violation_error_message=_("Whoever prepared a round cannot approve it."),
            ),
            models.UniqueConstraint(
                fields=["round"], condition=Q(role="approved"), name="one_approval_per_round"
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()} {self.round}"


class RoundList(BeingRead):
    """One printed annex of a round (名单), kept as the file that was sent."""

    class Kind(models.TextChoices):
        GRANTED = "granted", _("Newly accredited")
        MAINTAINED = "maintained", _("Passed the review")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUSPENDED = "suspended", _("Suspended")
        RESTORED = "restored", _("Restored")
        EXPIRED = "expired", _("Expired")
        RENAMED = "renamed", _("Renamed")
        TRANSFERRED = "transferred", _("Transferred")
        FULL = "full", _("Full list")

    class Ground(models.TextChoices):
        MISSED = "missed", _("Missed the review")
        FAILED = "failed", _("Failed the review")
        OWN_WISH = "own-wish", _("Own wish")
        FRAUD = "fraud", _("Fraud")
        ACCIDENT = "accident", _("Major accident")
        DISHONESTY = "dishonesty", _("Serious dishonesty")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="lists")
    kind = models.CharField(_("kind of list"), max_length=11, choices=Kind)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, blank=True)
    document = models.CharField(
        pgettext_lazy("official", "document"),
        max_length=300,
        help_text=_("Number or title of the document that carries the list"),
    )
    document_url = models.URLField(_("address of the document"), max_length=500, blank=True)
    issued_on = ImpreciseDateField(_("issued on"), precisions=EXACT, blank=True)
    effective_on = ImpreciseDateField(_("in effect from"), precisions=EXACT)
    stated_total = models.PositiveIntegerField(_("total that the list states"), null=True, blank=True)
    total_misprinted = models.BooleanField(
        default=False, help_text="Who confirmed the total said that the printed list names no more"
    )
    file = models.FileField(_("file"), upload_to="rounds/%Y/%m/", storage=private_files, max_length=300)
    filename = models.CharField(_("file name"), max_length=255, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True, editable=False)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(null=True, editable=False)
    column_map = models.JSONField(_("columns"), default=dict, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, editable=False)
    matched_in = models.PositiveIntegerField(
        default=0, editable=False, help_text="Number of the edition that the rows were matched with"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    total_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    total_confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "sha256", "kind", "sheet"],
                name="a_file_is_in_a_round_once",
                violation_error_message=_("This file is already in the round."),
            ),
            models.CheckConstraint(
                condition=Q(kind="withdrawn") | Q(ground=""),
                name="only_withdrawals_have_a_ground",
                violation_error_message=_("Only a list of withdrawals states a ground."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.filename}"


class RoundRowQuerySet(ManyQuerySet):
    def open(self):
        """Rows that a person must still settle."""
        return self.filter(action="")

    def deciding(self):
        """Settled rows that become decisions."""
        return self.filter(action__in=[RoundRow.Action.MATCH, RoundRow.Action.CREATE])


class RoundRow(models.Model):
    """One line of a list (条目), as printed, with what is to be made of it."""

    class Action(models.TextChoices):
        MATCH = "match", _("Match")
        CREATE = "create", _("Create new")
        IGNORE = "ignore", _("Ignore")
        HOLD = "hold", _("Hold")

    list = models.ForeignKey(RoundList, on_delete=models.CASCADE, related_name="rows")
    index = models.PositiveIntegerField(_("row in the file"))
    printed = models.JSONField(_("as printed"))
    values = models.JSONField(_("as read"))
    problems = models.JSONField(default=builtins.list)
    verdict = models.CharField(_("verdict"), max_length=14)
    reasons = models.JSONField(default=builtins.list)
    changes = models.JSONField(default=builtins.list)
    warnings = models.JSONField(default=builtins.list)
    candidates = models.JSONField(default=builtins.list)
    stated = models.JSONField(_("facts that the row states"), default=dict)
    facts = models.JSONField(_("facts that a decision will state"), default=dict)
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="rows", verbose_name=_("centre")
    )
    action = models.CharField(_("action"), max_length=6, choices=Action, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(
        default=False, help_text="Whoever settled the row said that its warnings are checked"
    )

    objects = RoundRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["list", "index"]
        indexes = [models.Index(fields=["list", "verdict"], name="row_list_verdict")]
        constraints = [
            models.UniqueConstraint(fields=["list", "index"], name="a_row_is_read_once"),
            models.CheckConstraint(
                condition=~Q(action="match") | Q(centre__isnull=False),
                name="a_match_names_a_centre",
                violation_error_message=_("A match names a centre."),
            ),
            models.CheckConstraint(
                condition=~Q(action="ignore") | ~Q(reason=""),
                name="ignoring_needs_a_reason",
                violation_error_message=_("Ignoring a row needs a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.list}, row {self.index}"

    @property
    def why(self) -> str:
        """The reason in the reader's language, where it is one of `REASONS`."""
        return str(REASONS.get(self.reason, self.reason))
