"""A year of 1,000 plans of 12 items, expanded without a database, against python-dateutil alone for the same rules."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dateutil.rrule import rrulestr

from benchmarks.report import median_seconds, tell
from scheduler.recurrence import Rule, expand
from scheduler.slots import Target
from scheduler.working_days import WorkingCalendar

YEAR, PLANS = 2026, 1000
ZONE = ZoneInfo("Asia/Tashkent")
CALENDAR = WorkingCalendar()
RULES = [
    *[Rule("monthly", "FREQ=MONTHLY")] * 6,
    *[Rule("quarterly", "FREQ=MONTHLY;INTERVAL=3")] * 3,
    Rule("monthly", "FREQ=MONTHLY;BYMONTHDAY=5", anchor="by"),
    Rule("weekly", "FREQ=WEEKLY;BYDAY=FR"),
    Rule("one_off_month", None, date(YEAR, 11, 1), date(YEAR, 11, 30)),
]


def ours() -> int:
    return sum(
        len(expand(rule, year=YEAR, zone=ZONE, calendar=CALENDAR, target=Target(spread=spread)))
        for _ in range(PLANS)
        for spread, rule in enumerate(RULES)
    )


def dateutil_alone() -> int:
    start, end = datetime(YEAR, 1, 1, tzinfo=UTC), datetime(YEAR, 12, 31, tzinfo=UTC)
    return sum(
        len(rrulestr(rule.rrule, dtstart=start).between(start, end, inc=True)) if rule.rrule else 1
        for _ in range(PLANS)
        for rule in RULES
    )


if __name__ == "__main__":
    tell(
        "recurrence.year_of_1000_plans",
        value=median_seconds(ours, rounds=3),
        baseline=median_seconds(dateutil_alone, rounds=3),
        unit="s",
        goal=1.2,
        what=f"expand {PLANS} plans of {len(RULES)} items to slots on working days",
        against="python-dateutil, the same rules, dates only",
    )
