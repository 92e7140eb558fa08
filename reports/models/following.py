"""What is still to be looked at of each delivery that is out, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishers.models import Delivery


class FollowUp(models.Model):
    """One kind of looking at one delivery, again and again at growing intervals until ``due_at`` is null."""

    class Kind(models.TextChoices):
        CAPTURE = "capture", _("keep a capture")
        CHECK = "check", _("look whether it is still there")
        MEASURE = "measure", _("read its figures")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateTimeField()
    """When the delivery was out: steps count from it."""
    step = models.PositiveSmallIntegerField(default=0)
    """How many looks are done with."""
    due_at = models.DateTimeField(null=True)
    """Of the next look; null: there is none."""
    leased_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """Looks in a row that came to nothing though time may help."""
    last_at = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=40, blank=True)
    """Why the last look came to nothing; empty when it came to something."""

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [models.UniqueConstraint(fields=["delivery", "kind"], name="follow_up_once")]
        indexes = [
            models.Index(fields=["kind", "due_at"], name="follow_up_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.kind} {self.step}"
