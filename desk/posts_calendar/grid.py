"""The days as the templates show them: entries, days off and quiet hours in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import Q
from django.urls import reverse

from content.models import Organization
from content.quiet_hours import Hours, is_quiet
from desk.posts_calendar.entries import Entry
from desk.posts_calendar.labels import STATES
from desk.posts_calendar.periods import Period
from scheduler.models import CalendarDay
from scheduler.working_days import WorkingCalendar

SHOWN_IN_MONTH, SHOWN_IN_LIST = 4, 40
OFFICE_HOURS = (8, 19)
"""Rows of a week that are shown although nothing stands in them."""


@dataclass(slots=True)
class Card:
    entry: Entry
    sign: str
    word: str
    address: str
    channels: str
    may_move: bool
    is_quiet: bool
    """It is to go out in quiet hours."""


@dataclass(slots=True)
class Day:
    day: date
    in_period: bool
    is_today: bool
    works: bool
    is_changed: bool
    note: str
    cards: list[Card] = field(default_factory=list)
    more: int = 0
    counts: list[tuple[str, str, str, int]] = field(default_factory=list)
    """state, sign, word, how many: for narrow screens."""


@dataclass(slots=True)
class Hour:
    at: str
    is_quiet: bool
    cells: list[tuple[Day, list[Card]]]


def notes_of_days(organization: Organization, period: Period) -> dict[date, str]:
    """Why a day differs from the public calendar, in the words of whoever said so; its own note before one of all."""
    rows = CalendarDay.objects.filter(Q(organization=None) | Q(organization=organization), day__gte=period.start)
    kept = rows.filter(day__lte=period.end).order_by()
    found = sorted(kept.values_list("organization_id", "day", "note"), key=lambda row: row[0] is not None)
    return {day: note for _organization, day, note in found}


def cards_by_day(
    entries: Iterable[Entry], names: Mapping[int, str], may: Mapping[str, bool], quiet: Hours | None
) -> dict[date, list[Card]]:
    """names: of channels; may: by kind of entry, and ``scheduled`` for approved posts, whether the person moves it."""
    edit = reverse("wagtailsnippets_content_post:edit", args=[0])
    inspect = reverse("occurrence:inspect", args=[0])
    found: dict[date, list[Card]] = defaultdict(list)
    for entry in entries:
        sign, word = STATES[entry.state]
        pattern = edit if entry.kind == "post" else inspect
        allowed = entry.is_movable and may[entry.kind] and (entry.state != "scheduled" or may["scheduled"])
        shown = ", ".join(names[pk] for pk in sorted(entry.channels) if pk in names)
        in_quiet = entry.is_movable and is_quiet(entry.at.time(), quiet)
        card = Card(entry, sign, str(word), pattern.replace("/0/", f"/{entry.pk}/"), shown, allowed, in_quiet)
        found[entry.at.date()].append(card)
    return found


def days_of(
    period: Period, cards: Mapping[date, list[Card]], calendar: WorkingCalendar, notes: Mapping[date, str], today: date
) -> list[Day]:
    works = set(calendar.working_days(period.start, period.end))
    most = {"month": SHOWN_IN_MONTH, "list": SHOWN_IN_LIST}.get(period.view)
    found = []
    for day in period.days:
        of_day = cards.get(day, [])
        usual = day.weekday() < calendar.week_days
        one = Day(
            day,
            in_period=period.belongs(day),
            is_today=day == today,
            works=day in works,
            is_changed=(day in works) != usual,
            note=notes.get(day, ""),
        )
        one.cards = of_day if most is None else of_day[:most]
        one.more = len(of_day) - len(one.cards)
        counted = Counter(card.entry.state for card in of_day)
        one.counts = [(state, *_said(state), counted[state]) for state in STATES if state in counted]
        found.append(one)
    return found


def hours_of(days: list[Day], quiet: Hours | None) -> list[Hour]:
    """The rows of a week: office hours, and from the first to the last entry."""
    used = [card.entry.at.hour for day in days for card in day.cards]
    first, last = min([OFFICE_HOURS[0], *used]), max([OFFICE_HOURS[1], *used])
    found = []
    for hour in range(first, last + 1):
        cells = [(day, [card for card in day.cards if card.entry.at.hour == hour]) for day in days]
        found.append(Hour(f"{hour:02d}:00", is_quiet(time(hour), quiet), cells))
    return found


def _said(state: str) -> tuple[Any, str]:
    sign, word = STATES[state]
    return sign, str(word)
