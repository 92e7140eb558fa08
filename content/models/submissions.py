"""What was submitted, when it was decided, and what people said about it meanwhile."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models.posts import Post


class Submission(models.Model):
    """One asking for approval of one version. Written when it is asked and when it ends, never afterwards."""

    class Outcome(models.TextChoices):
        OPEN = "", _("waits")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back")
        CALLED_BACK = "called_back", _("called back")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="submissions", verbose_name=_("post"))
    revision_id = models.BigIntegerField()
    slot = models.DateTimeField(_("slot"), null=True)
    """When the version wants to go out; null: it has no time yet."""
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    submitted_by = models.ForeignKey(
        "auth.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    steps = models.PositiveSmallIntegerField(_("steps of approval"), default=1)
    short_notice = models.BooleanField(_("short notice"), default=False)
    """Asked for later than the lead time demands; told at the time, by the rule of the time."""
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.OPEN, blank=True)
    settled_at = models.DateTimeField(_("decided"), null=True)
    settled_by = models.ForeignKey(
        "auth.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    late_by = models.DurationField(_("too late by"), null=True)
    """How long after its slot it was approved; null: in time, or never."""

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["slot"], name="submission_open", condition=Q(outcome="")),
            models.Index(fields=["-slot"], name="submission_late", condition=Q(late_by__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["post"], condition=Q(outcome=""), name="submission_open_once")]

    def __str__(self) -> str:
        return f"{self.post} ({self.get_outcome_display()})"


class ReviewComment(models.Model):
    """A word about one version of a post, without a decision. Append-only."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="review_comments", verbose_name=_("post"))
    revision_id = models.BigIntegerField()
    author = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    at = models.DateTimeField(_("written"), auto_now_add=True)
    text = models.TextField(_("comment"), max_length=2000)

    class Meta:
        verbose_name = _("comment on a submission")
        verbose_name_plural = _("comments on submissions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:50]}"
