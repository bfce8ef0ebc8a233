from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel

from .pages import PolicyIndexPage, PolicyPage


class Relation(models.Model):
    """What one document does to an earlier one. Followed from document to document they never lead back:
    the database refuses two documents that name each other, `save` every longer circle, and the form of the
    page also those that would only close with drafts (policies.chain)."""

    class Kind(models.TextChoices):
        SUPERSEDES = "supersedes", _("supersedes")
        AMENDS = "amends", _("amends")
        IMPLEMENTS = "implements", _("carries out")

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("what it does"), max_length=10, choices=Kind)
    target = models.ForeignKey(
        PolicyPage,
        on_delete=models.CASCADE,
        related_name="named_by",
        verbose_name=_("earlier document"),
    )

    panels = [FieldPanel("kind"), PageChooserPanel("target", "policies.PolicyPage")]

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(page=F("target")),
                name="no_document_comes_before_itself",
                violation_error_message=_("A document cannot come before itself."),
            ),
            models.UniqueConstraint(
                Least("page", "target"),
                Greatest("page", "target"),
                name="two_documents_are_related_once",
                violation_error_message=_("These two documents are related already."),
            ),
        ]

    def __str__(self):
        return f"{self.page} {self.get_kind_display()} {self.target}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        from policies import chain

        list(PolicyIndexPage.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        chain.refuse_circle(self)
        super().save(*args, **kwargs)
