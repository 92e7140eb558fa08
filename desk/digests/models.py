"""What a person wants to be told of, and which digests went out."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import Organization
from desk.digests.times import Kind

KINDS = [
    (Kind.WEEK.value, _("the week: what is due, what is late")),
    (Kind.UNWRITTEN.value, _("soon due and nothing written")),
    (Kind.MONTH.value, _("the month in numbers")),
]


class DigestWish(models.Model):
    """What one person chose; who has chosen nothing has no row and gets all that concerns them."""

    person = models.OneToOneField("auth.User", on_delete=models.CASCADE, related_name="digest_wish")
    week = models.BooleanField(_("the week: what is due, what is late"), default=True)
    unwritten = models.BooleanField(_("soon due and nothing written"), default=True)
    month = models.BooleanField(
        _("the month in numbers"), default=True, help_text=_("Only for those whom the organization names.")
    )
    night_from = models.TimeField(_("no digests by Telegram from"), default=time(20))
    night_until = models.TimeField(
        _("until"), default=time(8), help_text=_("In the organization's time zone. The same time twice: at any hour.")
    )
    organizations = models.ManyToManyField(
        Organization,
        blank=True,
        verbose_name=_("only of these organizations"),
        help_text=_("None chosen: of all."),
    )

    class Meta:
        verbose_name = _("choice of digests")
        verbose_name_plural = _("choices of digests")

    def __str__(self) -> str:
        return str(self.person)


class DigestRun(models.Model):
    """One kind of digest of one organization for one period: sent, being sent, or not sent and why."""

    class Problem(models.TextChoices):
        TOO_LATE = "too_late", _("not sent: the service did not run in time")
        RESTORED = "restored", _("not sent: it may have gone out before the database was restored")
        FAULT = "fault", _("not finished: a fault of the service, see its log")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="digest_runs")
    kind = models.CharField(max_length=10, choices=KINDS)
    period = models.CharField(max_length=10)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(default=0)
    """People who were told; an empty digest is told to nobody."""
    problem = models.CharField(max_length=10, choices=Problem.choices, blank=True)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-begun_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "period"], name="digest_run_once")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.kind} {self.period}"
