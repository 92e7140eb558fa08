"""The media plan, its items, and what each item owes in each period."""

from scheduler.models.calendar import CalendarDay, ConfirmedHoliday, MovingHoliday
from scheduler.models.heartbeat import Heartbeat
from scheduler.models.imports import PostImport
from scheduler.models.occurrences import NOT_OWED, Occurrence, OccurrenceChange, ScheduledDate
from scheduler.models.plans import ItemDecision, MediaPlan, PlanItem, PlanVersion
from scheduler.models.stock import StockedPost

__all__ = [
    "NOT_OWED",
    "CalendarDay",
    "ConfirmedHoliday",
    "Heartbeat",
    "ItemDecision",
    "MediaPlan",
    "MovingHoliday",
    "Occurrence",
    "OccurrenceChange",
    "PlanItem",
    "PlanVersion",
    "PostImport",
    "ScheduledDate",
    "StockedPost",
]
