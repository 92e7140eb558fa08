"""That a post which was out is not there any more, and what people decided about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishers.models import Delivery
from reports.models.captures import Capture


class Vanishing(models.Model):
    """One alarm; open until a person decides."""

    class Decision(models.TextChoices):
        ON_PURPOSE = "on_purpose", _("taken down on purpose")
        AGAIN = "again", _("published again")
        THERE = "there", _("it is there")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="vanishings")
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="+")
    """The second look in a row that was certain."""
    noticed_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("vanished post")
        verbose_name_plural = _("vanished posts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["delivery"], condition=Q(decided_at=None), name="vanishing_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.decision}"
