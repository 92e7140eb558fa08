"""The days an organization works: the public calendar, what was confirmed of it, and the table of changed days."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from content.models import Organization
from scheduler.models import CalendarDay, ConfirmedHoliday
from scheduler.working_days import WorkingCalendar, moving_holiday


def calendar_of(organization: Organization) -> WorkingCalendar:
    """The organization's working days; a changed day of its own goes before one of all."""
    rows = CalendarDay.objects.filter(Q(organization=None) | Q(organization=organization))
    changed = dict(rows.order_by(F("organization").asc(nulls_first=True)).values_list("day", "works"))
    confirmed = list(ConfirmedHoliday.objects.values_list("holiday", "year", "day"))
    estimates = {day: moving_holiday(name, year) for name, year, day in confirmed}
    moved = {day: estimate for day, estimate in estimates.items() if day != estimate}
    return WorkingCalendar(
        week_days=6 if organization.six_day_week else 5,
        days_off=frozenset(day for day, works in changed.items() if not works),
        days_on=frozenset(day for day, works in changed.items() if works),
        not_holidays=frozenset(estimate for estimate in moved.values() if estimate is not None),
        confirmed=frozenset(moved),
    )


def day_of_holiday(name: str, year: int) -> tuple[date | None, bool]:
    """The day of a moving holiday in a year, and whether a person has confirmed it.

    Until then it is the public calendar's, of coming years an estimate; None when that knows none.
    """
    day = ConfirmedHoliday.objects.filter(holiday=name, year=year).values_list("day", flat=True).first()
    return (day, True) if day is not None else (moving_holiday(name, year), False)
