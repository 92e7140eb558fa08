"""Takes a press service's media plan in: a file to rows, rows to items, words to recurrences and channels."""

from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.reading import ItemReading, PlanReading, RecurrenceReading, read_plan

__all__ = ["ItemReading", "NotAPlan", "PlanReading", "RecurrenceReading", "read_plan"]
