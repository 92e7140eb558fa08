"""An answer about one item as the review screen and the review command take it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from scheduler.answering import (
    AnswerRefused,
    confirm,
    give_channels,
    give_days,
    locked,
    make_as_needed,
    refuse_outside,
    reword,
)
from scheduler.date_lists import DateList, GivenDate, read_moment
from scheduler.giving_dates import DatesRefused, give_dates
from scheduler.labels import answer_sentence
from scheduler.models import MediaPlan, PlanItem, ScheduledDate
from scheduler.plan_import.plan_dates import SCHOOL_STARTS
from scheduler.questions import about_channels, about_deadline

_SEPARATOR = re.compile(r"[,;\n]+")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.?")


@dataclass(frozen=True, slots=True)
class Answer:
    """when: accept, words, dates, as_needed or nothing; where: accept, choose or nothing; then what they need."""

    when: str = ""
    words: str = ""
    dates: str = ""
    where: str = ""
    channels: tuple[str, ...] = ()


class FieldRefused(Exception):
    """An answer that was not stored; ``field`` of Answer and the sentence for it. ``stale``: look again first."""

    def __init__(self, field: str, refusal: AnswerRefused) -> None:
        super().__init__(answer_sentence(refusal.code, refusal.params))
        self.field = field
        self.stale = refusal.code in ("stale", "withdrawn")


@transaction.atomic
def give(item: PlanItem, answer: Answer, *, actor: Any, now: datetime, seen: str | None = None) -> bool:
    """Store all of the answer or nothing; whether there was anything to store. Raises FieldRefused."""
    who = {"actor": actor, "now": now}
    steps: list[tuple[str, Callable[..., Any]]] = []
    match answer.when:
        case "accept":
            steps.append(("when", lambda **more: confirm(item, about_deadline(item.review), **who, **more)))
        case "words":
            steps.append(("words", lambda **more: reword(item, answer.words, **who, **more)))
        case "dates":
            steps.append(("dates", lambda **more: _give_days(item, answer.dates, **who, **more)))
        case "as_needed":
            steps.append(("when", lambda **more: make_as_needed(item, **who, **more)))
    match answer.where:
        case "accept":
            steps.append(("where", lambda **more: confirm(item, about_channels(item.review), **who, **more)))
        case "choose":
            steps.append(("channels", lambda **more: give_channels(item, answer.channels, **who, **more)))
    for place, (field, step) in enumerate(steps):
        try:
            # the first step looks whether the person saw the item as it is, the second comes behind it
            step(seen=seen if place == 0 else None)
        except AnswerRefused as refusal:
            raise FieldRefused(field, refusal) from None
    return bool(steps)


def read_days(text: str, plan: MediaPlan) -> tuple[list[date], time | None]:
    """The days of a typed list, and the one hour written beside them. Raises AnswerRefused."""
    days: list[date] = []
    hours: set[time | None] = set()
    for piece in filter(None, (piece.strip() for piece in _SEPARATOR.split(text))):
        try:
            day, at = read_moment(_with_year(piece, plan))
        except ValueError:
            raise AnswerRefused("unclear_date", text=piece) from None
        days.append(day)
        hours.add(at)
    if len(hours - {None}) > 1:
        raise AnswerRefused("one_hour")
    return days, next(iter(hours - {None}), None)


def _give_days(item: PlanItem, text: str, *, actor: Any, now: datetime, seen: str | None) -> None:
    """Dates of an item that follows an approved schedule join those it has; any other item is due on them alone."""
    days, at = read_days(text, item.plan)
    if item.kind != PlanItem.Kind.ON_SCHEDULE or not days:
        give_days(item, days, at=at, actor=actor, now=now, seen=seen)
        return
    item = locked(item, seen)
    refuse_outside(days, item.plan)
    given = DateList(tuple(GivenDate(day, at) for day in sorted(set(days))))
    try:
        give_dates(item, given, source=ScheduledDate.Source.FORM, actor=actor, now=now, without_bad=True)
    except DatesRefused:
        raise AnswerRefused("nothing_new") from None


def _with_year(piece: str, plan: MediaPlan) -> str:
    """ "05.03" is a day of the plan's year."""
    found = _WITHOUT_YEAR.fullmatch(piece)
    if found is None or plan.year is None:
        return piece
    later = plan.is_school_year and int(found[2]) < SCHOOL_STARTS
    return f"{found[1]}.{found[2]}.{plan.year + 1 if later else plan.year}"
