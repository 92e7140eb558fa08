"""What was kept of a post on its channel: when it had just gone out, and each later time it was looked for."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishers.models import Attempt, Delivery


def page_path(capture: Capture, filename: str) -> str:
    return f"captures/{capture.delivery_id}/{secrets.token_hex(16)}.html"


def picture_path(capture: Capture, filename: str) -> str:
    return f"captures/{capture.delivery_id}/{secrets.token_hex(16)}.png"


class Capture(models.Model):
    """One look at a post that is out. Append-only."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("as published")
        CHECK = "check", _("later check")

    class Finding(models.TextChoices):
        THERE = "there", _("still there")
        GONE = "gone", _("not there any more")
        UNCLEAR = "unclear", _("cannot be told")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="captures")
    attempt = models.ForeignKey(Attempt, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose answer said that it is out; null: people put it out, or a person said that it is."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    taken_at = models.DateTimeField()
    finding = models.CharField(max_length=10, choices=Finding.choices)
    code = models.CharField(max_length=40, blank=True)
    """Why there is no page, or why it cannot be told (reports.proof.codes); empty when there is one."""
    address = models.TextField(blank=True)
    """What was fetched, after redirects."""
    status = models.PositiveSmallIntegerField(null=True)
    """Of the HTTP answer."""
    content_type = models.CharField(max_length=100, blank=True)
    page = models.FileField(upload_to=page_path, blank=True)
    """The bytes of the answer's body. Two captures of the very same bytes name one file."""
    page_checksum = models.CharField(max_length=64, blank=True)
    """SHA-256, hex, as the picture's."""
    page_size = models.PositiveIntegerField(default=0)
    picture = models.FileField(upload_to=picture_path, blank=True)
    """PNG of the page as a browser draws it; only of the first capture."""
    picture_checksum = models.CharField(max_length=64, blank=True)
    picture_size = models.PositiveIntegerField(default=0)
    picture_code = models.CharField(max_length=40, blank=True)
    """Why there is no picture."""
    text_checksum = models.CharField(max_length=64)
    """Of the frozen form that is out (content.models.Rendition.checksum)."""

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ["delivery_id", "pk"]
        constraints = [
            # of the first one there is one, whoever takes it twice
            models.UniqueConstraint(fields=["delivery"], condition=Q(kind="published"), name="capture_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.kind} {self.finding}"
