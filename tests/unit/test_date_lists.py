"""Dates as offices hand them over: tables with their separators and encodings, and calendars."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.date_lists import BadLine, DateList, GivenDate, NoDates, read_hour, read_moment
from scheduler.date_lists_csv import read_csv_dates
from scheduler.date_lists_ical import read_ical_dates

TASHKENT = ZoneInfo("Asia/Tashkent")
MARCH = date(2026, 3, 5)


def calendar(*events: str, method: str = "") -> bytes:
    """An iCalendar file; each event's lines are separated by bars."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sinov//uz", *([f"METHOD:{method}"] if method else [])]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events: str, method: str = "") -> DateList:
    return read_ical_dates(calendar(*events, method=method), TASHKENT, first=date(2026, 1, 1), last=date(2026, 12, 31))


def days(found: DateList) -> list[str]:
    return [f"{one.day:%d.%m}" + (f" {one.at:%H:%M}" if one.at else "") for one in found.dates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05.03.2026", (MARCH, None)),
        ("5.3.2026 y.", (MARCH, None)),
        ("05.03.2026 йил", (MARCH, None)),
        ("05.03.2026 г., 10.30", (MARCH, time(10, 30))),
        ("2026-03-05", (MARCH, None)),
        ("2026-03-05T10:00", (MARCH, time(10))),
        ("05.03.2026 soat 9:05 da", (MARCH, time(9, 5))),
        ("05.03.2026 10:00:00", (MARCH, time(10))),
    ],
)
def test_days_and_hours_as_they_are_written(text: str, expected: tuple[date, time | None]) -> None:
    assert read_moment(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3/5/2026", "unclear_date"),
        ("05.03.26", "unclear_date"),
        ("5-mart", "unclear_date"),
        ("", "unclear_date"),
        ("05.03.2026-07.03.2026", "unclear_date"),
        ("31.02.2026", "no_such_day"),
        ("05.03.2026 25:00", "unclear_time"),
        ("05.03.2026 ertalab", "unclear_time"),
    ],
)
def test_what_is_not_clear_is_not_guessed(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        read_moment(text)


@given(st.text())
def test_any_text_is_a_moment_or_a_known_doubt(text: str) -> None:
    for reader in (read_moment, read_hour):
        try:
            reader(text)
        except ValueError as doubt:
            assert str(doubt) in {"unclear_date", "no_such_day", "unclear_time"}


TABLE = "Sana;Vaqti;Tadbir nomi\n05.03.2026;10:00;Ochiq eshik\n2026-04-06;;\n"
READ = (
    GivenDate(MARCH, time(10), "Ochiq eshik", line=2),
    GivenDate(date(2026, 4, 6), line=3),
)


@pytest.mark.parametrize(
    "raw",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r\n").encode("cp1251"),
        TABLE.replace(";", "\t").encode(),
        TABLE.replace(";", ",").encode(),
        TABLE.replace(";", "|").encode(),
        TABLE.replace("Sana;Vaqti;Tadbir nomi", "Дата;Время;Мероприятие").encode("cp1251"),
        TABLE.replace("Sana;Vaqti;Tadbir nomi", "Сана;Вақти;Тадбир номи").encode(),
        TABLE.replace("Sana;Vaqti;Tadbir nomi", "Date;Time;Occasion").encode(),
    ],
)
def test_a_table_reads_the_same_in_every_separator_encoding_and_language(raw: bytes) -> None:
    assert read_csv_dates(raw) == DateList(READ)


def test_columns_stand_in_any_order_below_a_title() -> None:
    raw = "REJA-GRAFIK;;;\n№;Tadbir;Soat;Sana\n1;Ochiq eshik;10:00;05.03.2026\n"

    assert read_csv_dates(raw.encode()) == DateList((GivenDate(MARCH, time(10), "Ochiq eshik", line=3),))


