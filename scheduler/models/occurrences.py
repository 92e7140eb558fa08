"""What each item owes in each period, and what became of that."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from content.models import Channel, Post
from scheduler.models.plans import PlanItem


class Occurrence(models.Model):
    """What one item owes in one period: the obligation exists before any post does."""

    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        PREPARED = "prepared", _("post prepared")
        ELAPSED = "elapsed", _("period was over when the plan was activated")
        SKIPPED = "skipped", _("excused")
        REPLACED = "replaced", _("replaced by another post")
        WITHDRAWN = "withdrawn", _("no longer in the plan")

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
    moved = models.BooleanField(_("moved by a person"), default=False)
    """Its slot was set by a person: a changed rule leaves it alone."""
    reason = models.TextField(_("reason"), blank=True)
    """Why it was moved, excused or replaced, in the words of the person who did."""
    note = models.CharField(_("occasion"), max_length=300, blank=True)
    """What the approved schedule calls this date."""
    problem_code = models.CharField(_("problem"), max_length=40, blank=True)
    problem_params = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        ordering = ["slot", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "period_key"], name="occurrence_unique")]
        indexes = [
            models.Index(fields=["prepare_at"], name="occurrence_prepare", condition=Q(prepare_at__isnull=False)),
            models.Index(
                fields=["leased_until"],
                name="occurrence_leased",
                condition=Q(prepare_at__isnull=False, leased_until__isnull=False),
            ),
            models.Index(fields=["slot"], name="occurrence_slot"),
            # counted for the menu of every page; Django writes an exclusion as NOT, and the index must read the same
            models.Index(fields=["slot", "id"], name="occurrence_problem", condition=~Q(problem_code="")),
            # in the order of the calendar's list; PostgreSQL puts what has no slot last by itself
            models.Index(
                Case(When(state__in=["elapsed", "withdrawn"], then=1), default=0),
                F("slot"),
                F("window_start"),
                name="occurrence_calendar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.period_key}"


NOT_OWED = (Occurrence.State.ELAPSED, Occurrence.State.WITHDRAWN)
"""Nobody has to answer for an occurrence in one of these states."""


class OccurrenceChange(models.Model):
    """What was done to one occurrence after it came to exist, by whom and why. Append-only."""

    class Action(models.TextChoices):
        MOVED = "moved", _("moved")
        SKIPPED = "skipped", _("excused")
        REPLACED = "replaced", _("replaced")
        RESTORED = "restored", _("expected again")
        REPLANNED = "replanned", _("follows a changed rule")
        WITHDRAWN = "withdrawn", _("no longer owed")
        FROM_STOCK = "from_stock", _("took a post from the stock")
        COPIED = "copied", _("got a copy of another post")

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="changes")
    action = models.CharField(max_length=12, choices=Action.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    """state, slot (ISO 8601) and post as they were."""
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("change of an occurrence")
        verbose_name_plural = _("changes of occurrences")
        ordering = ["occurrence_id", "pk"]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.action}"


class ScheduledDate(models.Model):
    """A date that an approved schedule gives to an item."""

    class Source(models.TextChoices):
        FORM = "form", _("typed in")
        CSV = "csv", _("table (CSV)")
        ICAL = "ical", _("calendar (iCalendar)")

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="scheduled_dates")
    day = models.DateField(_("day"))
    at = models.TimeField(_("time"), null=True, blank=True)
    """Local; null: the item's own hour."""
    note = models.CharField(_("occasion"), max_length=300, blank=True)
    source = models.CharField(_("from"), max_length=10, choices=Source.choices, default=Source.FORM)
    uid = models.CharField(max_length=300, blank=True)
    """The event's name in the calendar it came from: a corrected calendar moves the date, it does not add one."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("date of an approved schedule")
        verbose_name_plural = _("dates of approved schedules")
        ordering = ["day", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "day", "at"], name="scheduled_date_unique"),
            models.UniqueConstraint(fields=["item", "day"], condition=Q(at=None), name="scheduled_day_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"
