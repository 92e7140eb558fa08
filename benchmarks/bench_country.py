"""A country's year on paper: 200 districts x 35 organisations x 4 channels, and how late posts go out at which rate.

The schedule is the product's own: every organisation's plan is laid out by the code that lays out real ones. What is
due then goes through one queue in its order, at a number of posts a second. Nobody's post waits for another's pace
here: each channel is its own.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.bench_recurrence import YEAR, rules_of
from benchmarks.report import show, tell
from scheduler.recurrence import expand
from scheduler.slots import Target
from scheduler.working_days import WorkingCalendar

ZONE = ZoneInfo("Asia/Tashkent")
CHANNELS = 4
RATES = (5, 15, 50, 150)
"""Posts a second; ``bench_throughput`` says what one machine does."""
MINUTES = 30
"""Between two of a plan's usual hours: over so many minutes organisations of one plan may be spread."""
Due = Counter[datetime]


def due_in_a_year(organizations: int, *, alike: bool) -> Due:
    """How many deliveries are due at which instant, UTC. ``alike``: all work to the very same document."""
    calendar, due = WorkingCalendar(), Counter[datetime]()
    for number in range(1 if alike else organizations):
        for position, rule in enumerate(rules_of(number)):
            target = Target(spread=position + (0 if alike else number))
            slots = (one.slot for one in expand(rule, year=YEAR, zone=ZONE, calendar=calendar, target=target))
            due.update(slot for slot in slots if slot is not None)
    each = CHANNELS * (organizations if alike else 1)
    return Counter({instant: count * each for instant, count in due.items()})


def spread_by_minute(due: Due) -> Due:
    """The same, each organisation at a minute of its own after the usual hour."""
    spread = Counter[datetime]()
    for instant, count in due.items():
        whole, rest = divmod(count, MINUTES)
        for minute in range(MINUTES):
            spread[instant + timedelta(minutes=minute)] += whole + (minute < rest)
    return spread


Late = list[tuple[float, float]]
"""Seconds, and how many posts are so late; ascending."""


def lateness(due: Due, rate: float) -> Late:
    """One queue, first come, first served; each burst in a hundred parts, the middle of which stands for the part."""
    free_at, late = 0.0, []
    for instant, count in sorted(due.items()):
        arrives = instant.timestamp()
        begins = max(free_at, arrives)
        free_at = begins + count / rate
        late += [(begins - arrives + count / rate * (part + 0.5) / 100, count / 100) for part in range(100)]
    return sorted(late)


def percentile(late: Late, share: float) -> float:
    wanted = share * sum(count for _seconds, count in late)
    for seconds, count in late:
        wanted -= count
        if wanted <= 0:
            return seconds
    return late[-1][0]


def busiest(due: Due, form: str) -> int:
    """The most that are due in one day or hour, as ``form`` tells them apart."""
    found: Counter[str] = Counter()
    for instant, count in due.items():
        found[instant.astimezone(ZONE).strftime(form)] += count
    return max(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--districts", type=int, default=200)
    parser.add_argument("--organizations", type=int, default=35, help="in each district")
    options = parser.parse_args()
    organizations = options.districts * options.organizations
    same = due_in_a_year(organizations, alike=True)
    courses = {
        "one plan for all": same,
        "one plan, a minute of its own each": spread_by_minute(same),
        "every plan another": due_in_a_year(organizations, alike=False),
    }
    show(
        f"{organizations:,} organisations, {CHANNELS} channels each: deliveries",
        ("", "in the year", "busiest day", "busiest hour", "at one instant"),
        [
            [name, *(f"{n:,}" for n in (due.total(), busiest(due, "%j"), busiest(due, "%j %H"), max(due.values())))]
            for name, due in courses.items()
        ],
    )
    show(
        "seconds late at so many posts a second: median, 99 of 100, the last",
        ("", *(f"{rate} a second" for rate in RATES)),
        [[name, *(told(lateness(due, rate)) for rate in RATES)] for name, due in courses.items()],
    )
    fast = RATES[-1]
    tell(
        "country.lateness",
        value=percentile(lateness(same, fast), 0.99),
        baseline=percentile(lateness(courses["every plan another"], fast), 0.99),
        unit="s",
        goal=15 * 60,
        of="value",
        what=f"99 of 100 posts, {fast} a second, are out within; one plan for all",
        against="every plan another",
    )


def told(late: Late) -> str:
    return " / ".join(f"{seconds:,.0f}" for seconds in (percentile(late, 0.5), percentile(late, 0.99), late[-1][0]))


if __name__ == "__main__":
    main()
