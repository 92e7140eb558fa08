"""Until when approval must be asked for, over nights, weekends and holidays."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.lead_time import ask_by, longest
from scheduler.working_days import WorkingCalendar

TASHKENT = ZoneInfo("Asia/Tashkent")
FIVE = WorkingCalendar()
SIX = WorkingCalendar(week_days=6)


def local(text: str) -> datetime:
    return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=TASHKENT).astimezone(UTC)


@pytest.mark.parametrize(
    ("slot", "hours", "calendar", "expected"),
    [
        ("15.12.2026 10:00", 24, None, "14.12.2026 10:00"),
        ("14.12.2026 10:00", 24, None, "13.12.2026 10:00"),  # a Sunday: plain hours do not care
        ("15.12.2026 10:00", 0, None, "15.12.2026 10:00"),
        ("15.12.2026 10:00", 0, FIVE, "15.12.2026 10:00"),
        ("15.12.2026 12:00", 3, FIVE, "15.12.2026 09:00"),
        ("15.12.2026 10:00", 3, FIVE, "14.12.2026 16:00"),  # over a night
        ("19.10.2026 10:00", 3, FIVE, "16.10.2026 16:00"),  # over a weekend of two days
        ("19.10.2026 10:00", 3, SIX, "17.10.2026 16:00"),  # and of one
        ("15.12.2026 07:00", 9, FIVE, "14.12.2026 09:00"),  # before the working day begins
        ("15.12.2026 22:00", 9, FIVE, "15.12.2026 09:00"),  # after it ended
        ("18.10.2026 12:00", 1, FIVE, "16.10.2026 17:00"),  # on a Sunday
        ("09.12.2026 10:00", 10, FIVE, "07.12.2026 09:00"),  # 8 December is a holiday
        ("20.10.2026 18:00", 27, FIVE, "16.10.2026 09:00"),
        ("14.12.2026 10:00", 3, FIVE, "12.12.2026 16:00"),  # a Saturday that a decree made a working day
    ],
)
def test_the_last_moment_to_ask(slot: str, hours: int, calendar: WorkingCalendar | None, expected: str) -> None:
    assert ask_by(local(slot), hours, zone=TASHKENT, calendar=calendar) == local(expected)


@pytest.mark.parametrize("hours", [1, 24, 100, 720])
def test_the_longest_lead_is_never_shorter_than_any(hours: int) -> None:
    for month in range(1, 13):
        slot = local(f"12.{month:02}.2026 11:00")
        asked = ask_by(slot, hours, zone=TASHKENT, calendar=FIVE)
        assert slot - longest(hours, working=True) < asked < slot
