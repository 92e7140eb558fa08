"""A person's answers settle what the importer asked, and the plan follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from scheduler.answering import (
    AnswerRefused,
    confirm,
    give_channels,
    give_days,
    make_as_needed,
    reword,
    seen_of,
)
from scheduler.models import ItemDecision, MediaPlan, Occurrence, PlanItem
from scheduler.planning import activate_plan
from tests.scheduler.town import channel, stored_plan, town

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
WHO: dict[str, Any] = {"actor": None, "now": NOW}


@pytest.fixture
def item(tmp_path: Path) -> PlanItem:
    """One item whose deadline names two deadlines: the first was understood."""
    return asked(stored_plan(tmp_path, town(), "Har oyda bir marotaba"), "multi_deadline")


def asked(plan: MediaPlan, *codes: str, **fields: Any) -> PlanItem:
    plan.items.update(review=list(codes), needs_review=bool(codes), **fields)
    return plan.items.get()


def fresh(item: PlanItem) -> PlanItem:
    return PlanItem.objects.get(pk=item.pk)


def nothing_changed(item: PlanItem, answer: Callable[[], Any]) -> AnswerRefused:
    before = PlanItem.objects.values().get(pk=item.pk)
    with pytest.raises(AnswerRefused) as refusal:
        answer()
    assert PlanItem.objects.values().get(pk=item.pk) == before
    assert ItemDecision.objects.count() == 0
    return refusal.value


def test_yes_settles_the_questions_and_leaves_the_rule(item: PlanItem) -> None:
    decision = confirm(item, item.review, **WHO)

    after = fresh(item)
    assert (after.review, after.needs_review, after.kind, after.rrule) == ([], False, "monthly", "FREQ=MONTHLY")
    assert (decision.codes, decision.wording, decision.at) == (["multi_deadline"], "", NOW)
    assert decision.before == decision.after
    assert decision.after["recurrence"]["rrule"] == "FREQ=MONTHLY"


def test_yes_settles_only_what_was_asked_about(item: PlanItem) -> None:
    item = asked(item.plan, "multi_deadline", "number_gap")

    confirm(item, ["number_gap", "spelling"], **WHO)

    assert fresh(item).review == ["multi_deadline"]


@pytest.mark.parametrize(
    ("codes", "fields", "code"),
    [
        ([], {}, "nothing_asked"),
        (["needs_dates"], {"kind": "on_schedule"}, "wants_a_fact"),
        (["moving_holiday"], {"kind": "dates", "rrule": ""}, "wants_a_fact"),
        (["no_deadline"], {"kind": "unknown", "rrule": ""}, "nothing_understood"),
        (["event_relative"], {"kind": "dates", "rrule": ""}, "nothing_understood"),
        (["channel_unknown"], {"channel_words": []}, "no_channels"),
    ],
)
def test_yes_to_nothing_is_refused(item: PlanItem, codes: list[str], fields: dict[str, Any], code: str) -> None:
    item = asked(item.plan, *codes, **fields)

    assert nothing_changed(item, lambda: confirm(item, item.review, **WHO)).code == code


def test_other_words_replace_the_rule_and_settle_what_was_asked_about_the_deadline(item: PlanItem) -> None:
    item = asked(item.plan, "multi_deadline", "channel_unclear", "number_gap", target_time=time(15, 0))

    decision = reword(item, "Har chorakda", **WHO)

    after = fresh(item)
    assert (after.kind, after.review, after.deadline_text) == (
        "quarterly",
        ["channel_unclear"],
        "Har oyda bir marotaba",
    )
    assert after.target_time == time(15, 0)
    assert (decision.codes, decision.wording) == (["multi_deadline", "number_gap"], "Har chorakda")
    assert (decision.before["kind"], decision.after["kind"]) == ("monthly", "quarterly")


def test_other_words_may_correct_what_was_never_asked(item: PlanItem) -> None:
    item = asked(item.plan)

    decision = reword(item, "Har seshanba soat 10:00 da", **WHO)

    after = fresh(item)
    assert (after.kind, after.rrule, after.target_time) == ("weekly", "FREQ=WEEKLY;BYDAY=TU", time(10, 0))
    assert decision.codes == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["no_deadline"]),
        ("nomaʼlum", ["no_deadline"]),
        ("31-iyun", ["impossible_date"]),
        ("10 kun muddatda", ["event_relative"]),
    ],
)
def test_words_that_raise_a_question_are_refused_with_it(item: PlanItem, text: str, codes: list[str]) -> None:
    refusal = nothing_changed(item, lambda: reword(item, text, **WHO))

    assert (refusal.code, refusal.params) == ("not_clear", {"codes": codes})


def test_an_approved_schedule_named_in_other_words_still_wants_its_dates(item: PlanItem) -> None:
    reword(item, "Tasdiqlangan reja-grafikga asosan", **WHO)

    after = fresh(item)
    assert (after.kind, after.review, after.needs_review) == ("on_schedule", ["needs_dates"], True)


def test_days_are_taken_in_order_once_each(item: PlanItem) -> None:
    days = [date(2026, 9, 10), date(2026, 3, 5), date(2026, 9, 10)]

    decision = give_days(item, days, at=time(11, 0), **WHO)

    after = fresh(item)
    assert (after.kind, after.dates, after.anchor, after.rrule) == ("dates", ["2026-03-05", "2026-09-10"], "on", "")
    assert (after.target_time, after.review) == (time(11, 0), [])
    assert decision.wording == "2026-03-05, 2026-09-10"


def test_days_outside_the_plans_year_are_refused(item: PlanItem) -> None:
    refusal = nothing_changed(item, lambda: give_days(item, [date(2026, 3, 5), date(2027, 1, 1)], **WHO))

    assert (refusal.code, refusal.params) == ("outside_year", {"days": [date(2027, 1, 1)]})
    assert nothing_changed(item, lambda: give_days(item, [], **WHO)).code == "no_dates"


def test_a_school_year_reaches_into_the_next(item: PlanItem) -> None:
    MediaPlan.objects.update(is_school_year=True)

    give_days(item, [date(2027, 5, 25)], **WHO)

    assert fresh(item).dates == ["2027-05-25"]
    with pytest.raises(AnswerRefused, match="outside_year"):
        give_days(item, [date(2026, 5, 25)], **WHO)


def test_days_need_the_plans_year(item: PlanItem) -> None:
    MediaPlan.objects.update(year=None)

    assert nothing_changed(item, lambda: give_days(item, [date(2026, 3, 5)], **WHO)).code == "no_year"


def test_what_is_done_when_needed_owes_nothing_and_waits_for_nothing(item: PlanItem) -> None:
    item = asked(item.plan, "no_deadline", kind="unknown", rrule="")

    make_as_needed(item, **WHO)

    report = activate_plan(item.plan, continuous="none", now=NOW)
    after = fresh(item)
    assert (after.kind, after.review) == ("on_schedule", [])
    assert (report.dated, report.waiting_for_dates, report.waiting_for_answers, report.not_understood) == (
        0,
        [],
        [],
        [],
    )


def test_channels_answer_to_the_words_that_a_person_chose(item: PlanItem) -> None:
    site = channel(item.plan.organization, "website", "website")
    channel(item.plan.organization, "telegram", "telegram")
    item = asked(item.plan, "channel_unknown", "multi_deadline")

    decision = give_channels(item, ["website", "newspaper", "website"], **WHO)

    after = fresh(item)
    assert (after.channel_words, list(after.channels.all())) == (["website", "newspaper"], [site])
    assert (after.review, decision.codes) == (["multi_deadline"], ["channel_unknown"])
    with pytest.raises(AnswerRefused, match="no_channels"):
        give_channels(item, [], **WHO)


def test_an_answer_to_what_has_changed_meanwhile_is_refused(item: PlanItem) -> None:
    seen = seen_of(item)
    confirm(item, item.review, seen=seen, **WHO)

    with pytest.raises(AnswerRefused, match="stale"):
        reword(item, "Har chorakda", seen=seen, **WHO)

    assert (fresh(item).kind, ItemDecision.objects.count()) == ("monthly", 1)


def test_an_item_that_left_the_plan_takes_no_answer(item: PlanItem) -> None:
    item = asked(item.plan, "spelling", withdrawn_at=NOW)

    assert nothing_changed(item, lambda: confirm(item, item.review, **WHO)).code == "withdrawn"


def test_activation_holds_back_what_is_asked_until_it_is_answered(item: PlanItem) -> None:
    report = activate_plan(item.plan, continuous="none", now=NOW)

    assert (report.waiting_for_answers, Occurrence.objects.count()) == (["1"], 0)

    confirm(item, item.review, **WHO)

    assert activate_plan(item.plan, continuous="none", now=NOW).waiting_for_answers == []
    assert Occurrence.objects.filter(item=item).count() == 12


def test_the_plan_asks_for_attention_only_while_a_row_does(item: PlanItem) -> None:
    MediaPlan.objects.update(review=["rows_need_attention", "missing_column:method"])

    confirm(item, item.review, **WHO)

    assert MediaPlan.objects.get().review == ["missing_column:method"]
