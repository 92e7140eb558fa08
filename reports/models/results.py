"""What staff write into a report themselves: the results paragraph of each item, and who signs. Append-only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import Organization
from scheduler.models import PlanItem


class ItemResult(models.Model):
    """One writing of the results paragraph of an item for a period: the newest counts, the older ones stay."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="results")
    first = models.DateField()
    last = models.DateField()
    text = models.TextField(_("results"), blank=True)
    """Empty: taken back."""
    by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("results paragraph")
        verbose_name_plural = _("results paragraphs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["item", "first", "last", "-id"], name="item_result_newest")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.first}..{self.last}"


class SignatureBlock(models.Model):
    """Who signs the reports of an organization: the newest block counts, the older ones stay."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="signature_blocks")
    lines = models.JSONField(default=list)
    """[[position, name], …] in their order."""
    by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature block")
        verbose_name_plural = _("signature blocks")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organization", "-id"], name="signature_block_newest")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.at:%Y-%m-%d}"
