"""What was understood of an item, in plain words, and the days it would give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import pgettext_lazy

from scheduler.expecting import as_understood
from scheduler.labels import MONTHS, kind_label, period_label, word_label
from scheduler.models import MediaPlan, MovingHoliday, PlanItem
from scheduler.periods import month_of
from scheduler.recurrence import Expected
from scheduler.working_days import Calendar

SHOWN = 3
WEEKDAYS: dict[str, Promise] = {
    "MO": pgettext_lazy("day of a rhythm", "Monday"),
    "TU": pgettext_lazy("day of a rhythm", "Tuesday"),
    "WE": pgettext_lazy("day of a rhythm", "Wednesday"),
    "TH": pgettext_lazy("day of a rhythm", "Thursday"),
    "FR": pgettext_lazy("day of a rhythm", "Friday"),
    "SA": pgettext_lazy("day of a rhythm", "Saturday"),
    "SU": pgettext_lazy("day of a rhythm", "Sunday"),
}
_WORKING = "MO,TU,WE,TH,FR"
_EVERY_QUARTER = {"1,4,7,10", "9,12,3,6", "3,6,9,12"}
_ORDINAL = re.compile(r"(-?\d+)([A-Z]{2})")


@dataclass(frozen=True, slots=True)
class Coming:
    """The next days an item would give, as staff read them. ``over``: they have passed, all of them."""

    days: tuple[str, ...] = ()
    over: bool = False
    count: int = 0


def in_words(state: Mapping[str, Any]) -> str:
    """The rule of an item, given in the keys of the importer's JSON: 'every month, day 25, posts: 1'."""
    recurrence = state["recurrence"]
    parts = [_rhythm(state["kind"], recurrence), *_days(recurrence), *_dates(recurrence), *_holiday(state)]
    if state["kind"] not in (PlanItem.Kind.UNKNOWN, PlanItem.Kind.ON_SCHEDULE, PlanItem.Kind.CONTINUOUS):
        parts.append(_now("posts: %(count)s") % {"count": recurrence["per_period"]})
    if state.get("time"):
        parts.append(_now("at %(time)s") % {"time": state["time"]})
    return ", ".join(part for part in parts if part)


def channels_in_words(words: list[str], outlets: list[str]) -> str:
    named = ", ".join(map(word_label, words)) or "–"
    return f"{named} ({', '.join(outlets)})" if outlets else named


def coming(item: PlanItem, plan: MediaPlan, calendar: Calendar, *, now: datetime) -> Coming:
    """What the item would owe next if it is understood rightly; nothing while the plan's year is unknown."""
    try:
        expected = as_understood(item, plan, calendar)
    except ValueError:  # dates that the plan's year does not have
        return Coming()
    zone = ZoneInfo(plan.organization.time_zone)
    today = now.astimezone(zone).date()
    ahead = [one for one in expected if one.window_end >= today and (one.slot is None or one.slot >= now)]
    shown = sorted(ahead or expected, key=lambda one: (one.slot is None, one.slot, one.window_start))[:SHOWN]
    days = tuple(_moment(one, zone) for one in shown)
    return Coming(days, over=bool(expected) and not ahead, count=len(expected))


def shown_day(text: str) -> str:
    """A date of the importer's JSON: 2026-12-15, 2026-12, --12-15 or --12."""
    if text.startswith("--"):
        month, _sep, day = text[2:].partition("-")
        return f"{day}.{month}" if day else str(MONTHS[int(month) - 1])
    if len(text) == 7:
        return _now("%(month)s %(year)s") % {"month": MONTHS[int(text[5:]) - 1], "year": text[:4]}
    return f"{date.fromisoformat(text):%d.%m.%Y}"


def _moment(one: Expected, zone: ZoneInfo) -> str:
    if one.slot is None:
        return period_label(one.period_key, one.window_start, one.window_end)
    return f"{one.slot.astimezone(zone):%d.%m.%Y %H:%M}"


def _parts(rrule: str | None) -> dict[str, str]:
    return dict(part.split("=", 1) for part in (rrule or "").split(";") if "=" in part)


def _rhythm(kind: str, recurrence: Mapping[str, Any]) -> str:
    parts = _parts(recurrence["rrule"])
    interval = parts.get("INTERVAL", "1")
    if kind == PlanItem.Kind.MONTHLY and interval != "1":
        return _now("every %(count)s months") % {"count": interval}
    if kind == PlanItem.Kind.WEEKLY and interval != "1":
        return _now("every %(count)s weeks") % {"count": interval}
    if kind == PlanItem.Kind.DAILY and parts.get("BYDAY") == _WORKING:
        return _now("every working day")
    return kind_label(kind)


def _days(recurrence: Mapping[str, Any]) -> list[str]:
    """The months and days that a rhythm names."""
    parts = _parts(recurrence["rrule"])
    words = []
    if (months := parts.get("BYMONTH")) and months not in _EVERY_QUARTER:
        words.append(", ".join(str(MONTHS[int(month) - 1]) for month in months.split(",")))
    by = recurrence["anchor"] == "by"
    if days := parts.get("BYMONTHDAY"):
        shown = ", ".join(_now("last") if day == "-1" else day for day in days.split(","))
        words.append((_now("not later than day %(days)s") if by else _now("day %(days)s")) % {"days": shown})
    if parts.get("BYDAY") == _WORKING and "BYSETPOS" in parts:
        nth = parts["BYSETPOS"]
        words.append(_now("last working day") if nth == "-1" else _now("working day no. %(number)s") % {"number": nth})
    elif (weekdays := parts.get("BYDAY")) and weekdays != _WORKING:
        words.append(", ".join(_weekday(day) for day in weekdays.split(",")))
    return words


def _weekday(text: str) -> str:
    if (found := _ORDINAL.fullmatch(text)) is None:
        return str(WEEKDAYS.get(text, text))
    name = str(WEEKDAYS[found[2]])
    if found[1] == "-1":
        return _now("the last %(weekday)s") % {"weekday": name}
    return _now("%(weekday)s no. %(number)s") % {"weekday": name, "number": found[1]}


def _dates(recurrence: Mapping[str, Any]) -> list[str]:
    words = []
    if recurrence["dates"]:
        shown = ", ".join(map(shown_day, recurrence["dates"]))
        words.append(_now("not later than %(days)s") % {"days": shown} if recurrence["anchor"] == "by" else shown)
    if window := recurrence["window"]:
        words.append(_window(window["start"], window["end"]))
    return words


def _window(start: str, end: str) -> str:
    if start == end:
        return shown_day(start)
    if not start.startswith("--") and not end.startswith("--"):
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        if first.day == 1 and last == month_of(first).end:
            return shown_day(start[:7])
    return f"{shown_day(start)} – {shown_day(end)}"


def _holiday(state: Mapping[str, Any]) -> list[str]:
    if not (holiday := state.get("holiday")):
        return []
    name = str(MovingHoliday(holiday["name"]).label)
    if not holiday["offset"]:
        return [name]
    return [_now("%(holiday)s, days from it: %(days)+d") % {"holiday": name, "days": holiday["offset"]}]
