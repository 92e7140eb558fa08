"""A year of 1,000 plans of 12 items, expanded without a database, against python-dateutil alone for the same rules.

No two plans are alike: each has its own days, hours, quiet hours and months; five organisations' calendars are in use.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dateutil.rrule import rrulestr

from benchmarks.report import median_seconds, tell
from scheduler.recurrence import Expected, Rule, expand
from scheduler.slots import Target
from scheduler.working_days import WorkingCalendar

YEAR = 2026
Plans = list[list[Rule]]
ZONES = [ZoneInfo("Asia/Tashkent")] * 4 + [ZoneInfo("Europe/Berlin")]
QUIET = [None, None, (time(22), time(8)), (time(12), time(13)), None]
CALENDARS = [
    WorkingCalendar(week_days=5 + (number == 4), days_off=frozenset({date(YEAR, 2, 2 + number)})) for number in range(5)
]
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")


def rules_of(number: int) -> list[Rule]:
    """The twelve items of one plan."""
    month = 1 + number % 12
    return [
        *[Rule("monthly", "FREQ=MONTHLY") for _ in range(6)],
        *[Rule("quarterly", "FREQ=MONTHLY;INTERVAL=3") for _ in range(3)],
        Rule("monthly", f"FREQ=MONTHLY;BYMONTHDAY={1 + number % 28}", anchor="by"),
        Rule("weekly", f"FREQ=WEEKLY;BYDAY={WEEKDAYS[number % 5]}"),
        Rule("one_off_month", None, date(YEAR, month, 1), date(YEAR, month, 28)),
    ]


def target_of(number: int, position: int) -> Target:
    own_hour = time(8 + (number + position) % 12, 7 * number % 60) if (number + position) % 5 == 0 else None
    return Target(spread=number + position, at=own_hour, lead=number % 4, quiet=QUIET[number % 5])


def ours(plans: Plans) -> int:
    return sum(len(owed(rule, number, at)) for number, rules in enumerate(plans) for at, rule in enumerate(rules))


def owed(rule: Rule, number: int, position: int) -> list[Expected]:
    target, zone, calendar = target_of(number, position), ZONES[number % 5], CALENDARS[number % 5]
    return expand(rule, year=YEAR, zone=zone, calendar=calendar, target=target)


def dateutil_alone(plans: Plans) -> int:
    start, end = datetime(YEAR, 1, 1, tzinfo=UTC), datetime(YEAR, 12, 31, tzinfo=UTC)
    return sum(
        len(rrulestr(rule.rrule, dtstart=start).between(start, end, inc=True)) if rule.rrule else 1
        for rules in plans
        for rule in rules
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=1000)
    count = parser.parse_args().plans
    plans = [rules_of(number) for number in range(count)]
    assert ours(plans) == dateutil_alone(plans)  # the same rules give as many
    tell(
        "horizon.year_of_plans",
        value=median_seconds(partial(ours, plans), rounds=3),
        baseline=median_seconds(partial(dateutil_alone, plans), rounds=3),
        unit="s",
        goal=1.2,
        what=f"a year of {count:,} plans of 12 items, none alike, to slots on working days",
        against="python-dateutil, the same rules, dates only",
    )


if __name__ == "__main__":
    main()
