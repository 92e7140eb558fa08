"""The days as the templates show them: entries, days off and quiet hours in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from content.models import Organization
from content.quiet_hours import Hours, is_quiet
from desk.posts_calendar.entries import Entry
from desk.posts_calendar.labels import STATES, WAITS_FOR_SECOND
from desk.posts_calendar.periods import Period
from scheduler.models import CalendarDay
from scheduler.working_days import WorkingCalendar

MOST = {"month": 4, "week": 3, "list": 20}
"""So many cards a day, or an hour of a week; the rest is counted."""
OFFICE_HOURS = (8, 19)
"""Rows of a week that are shown although nothing stands in them."""


@dataclass(slots=True)
class Card:
    entry: Entry
    sign: str
    word: str
    address: str
    move: str
    """Where a move is sent to; empty: this person does not move it."""
    form: str
    channels: str
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


@dataclass(frozen=True, slots=True)
class Cards:
    """Makes cards. names: of channels; may: by kind of entry, and ``scheduled`` for approved posts, whether the person
    moves it; here: the address to come back to."""

    names: Mapping[int, str]
    may: Mapping[str, bool]
    quiet: Hours | None
    here: str

    def of(self, entries: Iterable[Entry]) -> list[Card]:
        opens = {
            "post": reverse("wagtailsnippets_content_post:edit", args=[0]),
            "occurrence": reverse("occurrence:inspect", args=[0]),
        }
        moves = {kind: reverse("posts_calendar:move", args=[kind, 0]) for kind in opens}
        words = {state: (sign, str(word)) for state, (sign, word) in STATES.items()}
        second = (words["submitted"][0], str(WAITS_FOR_SECOND))
        return [
            self._card(
                entry, second if entry.waits_for_second else words[entry.state], opens[entry.kind], moves[entry.kind]
            )
            for entry in entries
        ]

    def _card(self, entry: Entry, said: tuple[str, str], opens: str, moves: str) -> Card:
        allowed = entry.is_movable and self.may[entry.kind] and (entry.state != "scheduled" or self.may["scheduled"])
        move = moves.replace("/0/", f"/{entry.pk}/")
        return Card(
            entry,
            *said,
            address=opens.replace("/0/", f"/{entry.pk}/"),
            move=move if allowed else "",
            form=f"{move}?{urlencode({'seen': entry.seen, 'back': self.here})}" if allowed else "",
            channels=", ".join(self.names[pk] for pk in sorted(entry.channels) if pk in self.names),
            is_quiet=entry.is_movable and is_quiet(entry.at.time(), self.quiet),
        )


def days_of(
    period: Period,
    entries: Iterable[Entry],
    cards: Cards,
    calendar: WorkingCalendar,
    notes: Mapping[date, str],
    today: date,
) -> list[Day]:
    works = set(calendar.working_days(period.start, period.end))
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.at.date()].append(entry)
    found = []
    for day in period.days:
        of_day = by_day.get(day, [])
        shown = _first_of_each_hour(of_day) if period.view == "week" else of_day[: MOST[period.view]]
        counted = Counter(entry.state for entry in of_day)
        found.append(
            Day(
                day,
                in_period=period.belongs(day),
                is_today=day == today,
                works=day in works,
                is_changed=(day in works) != (day.weekday() < calendar.week_days),
                note=notes.get(day, ""),
                cards=cards.of(shown),
                more=len(of_day) - len(shown),
                counts=[(state, *_said(state), counted[state]) for state in STATES if state in counted],
            )
        )
    return found


def _first_of_each_hour(entries: Iterable[Entry]) -> list[Entry]:
    by_hour: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_hour[entry.at.hour].append(entry)
    return [entry for hour in by_hour.values() for entry in hour[: MOST["week"]]]


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
