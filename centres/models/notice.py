from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .centres import Centre
from .places import in_language
from .rounds import Round


class Holiday(models.Model):
    """One day that the State Council sets apart from the week: a day off, or a weekend day that is worked."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        WORKING = "working", _("Working day at a weekend")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    source_name = models.CharField(_("source"), max_length=200, help_text=_("Number of the notice"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.name}"

    @property
    def name(self) -> str:
        return in_language(self, "name")


class MessageQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at__isnull=True)


class Message(models.Model):
    """Something that a member of the public sent, followed under its ticket number.

    The number begins with `PREFIX`; `ABOUT` leads to what it is about.
    """

    PREFIX = ""
    ABOUT = ""

    ticket = models.CharField(_("ticket"), max_length=13, unique=True, editable=False)
    language = models.CharField(max_length=10, editable=False)
    email = models.EmailField(_("e-mail"), blank=True, editable=False)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    answer = models.TextField(
        _("answer"),
        blank=True,
        help_text=_("Whoever has the ticket number can read it: name no person."),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="%(class)s_answer_has_a_time_and_an_author",
            )
        ]

    def __str__(self):
        return self.ticket


class Objection(Message):
    """One objection to a round on public notice (公示异议)."""

    PREFIX = "OBJ"
    ABOUT = "round__scheme"

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="objections", verbose_name=_("round"), editable=False
    )
    name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    text = models.TextField(_("objection"), editable=False)

    class Meta(Message.Meta):
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-pk"]


class ErrorReport(Message):
    """One error in the register that a reader reported; `round` is the correction that came of it."""

    PREFIX = "ERR"
    ABOUT = "centre"

    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="reports", verbose_name=_("centre"), editable=False
    )
    wrong = models.TextField(_("what is wrong"), editable=False)
    right = models.TextField(_("what would be right"), blank=True, editable=False)
    source = models.TextField(_("source"), blank=True, editable=False)
    round = models.ForeignKey(
        Round,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="reports",
        verbose_name=_("correction"),
    )

    class Meta(Message.Meta):
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering = ["-pk"]
