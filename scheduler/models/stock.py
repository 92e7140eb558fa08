"""Posts that wait for the slots of a plan item, in order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Post
from scheduler.models.occurrences import Occurrence
from scheduler.models.plans import PlanItem


class StockedPost(models.Model):
    """A post in the stock of an item: the first that waits is taken by the next slot. Taken ones stay as history."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="stock", verbose_name=_("plan item"))
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="stocked", verbose_name=_("post"))
    position = models.PositiveBigIntegerField(_("place in the stock"))
    """Only the order counts: whatever is put in order gets places above all that were."""
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(Occurrence, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(_("taken"), null=True)

    class Meta:
        verbose_name = _("post in the stock")
        verbose_name_plural = _("posts in the stock")
        ordering = ["item_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(taken_at=None), name="stock_post_once"),
            models.UniqueConstraint(fields=["item", "position"], condition=Q(taken_at=None), name="stock_place_once"),
            models.UniqueConstraint(fields=["taken_by"], condition=~Q(taken_by=None), name="stock_occurrence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.position}"
