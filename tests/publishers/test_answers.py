"""The platform's own answer is kept with the attempt: bounded, and without any secret."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from publishers.answers import LONGEST, kept_answer
from publishers.changing import take_back
from publishers.credentials import decrypt
from publishers.models import Attempt
from tests.publishers.conftest import Carry, fresh
from tests.publishers.stage import Stage

TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFake-00"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("telegram", '"message_id":'),
        ("facebook", '"id":'),
        ("instagram", '"id":'),
        ("wordpress", '"status":"publish"'),
        ("webhook", '"status":20'),
        ("website", '"checksum":'),
        ("newspaper", "250 "),
    ],
)
def test_what_each_platform_answered_is_kept_without_its_token(
    kind: str, said: str, stage: Stage, carry: Carry, now: datetime, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "xizmat@mediareja.example"
    channel = stage.channel(kind)
    delivery = stage.delivery(channel, publish_at=now)
    # when
    for seconds in (0, 30, 60):
        carry(now + timedelta(seconds=seconds))
    # then
    assert fresh(delivery).state in ("published", "awaiting_proof")
    last = Attempt.objects.filter(delivery=delivery).latest("number")
    assert said in last.answer
    assert len(last.answer) <= LONGEST
    secret = decrypt(channel.account.stored_secret)
    for part in filter(None, [secret, *secret.replace("|", ":").split(":")]):
        assert part.isdigit() or part not in last.answer


def test_the_answer_to_taking_back_is_kept_too(stage: Stage, carry: Carry, now: datetime) -> None:
    delivery = stage.delivery(stage.channel("facebook"), publish_at=now)
    carry(now)
    take_back(delivery.pk, actor=stage.approver, now=now, note="Xato")
    carry(now + timedelta(minutes=1))

    last = Attempt.objects.filter(delivery=delivery).latest("number")
    assert (last.outcome, json.loads(last.answer)) == ("withdrawn", {"success": True})


def test_an_answer_that_is_not_kept_is_empty(stage: Stage, carry: Carry, now: datetime) -> None:
    channel = stage.channel("telegram")
    stage.sandbox.fault("telegram", "http_500", operation="sendMessage", target=channel.account.address)
    delivery = stage.delivery(channel, publish_at=now)
    carry(now)

    assert Attempt.objects.get(delivery=delivery).answer == ""


def test_secrets_are_masked_wherever_they_stand() -> None:
    answer = {
        "ok": True,
        "echo": f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        "deep": [{"access_token": "EAABsbCS1234567890abcdefghij", "note": "kalit: juda-maxfiy-soz"}],
    }
    kept = kept_answer(answer, "juda-maxfiy-soz")

    assert TOKEN not in kept
    assert "EAABsbCS" not in kept
    assert "juda-maxfiy-soz" not in kept
    assert kept.startswith('{"ok":true')


def test_a_secret_at_the_place_where_a_value_is_cut_is_masked_whole() -> None:
    kept = kept_answer({"text": "a" * 290 + "juda-maxfiy-soz" + "b" * 500}, "juda-maxfiy-soz")
    assert "juda" not in kept
    kept = kept_answer("a" * (LONGEST - 8) + "juda-maxfiy-soz", "juda-maxfiy-soz")
    assert "juda" not in kept


def test_long_answers_are_cut_and_stay_readable() -> None:
    kept = kept_answer({"items": [{"text": "x" * 10_000}] * 500, "id": 7})

    assert len(kept) <= LONGEST
    told = kept_answer({"text": "x" * 10_000, "id": 7})
    assert json.loads(told)["id"] == 7
    assert kept_answer("so\x00z\x07 \ud83d\ude00 uzun" + "y" * 10_000).startswith("soz")