def test_the_separator_may_be_named_and_occasions_may_hold_others() -> None:
    raw = 'sep=;\nSana;Tadbir\n05.03.2026;"Matbuot, radio, TV va ""Zamon""\ngazetasi"\n'

    (one,) = read_csv_dates(raw.encode()).dates
    assert (one.note, one.line) == ('Matbuot, radio, TV va "Zamon" gazetasi', 4)


def test_a_bare_list_of_days_needs_no_headings() -> None:
    assert read_csv_dates(b"05.03.2026\n06.04.2026 10:00\n") == DateList(
        (GivenDate(MARCH, line=1), GivenDate(date(2026, 4, 6), time(10), line=2))
    )


def test_bad_lines_are_told_with_their_numbers_and_the_others_read() -> None:
    raw = "Sana;Soat;Tadbir\n31.02.2026;;A\n;10:00;B\n\n05.03.2026;10:00;C\n05.03.2026;10.00;D\n6.3.2026 9:00;10:00;E\n"

    found = read_csv_dates(raw.encode())

    assert found.dates == (GivenDate(MARCH, time(10), "C", line=5),)
    assert found.bad == (
        BadLine(2, "no_such_day", "31.02.2026 | A"),
        BadLine(3, "no_date", "10:00 | B"),
        BadLine(6, "named_twice", "05.03.2026 | 10.00 | D"),
        BadLine(7, "two_times", "6.3.2026 9:00 | 10:00 | E"),
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"Salom\nxayr\n", "no_dates"),
        (b"Sana;Tadbir\n", "no_dates"),
        (b"\x00\x01\x02" * 100, "unreadable"),
        (b"05.03.2026\n" * 250_000, "too_big"),
    ],
)
def test_what_is_no_list_of_dates_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NoDates) as refusal:
        read_csv_dates(raw)
    assert refusal.value.code == code


def test_an_hour_of_any_zone_becomes_the_local_day_and_hour() -> None:
    found = read(
        "UID:utc|DTSTART:20260305T200000Z",
        "UID:berlin|DTSTART;TZID=Europe/Berlin:20260701T100000",
        "UID:windows|DTSTART;TZID=West Asia Standard Time:20260801T100000",
        "UID:floating|DTSTART:20260901T100000",
        "UID:day|DTSTART;VALUE=DATE:20261001",
    )

    assert days(found) == ["06.03 01:00", "01.07 13:00", "01.08 10:00", "01.09 10:00", "01.10"]


def test_a_repeated_event_keeps_its_own_clock_and_leaves_out_its_exceptions() -> None:
    found = read(
        "UID:r|SUMMARY:Brifing|DTSTART;TZID=Europe/Berlin:20260324T100000|RRULE:FREQ=WEEKLY;COUNT=4"
        "|EXDATE;TZID=Europe/Berlin:20260407T100000",
        "UID:r|SUMMARY:Brifing (koʻchirildi)|RECURRENCE-ID;TZID=Europe/Berlin:20260331T100000"
        "|DTSTART;TZID=Europe/Berlin:20260401T120000",
    )

    assert [(one.day, one.at, one.uid) for one in found.dates] == [
        (date(2026, 3, 24), time(14), "r/20260324T1000"),
        (date(2026, 4, 1), time(15), "r/20260331T1000"),
        (date(2026, 4, 14), time(13), "r/20260414T1000"),
    ]
    assert found.events == {"r"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260331T235959Z", ["30.01", "27.02", "27.03"]),
        ("FREQ=YEARLY", ["02.01"]),
        ("FREQ=DAILY;COUNT=3", ["02.01", "03.01", "04.01"]),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", []),
    ],
)
def test_repetitions_end_with_the_plans_year(rule: str, expected: list[str]) -> None:
    assert days(read(f"UID:r|DTSTART;VALUE=DATE:20260102|RRULE:{rule}", "UID:z|DTSTART;VALUE=DATE:20261231")) == [
        *expected,
        "31.12",
    ]


