"""Staff are told what needs them, once, and in one letter where one is enough."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from publishers import outbox
from publishers.contract import CannotTell
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage
from tests.publishers.written import lost

STAFF = {"malika@example.org", "rustam@example.org"}


@pytest.fixture(autouse=True)
def english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


def test_staff_are_asked_when_looking_is_over_and_not_before(
    stage: Stage, script: Script, carry: Carry, now: datetime
) -> None:
    delivery = lost(stage, script, carry, now)
    script.lay_down(*[CannotTell("private chat")] * 4)
    mail.outbox.clear()  # Wagtail's own letters about submission and approval

    for hour in range(1, 5):
        assert mail.outbox == []
        carry(now + timedelta(hours=hour))

    assert (fresh(delivery).state, fresh(delivery).ready_at) == (State.UNKNOWN, None)
    (letter,) = mail.outbox
    assert set(letter.recipients()) == STAFF
    assert letter.subject == f"Is “{delivery.post.title}” out on {delivery.channel}? Please look and decide"


def test_what_was_missed_together_is_told_in_one_letter(stage: Stage, now: datetime) -> None:
    channel = stage.channel("telegram")
    for number in range(3):
        stage.delivery(channel, publish_at=now, title=f"Xabar {number}", lateness_limit=timedelta(hours=1))

    mail.outbox.clear()

    outbox.mark_missed(now=now + timedelta(hours=2))
    outbox.mark_missed(now=now + timedelta(hours=3))

    (letter,) = mail.outbox
    assert letter.subject == "Not sent, because it would have been too late: 3"
    assert [line for line in letter.body.splitlines() if line.startswith("–")] == [
        f"– Xabar {number} → {channel}" for number in range(3)
    ]
