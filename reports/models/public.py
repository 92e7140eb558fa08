"""Which plans the public is shown, and what it is told of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from scheduler.models import MediaPlan


class PublicPlan(models.Model):
    """A plan that staff chose to show; hidden again, the row stays, so that its address never changes."""

    plan = models.OneToOneField(
        MediaPlan, on_delete=models.PROTECT, related_name="public", verbose_name=_("media plan")
    )
    shown_at = models.DateTimeField(_("shown to the public since"), null=True)
    """Null: hidden."""
    shown_by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.JSONField(default=dict)
    """What the page tells, see reports.public.contents; never made while a visitor waits."""
    duties = models.JSONField(default=list)
    """The rows of the open data."""
    as_of = models.DateTimeField(null=True)
    """When the ledger was read that both tell of."""

    class Meta:
        verbose_name = _("plan shown to the public")
        verbose_name_plural = _("plans shown to the public")
        indexes = [
            models.Index(fields=["as_of"], name="public_plan_stale", condition=models.Q(shown_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.plan)
