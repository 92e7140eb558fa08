"""The media plan, its items, its documents, and what people decided about them."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from content.models import Channel, Organization, PostTemplate
from content.models.places import MOST_LEAD_HOURS, Steps
from scheduler.models.calendar import MovingHoliday


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
    """Of a school year the one it begins in."""
    is_school_year = models.BooleanField(
        _("school year"), default=False, help_text=_("It runs from September to August and its quarters begin there.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    source_name = models.CharField(_("file"), max_length=300, blank=True)
    source_checksum = models.CharField(max_length=64, blank=True)
    review = models.JSONField(_("to be decided"), default=list, blank=True)
    not_read = models.JSONField(_("not read"), default=list, blank=True)
    """What the document holds beside the items: [{"table": 1, "row": 14, "text": ..., "reason": ...}]."""
    feed_key = models.CharField(max_length=64, unique=True, null=True, default=None, editable=False)
    """The secret part of the plan's calendar address; null: nobody has asked for one."""
    continuous = models.CharField(
        _("minimum for continuous items"),
        max_length=10,
        blank=True,
        choices=[("monthly", _("one a month")), ("weekly", _("one a week")), ("none", _("none"))],
    )
    approval_steps = models.PositiveSmallIntegerField(
        _("steps of approval"),
        null=True,
        blank=True,
        choices=Steps,
        help_text=_("Empty: the organization's number. What is submitted already keeps its own."),
    )
    approval_lead_hours = models.PositiveSmallIntegerField(
        _("lead time of approval, hours"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_LEAD_HOURS)],
        help_text=_("Empty: the organization's. 0: no lead time."),
    )
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    activated_at = models.DateTimeField(_("activated"), null=True, blank=True)

    class Meta:
        verbose_name = _("media plan")
        verbose_name_plural = _("media plans")
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    @cached_property
    def first_item_id(self) -> int:
        """Of the item that was stored first; items are never deleted."""
        found: int = self.items.order_by("pk").values_list("pk", flat=True)[0]
        return found


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
    holiday = models.CharField(_("moving holiday"), max_length=20, choices=MovingHoliday.choices, blank=True)
    holiday_offset = models.SmallIntegerField(default=0)
    """Days after the holiday; -1 is its eve."""
    place = models.JSONField(default=list, blank=True)
    """Where it stands in the document: [table, row], both from 1."""
    withdrawn_at = models.DateTimeField(_("no longer in the plan since"), null=True, blank=True)

    target_position = models.CharField(
        _("target day"), max_length=20, choices=Position.choices, default=Position.DEFAULT
    )
    target_number = models.PositiveSmallIntegerField(_("which one"), null=True, blank=True)
    target_time = models.TimeField(_("target time"), null=True, blank=True)
    prepare_days = models.PositiveSmallIntegerField(
        _("draft so many days ahead"), null=True, blank=True, help_text=_("Empty: the general setting.")
    )
    lead_days = models.PositiveSmallIntegerField(
        _("working days kept free before a deadline"), null=True, blank=True, help_text=_("Empty: two.")
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    """Nothing goes out in these hours; null: the organization's."""
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


class ItemDecision(models.Model):
    """A person's answer to what the importer asked about an item. Append-only."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    actor = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    codes = models.JSONField(default=list)
    """The questions it settled."""
    wording = models.TextField(blank=True)
    """The deadline in the person's words; empty when what was understood was confirmed."""
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    """kind, recurrence and channels before and after it."""

    class Meta:
        verbose_name = _("decision about a plan item")
        verbose_name_plural = _("decisions about plan items")
        ordering = ["item_id", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id} {', '.join(self.codes)}"


class PlanVersion(models.Model):
    """One document of a plan: the first makes it, each later one changes it once a person has applied it."""

    plan = models.ForeignKey(MediaPlan, on_delete=models.PROTECT, related_name="versions", verbose_name=_("media plan"))
    number = models.PositiveSmallIntegerField(_("version"))
    source_name = models.CharField(_("file"), max_length=300, blank=True)
    source_checksum = models.CharField(max_length=64, blank=True)
    reading = models.JSONField(default=dict)
    """What the importer read, as its JSON."""
    hours = models.JSONField(default=list)
    """Beside each item of the reading the hour its deadline names, "HH:MM" or null."""
    changes = models.JSONField(default=dict)
    """What applying it did: numbers of items kept, changed, new and gone, with what changed."""
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    imported_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(_("applied"), null=True)
    """Null: it waits for a person."""
    applied_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["plan_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_unique")]

    def __str__(self) -> str:
        return f"{self.plan_id}.{self.number}"
