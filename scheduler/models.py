"""The media plan, its items, and what each item owes in each period."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Channel, Organization, Post, PostTemplate


class MediaPlan(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("imported, not active")
        ACTIVE = "active", _("active")
        ARCHIVED = "archived", _("archived")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="plans", verbose_name=_("organization")
    )
    title = models.TextField(_("title"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    source_name = models.CharField(_("file"), max_length=300, blank=True)
    source_checksum = models.CharField(max_length=64, blank=True)
    review = models.JSONField(_("to be decided"), default=list, blank=True)
    continuous = models.CharField(
        _("minimum for continuous items"),
        max_length=10,
        blank=True,
        choices=[("monthly", _("one a month")), ("weekly", _("one a week")), ("none", _("none"))],
    )
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    activated_at = models.DateTimeField(_("activated"), null=True, blank=True)

    class Meta:
        verbose_name = _("media plan")
        verbose_name_plural = _("media plans")
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title


class PlanItem(models.Model):
    class Kind(models.TextChoices):
        ONE_OFF_MONTH = "one_off_month", _("once, in the named months")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        HALF_YEAR = "half_year", _("every half-year")
        WEEKLY = "weekly", _("every week")
        DAILY = "daily", _("every day")
        CONTINUOUS = "continuous", _("continuously")
        ON_SCHEDULE = "on_schedule", _("by an approved schedule")
        DATES = "dates", _("on named dates")
        UNKNOWN = "unknown", _("not understood")

    class Position(models.TextChoices):
        DEFAULT = "default", _("a working day inside the period")
        FIRST_DAY = "first_day", _("first day")
        FIRST_WORKING_DAY = "first_working_day", _("first working day")
        LAST_WORKING_DAY = "last_working_day", _("last working day")
        NTH_WORKING_DAY = "nth_working_day", _("n-th working day")
        DAY_OF_MONTH = "day_of_month", _("day of the month")

    plan = models.ForeignKey(MediaPlan, on_delete=models.PROTECT, related_name="items", verbose_name=_("media plan"))
    position = models.PositiveIntegerField(_("place in the plan"))
    number = models.TextField(_("number"), blank=True)
    section = models.TextField(_("heading above"), blank=True)
    title = models.TextField(_("measure"))
    method = models.TextField(_("way of carrying out"), blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)
    responsible = models.TextField(_("responsible"), blank=True)
    deadline_text = models.TextField(_("deadline as written"), blank=True)
    coverage_text = models.TextField(_("coverage as written"), blank=True)
    kind = models.CharField(_("rhythm"), max_length=20, choices=Kind.choices, default=Kind.UNKNOWN)
    rrule = models.CharField(max_length=200, blank=True)
    window_start = models.CharField(max_length=10, blank=True)
    window_end = models.CharField(max_length=10, blank=True)
    dates = models.JSONField(default=list, blank=True)
    anchor = models.CharField(max_length=10, default="during")
    per_period = models.PositiveSmallIntegerField(_("how many per period"), default=1)
    channel_words = models.JSONField(_("channels as understood"), default=list, blank=True)
    also_mentioned = models.JSONField(_("also mentioned"), default=list, blank=True)
    outlets = models.JSONField(_("outlets"), default=list, blank=True)
    review = models.JSONField(_("to be decided"), default=list, blank=True)
    needs_review = models.BooleanField(_("needs a decision"), default=False)

    target_position = models.CharField(
        _("target day"), max_length=20, choices=Position.choices, default=Position.DEFAULT
    )
    target_number = models.PositiveSmallIntegerField(_("which one"), null=True, blank=True)
    target_time = models.TimeField(_("target time"), null=True, blank=True)
    prepare_days = models.PositiveSmallIntegerField(
        _("draft so many days ahead"), null=True, blank=True, help_text=_("Empty: the general setting.")
    )
    lateness_limit = models.DurationField(_("latest delay"), default=timedelta(days=1))
    template = models.ForeignKey(
        PostTemplate,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="plan_items",
        verbose_name=_("template"),
    )
    automatic = models.BooleanField(
        _("publish from the template without further approval"),
        default=False,
        help_text=_("Only while the template itself is approved; otherwise a draft waits for people."),
    )
    channels = models.ManyToManyField(Channel, blank=True, related_name="plan_items", verbose_name=_("channels"))

    class Meta:
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        ordering = ["plan_id", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_item_position_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Occurrence(models.Model):
    """What one item owes in one period: the obligation exists before any post does."""

    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        PREPARED = "prepared", _("post prepared")
        ELAPSED = "elapsed", _("period was over when the plan was activated")

    item = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, related_name="occurrences", verbose_name=_("plan item")
    )
    period_key = models.CharField(_("period"), max_length=40)
    window_start = models.DateField(_("from"))
    window_end = models.DateField(_("until"))
    slot = models.DateTimeField(_("slot"), null=True, blank=True)
    """Null: a standing task of the period with no instant of its own."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.EXPECTED)
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="occurrences", verbose_name=_("post")
    )
    channels = models.ManyToManyField(Channel, related_name="+", verbose_name=_("channels owed"))
    prepare_at = models.DateTimeField(_("prepare at"), null=True)
    """When beat has it drafted or published from its template; null when nothing is left to prepare."""
    leased_until = models.DateTimeField(null=True)
    problem_code = models.CharField(_("problem"), max_length=40, blank=True)
    problem_params = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        ordering = ["slot", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "period_key"], name="occurrence_unique")]
        indexes = [
            models.Index(fields=["prepare_at"], name="occurrence_prepare", condition=Q(prepare_at__isnull=False)),
            models.Index(fields=["slot"], name="occurrence_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.period_key}"


class Heartbeat(models.Model):
    """When beat and each worker were last alive; what /healthz tells."""

    name = models.CharField(max_length=100, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
