"""Winners of competitions, and how the press sees them before the public does."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Organisation
from centres.models.places import in_language

from .editions import AwardCategory, Edition, private_files
from .uploads import Upload


class AwardQuerySet(models.QuerySet):
    def released(self):
        """What the public may know: the hour has come by the clock of now, and the edition has its page."""
        now = timezone.now()
        come = Q(kind=Award.Kind.WINNER, edition__embargo_until__lte=now) | Q(
            kind=Award.Kind.SHORTLIST, edition__shortlist_at__lte=now
        )
        return self.filter(come, edition__in=Edition.objects.public())

    def winners(self):
        return self.filter(kind=Award.Kind.WINNER)

    def shortlist(self):
        return self.filter(kind=Award.Kind.SHORTLIST)

    def in_order(self):
        return self.order_by(
            "category__sort_order", "category_id", F("rank").asc(nulls_last=True), "place", "pk"
        )

    def shown(self):
        """With all that a line tells."""
        return self.select_related("category", "edition", "centre", "organisation").prefetch_related(
            "corrections"
        )


class Award(models.Model):
    """One winning or shortlisted entry as it is published; a fact outside all page versions."""

    class Kind(models.TextChoices):
        WINNER = "winner", _("Winner")
        SHORTLIST = "shortlist", _("Shortlist")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="awards", editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.WINNER, editable=False)
    category = models.ForeignKey(
        AwardCategory, on_delete=models.PROTECT, related_name="awards", verbose_name=_("category")
    )
    place = models.PositiveIntegerField(default=0, editable=False, help_text="Order on the list")
    prize_en = models.CharField(_("prize in English"), max_length=120, blank=True)
    prize_zh = models.CharField(_("prize in Chinese"), max_length=120, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    work_en = models.CharField(_("work in English"), max_length=300, blank=True)
    work_zh = models.CharField(_("work in Chinese"), max_length=300, blank=True)
    designers_en = models.CharField(_("designers in English"), max_length=500, blank=True)
    designers_zh = models.CharField(_("designers in Chinese"), max_length=500, blank=True)
    organisation_en = models.CharField(_("organisation in English"), max_length=300, blank=True)
    organisation_zh = models.CharField(_("organisation in Chinese"), max_length=300, blank=True)
    from_en = models.CharField(_("country or place in English"), max_length=120, blank=True)
    from_zh = models.CharField(_("country or place in Chinese"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("organisation of the register"),
        editable=False,
    )
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("centre"),
    )
    picture = models.ImageField(
        _("picture"),
        upload_to="awards/%Y/",
        storage=private_files,
        blank=True,
        max_length=300,
        width_field="picture_width",
        height_field="picture_height",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_alt_en = models.CharField(_("what the picture shows, in English"), max_length=255, blank=True)
    picture_alt_zh = models.CharField(_("what the picture shows, in Chinese"), max_length=255, blank=True)
    picture_credit = models.CharField(_("credit"), max_length=255, blank=True)
    picture_rights = models.CharField(_("rights"), max_length=255, blank=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False, editable=False)
    upload = models.ForeignKey(
        Upload, on_delete=models.SET_NULL, null=True, editable=False, related_name="awards"
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["edition", "kind", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(
                    work_en="",
                    work_zh="",
                    designers_en="",
                    designers_zh="",
                    organisation_en="",
                    organisation_zh="",
                ),
                name="an_award_says_who_or_what_won",
                violation_error_message=_("An award names a work, its designers or an organisation."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:award", args=[self.pk])

    @property
    def title(self) -> str:
        """What won: the work, else who made it."""
        return self.work or self.designers or self.organisation_name

    @property
    def has_english_name(self) -> bool:
        """Whether what its title says is said in English too."""
        for name in ("work", "designers", "organisation"):
            english = getattr(self, f"{name}_en")
            if english or getattr(self, f"{name}_zh"):
                return bool(english)
        return False

    @property
    def work(self) -> str:
        return in_language(self, "work")

    @property
    def designers(self) -> str:
        return in_language(self, "designers")

    @property
    def organisation_name(self) -> str:
        """As printed."""
        return in_language(self, "organisation")

    @property
    def country(self) -> str:
        return in_language(self, "from")

    @property
    def prize(self) -> str:
        return in_language(self, "prize")

    @property
    def alt(self) -> str:
        return in_language(self, "picture_alt")


class AwardCorrection(models.Model):
    """What was put right in an award after it was public; shown beside it, never removed."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="corrections")
    text_en = models.CharField(_("what was corrected, in English"), max_length=500)
    text_zh = models.CharField(_("what was corrected, in Chinese"), max_length=500)
    before = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("correction")
        ordering = ["at", "pk"]

    def __str__(self):
        return in_language(self, "text")


def new_secret() -> str:
    return secrets.token_urlsafe(16)


class PressLink(models.Model):
    """One address by which somebody of the press sees the winners before the hour."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="press_links", editable=False)
    recipient = models.CharField(_("for"), max_length=120, help_text=_("The medium, not a person"))
    secret = models.CharField(max_length=40, default=new_secret, editable=False, unique=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    visits = models.PositiveIntegerField(_("visits"), default=0, editable=False)
    last_visit_at = models.DateTimeField(_("last visit"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("press link")
        verbose_name_plural = _("press links")
        ordering = ["-pk"]

    def __str__(self):
        return self.recipient

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and timezone.now() < self.expires_at
