"""A person answers what the importer asked about an item, or says in other words what was clear but wrong.

Each answer is a row of ItemDecision; the item of an active plan is planned anew in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from scheduler.item_rules import follow, is_understood, plain_rule, rule_of_words, state_of
from scheduler.models import ItemDecision, MediaPlan, PlanItem
from scheduler.moving_holidays import settle_holidays
from scheduler.owing import answering_channels
from scheduler.plan_import.wording import Wording, read_wording
from scheduler.plan_year import bounds, settle_plan
from scheduler.questions import BLOCKING, WANT_A_FACT, about_channels, about_deadline
from scheduler.replanning import replan


class AnswerRefused(Exception):
    """The answer settles nothing, and nothing was stored.

    code: stale, withdrawn, nothing_asked, nothing_understood, wants_a_fact, not_clear, no_dates, outside_year,
    no_year or no_channels. params: ``codes`` are the questions that the person's own words raise.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def seen_of(item: PlanItem) -> str:
    """What a person has seen of an item when they answer: it changes with each decision and each new question."""
    last = max((decision.pk for decision in item.decisions.all()), default=0)
    return f"{last}:{','.join(item.review)}"


@transaction.atomic
def confirm(
    item: PlanItem, codes: Iterable[str], *, actor: Any, now: datetime, seen: str | None = None
) -> ItemDecision:
    """What was understood is right: settle those of ``codes`` that are open and that nobody has to give a fact for."""
    item = locked(item, seen)
    open_codes = [code for code in item.review if code in set(codes)]
    if not open_codes:
        raise AnswerRefused("nothing_asked")
    settled = [code for code in open_codes if code not in WANT_A_FACT]
    if not settled:
        raise AnswerRefused("wants_a_fact", codes=open_codes)
    if about_deadline(settled) and not is_understood(item):
        raise AnswerRefused("nothing_understood")
    if about_channels(settled) and not item.channel_words:
        raise AnswerRefused("no_channels")
    return _decide(item, state_of(item), settled, actor=actor, now=now)


@transaction.atomic
def reword(item: PlanItem, text: str, *, actor: Any, now: datetime, seen: str | None = None) -> ItemDecision:
    """The deadline in a person's words, read as the importer reads. Words that raise a question are refused."""
    item = locked(item, seen)
    wording = read_wording(text, year=item.plan.year, school=item.plan.is_school_year)
    refuse_unclear(wording)
    before = state_of(item)
    follow(item, rule_of_words(wording, item.plan.year, school=item.plan.is_school_year))
    asked = [code for code in wording.review if code in WANT_A_FACT]
    return _decide(item, before, about_deadline(item.review), asked=asked, wording=text, actor=actor, now=now)


@transaction.atomic
def give_days(
    item: PlanItem, days: Sequence[date], *, at: time | None = None, actor: Any, now: datetime, seen: str | None = None
) -> ItemDecision:
    """The item is due on these days of the plan's year, at the local hour ``at`` where one is given."""
    item = locked(item, seen)
    if not days:
        raise AnswerRefused("no_dates")
    refuse_outside(days, item.plan)
    before = state_of(item)
    texts = [day.isoformat() for day in sorted(set(days))]
    follow(item, plain_rule("dates", dates=texts, anchor="on", at=at))
    return _decide(item, before, about_deadline(item.review), wording=", ".join(texts), actor=actor, now=now)


@transaction.atomic
def make_as_needed(item: PlanItem, *, actor: Any, now: datetime, seen: str | None = None) -> ItemDecision:
    """The item has no dates of its own: it is done when needed and owes nothing."""
    item = locked(item, seen)
    before = state_of(item)
    follow(item, plain_rule("on_schedule"))
    return _decide(item, before, about_deadline(item.review), actor=actor, now=now)


@transaction.atomic
def give_channels(
    item: PlanItem, words: Sequence[str], *, actor: Any, now: datetime, seen: str | None = None
) -> ItemDecision:
    """The item is owed on the channels that answer to these channel words of the importer."""
    item = locked(item, seen)
    if not words:
        raise AnswerRefused("no_channels")
    before = state_of(item)
    item.channel_words = list(dict.fromkeys(words))
    item.channels.set(answering_channels(item))
    return _decide(item, before, about_channels(item.review), actor=actor, now=now)


def refuse_outside(days: Iterable[date], plan: MediaPlan) -> None:
    """Raise AnswerRefused for days that the plan's year does not hold."""
    if plan.year is None:
        raise AnswerRefused("no_year")
    first, last = bounds(plan)
    if outside := [day for day in days if not first <= day <= last]:
        raise AnswerRefused("outside_year", days=outside)


def refuse_unclear(wording: Wording) -> None:
    """Raise AnswerRefused for words that would leave the item in doubt."""
    doubts = [code for code in wording.review if code in BLOCKING - WANT_A_FACT]
    if doubts or wording.kind == "unknown":
        raise AnswerRefused("not_clear", codes=doubts or list(wording.review))


def locked(item: PlanItem, seen: str | None) -> PlanItem:
    """The item as it is now, behind its plan's lock: one answer, activation or new version after another.

    Raises AnswerRefused when that is not what the person saw, or when it left the plan.
    """
    plan = MediaPlan.objects.select_for_update(of=("self",)).select_related("organization").get(pk=item.plan_id)
    now = PlanItem.objects.select_for_update().get(pk=item.pk)
    now.plan = plan
    if now.withdrawn_at is not None:
        raise AnswerRefused("withdrawn")
    if seen is not None and seen != seen_of(now):
        raise AnswerRefused("stale")
    return now


def _decide(
    item: PlanItem,
    before: dict[str, Any],
    settled: Sequence[str],
    *,
    asked: Sequence[str] = (),
    wording: str = "",
    actor: Any,
    now: datetime,
) -> ItemDecision:
    item.review = list(dict.fromkeys([*(code for code in item.review if code not in settled), *asked]))
    item.needs_review = bool(item.review)
    item.save()
    decision = ItemDecision.objects.create(
        item=item, at=now, actor=actor, codes=list(settled), wording=wording, before=before, after=state_of(item)
    )
    settle_plan(item.plan)
    settle_holidays(item.plan, [item], now=now, actor=actor)  # of words that name one whose day is confirmed
    replan(item, now=now, actor=actor)
    return decision
