"""When a person is reminded: the day before the deadline, on its day, then every third day; not early, not in quiet
hours, and once a day at most."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from publishers.reminder_rules import is_reminder_due, last_reminder_day

ZONE = ZoneInfo("Asia/Tashkent")
DEADLINE = datetime(2026, 12, 15, 18, 0, tzinfo=ZONE)
DAY = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-3, None), (-2, None), (-1, -1), (0, 0), (1, 0), (2, 0), (3, 3), (5, 3), (6, 6), (100, 99)],
)
def test_the_days_of_reminders(days: int, expected: int | None) -> None:
    found = last_reminder_day(DAY, DAY + timedelta(days=days))

    assert found == (None if expected is None else DAY + timedelta(days=expected))


def reminded_days(told: datetime | None, *, hours: range, quiet: tuple[time, time] | None = None) -> list[str]:
    """Local times at which reminders go out when it is looked every hour from 12 December on."""
    start = datetime(2026, 12, 12, 0, 5, tzinfo=ZONE)
    sent = []
    for hour in hours:
        now = start + timedelta(hours=hour)
        if is_reminder_due(DEADLINE, told_at=told, now=now, zone=ZONE, quiet=quiet):
            told = now
            sent.append(f"{now:%d. %H:%M}")
    return sent


def test_ten_days_of_hourly_looks_remind_four_times() -> None:
    told = datetime(2026, 12, 12, 10, 0, tzinfo=ZONE)

    assert reminded_days(told, hours=range(240)) == ["14. 09:05", "15. 09:05", "18. 09:05", "21. 09:05"]


def test_nobody_is_reminded_on_the_day_of_handing_over() -> None:
    told = datetime(2026, 12, 14, 3, 0, tzinfo=ZONE)

    assert reminded_days(told, hours=range(51, 96)) == ["15. 09:05"]


def test_quiet_hours_put_a_reminder_off_and_do_not_lose_it() -> None:
    told = datetime(2026, 12, 12, 10, 0, tzinfo=ZONE)

    assert reminded_days(told, hours=range(96), quiet=(time(8), time(13, 30))) == ["14. 14:05", "15. 14:05"]


def test_after_an_outage_one_reminder_makes_up_for_all() -> None:
    told = datetime(2026, 12, 12, 10, 0, tzinfo=ZONE)

    assert reminded_days(told, hours=range(24 * 8, 24 * 11)) == ["20. 09:05", "21. 09:05"]


def test_who_never_heard_of_it_is_told_at_the_next_occasion() -> None:
    assert reminded_days(None, hours=range(24 * 5, 24 * 6)) == ["17. 09:05"]
