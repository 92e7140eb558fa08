"""A plan's slots as a calendar that other programs read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from icalendar import Calendar

from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.plan_export.ical import ical_of
from scheduler.queries import calendar
from tests.scheduler.town import channel, town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
SLOT = datetime(2026, 12, 10, 5, 30, tzinfo=UTC)


@pytest.fixture
def plan() -> MediaPlan:
    return MediaPlan.objects.create(organization=town(), title="Media-reja", year=2026)


def duty(plan: MediaPlan, position: int, slot: datetime | None, **fields: object) -> Occurrence:
    item = PlanItem.objects.create(plan=plan, position=position, number=str(position), title=f"Chora {position}")
    return Occurrence.objects.create(
        item=item,
        period_key="2026-12",
        window_start=date(2026, 12, 1),
        window_end=date(2026, 12, 31),
        slot=slot,
        **fields,
    )


def written(plan: MediaPlan) -> Calendar:
    with translation.override("en"):
        return Calendar.from_ical(ical_of(plan, calendar(plan_id=plan.pk), now=NOW))


def test_every_slot_is_an_event_and_what_has_none_is_left_out(plan: MediaPlan) -> None:
    dated = duty(plan, 1, SLOT, note="Brifing", reason="Zal band edi")
    dated.channels.add(channel(plan.organization, "telegram"))
    duty(plan, 2, None)

    (event,) = written(plan).walk("VEVENT")

    assert event["uid"] == f"occurrence-{dated.pk}@mediareja"
    assert event["dtstart"].dt == SLOT
    assert event["dtstamp"].dt == NOW
    assert event["summary"] == "1. Chora 1"
    assert event["status"] == "CONFIRMED"
    assert event["description"].split("\n") == [
        "Brifing",
        "Period: December 2026",
        "State: expected",
        "Channels: Telegram",
        "Reason: Zal band edi",
    ]


def test_what_is_excused_or_gone_is_cancelled_under_its_old_name(plan: MediaPlan) -> None:
    rows = [
        duty(plan, 1, SLOT, state=Occurrence.State.SKIPPED),
        duty(plan, 2, SLOT, state=Occurrence.State.WITHDRAWN),
        duty(plan, 3, SLOT, state=Occurrence.State.REPLACED),
    ]

    found = {event["uid"]: event["status"] for event in written(plan).walk("VEVENT")}

    assert found == {
        f"occurrence-{row.pk}@mediareja": status
        for row, status in zip(rows, ("CANCELLED", "CANCELLED", "CONFIRMED"), strict=True)
    }


def test_the_calendar_names_plan_zone_and_how_often_to_come_again(plan: MediaPlan) -> None:
    found = written(plan)

    assert found["x-wr-calname"] == "Media-reja (2026)"
    assert found["x-wr-timezone"] == "Asia/Tashkent"
    assert found["x-published-ttl"] == "PT1H"


def test_control_characters_and_line_ends_in_words_break_no_program(plan: MediaPlan) -> None:
    duty(plan, 1, SLOT, reason="bir\r\nikki\x0b\rBEGIN:VEVENT\x1b")
    PlanItem.objects.update(title="Chora\x00\u202e " + "ў" * 300)

    with translation.override("en"):
        lines = ical_of(plan, calendar(plan_id=plan.pk), now=NOW).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not {code for line in lines for code in line if code < 32}
    (event,) = written(plan).walk("VEVENT")
    assert event["summary"] == "1. Chora  " + "ў" * 300