def test_an_old_repetition_is_read_for_this_year_only() -> None:
    assert days(read("UID:r|DTSTART;VALUE=DATE:20190601|RRULE:FREQ=YEARLY|RDATE;VALUE=DATE:20260715,20270101")) == [
        "01.06",
        "15.07",
    ]


def test_an_event_of_several_days_owes_its_first_and_says_so() -> None:
    found = read(
        "UID:a|SUMMARY:Haftalik|DTSTART;VALUE=DATE:20260305|DTEND;VALUE=DATE:20260308",
        "UID:b|SUMMARY:Bir kun|DTSTART;VALUE=DATE:20260405|DTEND;VALUE=DATE:20260406",
        "UID:c|SUMMARY:Tun|DTSTART:20260505T180000|DTEND:20260506T000000",
    )

    assert [one.note for one in found.dates] == ["Haftalik (05.03.2026 – 07.03.2026)", "Bir kun", "Tun"]


def test_what_is_called_off_gives_no_date() -> None:
    found = read(
        "UID:a|DTSTART;VALUE=DATE:20260305|STATUS:CANCELLED",
        "UID:r|DTSTART;VALUE=DATE:20260305|RRULE:FREQ=MONTHLY;COUNT=2",
        "UID:r|RECURRENCE-ID;VALUE=DATE:20260405|DTSTART;VALUE=DATE:20260405|STATUS:CANCELLED",
    )

    assert (days(found), found.withdrawn) == (["05.03"], {"a/", "r/20260405"})
    assert read("UID:x|DTSTART;VALUE=DATE:20260305", method="CANCEL") == DateList(withdrawn=frozenset({"x/"}))


def test_events_that_cannot_be_read_are_named_by_line() -> None:
    found = read(
        "UID:a|SUMMARY:Sanasiz",
        "UID:b|DTSTART;VALUE=DATE:2026030",
        "UID:c|DTSTART;TZID=Nowhere/Nothing:20260305T100000",
        "UID:d|DTSTART:20260305T100000|RRULE:FREQ=SECONDLY",
        "UID:e|DTSTART:20260305T100000|RRULE:FREQ=SOMETIMES",
        "UID:f|DTSTART:20260105T100000|RRULE:FREQ=DAILY;BYHOUR=9,10,11,12",
        "UID:g|DTSTART:20260305T100000|RECURRENCE-ID;RANGE=THISANDFUTURE:20260305T100000",
        "UID:h|DTSTART:19600305T100000|RRULE:FREQ=DAILY",
        "DTSTART;VALUE=DATE:20260305|STATUS:CANCELLED",
        "UID:i|DTSTART:99991231T235959Z|DURATION:P9D",
        "UID:z|DTSTART:20260305T100000",
    )

    assert [(bad.line, bad.code) for bad in found.bad] == [
        (4, "no_date"),
        (8, "unclear_date"),
        (12, "unknown_zone"),
        (16, "unclear_rule"),
        (21, "unclear_rule"),
        (26, "unclear_rule"),
        (31, "this_and_later"),
        (36, "too_old"),
        (41, "no_name"),
        (45, "unclear_date"),
    ]
    assert days(found) == ["05.03 10:00"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"  \n", "empty"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "unreadable"),
        (b"salom", "unreadable"),
        (calendar(), "no_dates"),
        (b"BEGIN:VCALENDAR" + b" " * 2_000_001, "too_big"),
    ],
)
def test_what_is_no_calendar_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NoDates) as refusal:
        read_ical_dates(raw, TASHKENT, first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert refusal.value.code == code


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_a_refusal(raw: bytes) -> None:
    for data in (raw, calendar(raw.decode("latin-1").replace("\r", "").replace("\n", ""))):
        with suppress(NoDates):
            read_ical_dates(data, TASHKENT, first=date(2026, 1, 1), last=date(2026, 12, 31))
        with suppress(NoDates):
            read_csv_dates(data)
