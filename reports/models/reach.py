"""Figures of posts and of places: a time series, each with its source and its time. Rows are only added."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Channel
from publishers.models import Delivery


def figure_path(figure: Figure, filename: str) -> str:
    return f"figures/{secrets.token_hex(12)}{PurePath(filename).suffix.lower()[:10]}"


class Figure(models.Model):
    """One number at one time, of a delivery or of a channel itself. ``value`` null: not available, never zero."""

    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="figures")
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="figures")
    """Set when it is the place that is counted, and not a post."""
    metric = models.CharField(max_length=20)
    value = models.PositiveBigIntegerField(null=True)
    rounded = models.BooleanField(default=False)
    """The source itself shows it rounded."""
    unit = models.CharField(max_length=10, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    """Why it is not available: a FigureCode, or the ReasonCode of what stopped the asking."""
    source = models.CharField(max_length=20)
    source_words = models.CharField(max_length=200, blank=True)
    """Where a person has it from."""
    taken_at = models.DateTimeField()
    """As of when."""
    step = models.PositiveSmallIntegerField(default=0)
    """Which of the looks after publication it was, from 1; 0: none of them."""
    person = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    proof = models.FileField(upload_to=figure_path, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of the proof, hex."""
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery__isnull=False, channel=None) | Q(delivery=None, channel__isnull=False),
                name="figure_of_one",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, reason_code="") | (Q(value=None) & ~Q(reason_code="")),
                name="figure_or_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["delivery", "taken_at"], name="figure_delivery", condition=Q(delivery__isnull=False)),
            models.Index(fields=["channel", "taken_at"], name="figure_channel", condition=Q(channel__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id or self.channel_id} {self.metric}: {self.value}"


class PlaceLook(models.Model):
    """When a channel itself is counted next, and how the last time went."""

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, related_name="place_look")
    due_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.channel_id} {self.due_at}"
