"""The hash chain: a seal for each row of the log that is final, each bound to the one before it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """One link of the chain. Append-only; docs/proof.md tells how ``digest`` and ``hash`` are made."""

    class Kind(models.TextChoices):
        ATTEMPT = "attempt", _("attempt")
        CHANGE = "change", _("change of state")
        PROOF = "proof", _("proof")
        DECISION = "decision", _("decision about a proof")
        CAPTURE = "capture", _("capture")

    number = models.BigIntegerField(primary_key=True)
    """1, 2, 3 and so on, without gaps."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.BigIntegerField()
    """The sealed row's own number in its table."""
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """SHA-256, hex, of the row in canonical form."""
    hash = models.CharField(max_length=64)
    """SHA-256, hex, of this seal and the hash before it."""

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="seal_once")]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class SealMark(models.Model):
    """How far sealing has come with one kind of row. Losing it costs time, nothing else."""

    kind = models.CharField(max_length=10, unique=True)
    up_to = models.BigIntegerField(default=0)
    """Every row up to this number is sealed."""
    at = models.DateTimeField(null=True)
    """When that was found out."""

    def __str__(self) -> str:
        return f"{self.kind} {self.up_to}"
