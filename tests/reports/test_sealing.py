"""The chain of seals: every final row once, in order, whatever commits when and however many seal."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

import pytest

from content.models import Channel
from publishers.models import Attempt, Delivery, StateChange
from reports.chain.sealing import SETTLES, head, seal_log
from reports.models import Seal, SealMark
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage


@pytest.fixture
def out(stage: Stage, website: Channel, carry: Carry, now: datetime) -> Delivery:
    delivery = stage.delivery(website, publish_at=now)
    carry(now)
    return delivery


def test_every_final_row_gets_one_seal_bound_to_the_one_before(out: Delivery, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    # when
    count = seal_log(later)
    # then
    seals = list(Seal.objects.all())
    assert count == len(seals) == Attempt.objects.count() + StateChange.objects.count()
    assert [seal.number for seal in seals] == list(range(1, count + 1))
    before = "0" * 64
    for seal in seals:
        at = f"{later:%Y-%m-%dT%H:%M:%S.%f}Z"
        text = f"{before}:{seal.number}:{seal.kind}:{seal.key}:{at}:{seal.digest}"
        before = hashlib.sha256(text.encode()).hexdigest()
        assert seal.hash == before
    assert str(head()) == f"{count}:{before}"


def test_a_digest_is_of_the_rows_canonical_form(out: Delivery, now: datetime) -> None:
    seal_log(now + timedelta(minutes=1))
    attempt = Attempt.objects.select_related("rendition").get()
    # when
    told = {
        "answer": attempt.answer,
        "channel": out.channel_id,
        "delivery": out.pk,
        "delivery_key": out.key,
        "detail": "",
        "external_id": attempt.external_id,
        "finished_at": f"{attempt.finished_at:%Y-%m-%dT%H:%M:%S.%f}Z",
        "id": attempt.pk,
        "kind": "attempt",
        "link": attempt.link,
        "number": 1,
        "outcome": "published",
        "post": out.post_id,
        "reason_code": "",
        "rendition": attempt.rendition_id,
        "rendition_checksum": attempt.rendition.checksum,
        "started_at": f"{attempt.started_at:%Y-%m-%dT%H:%M:%S.%f}Z",
        "step": "publish",
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # then
    assert attempt.answer
    assert Seal.objects.get(kind="attempt").digest == hashlib.sha256(text.encode()).hexdigest()


def test_what_is_sealed_is_not_sealed_again(out: Delivery, now: datetime) -> None:
    assert seal_log(now + timedelta(minutes=1))
    assert seal_log(now + timedelta(minutes=2)) == 0
    assert seal_log(now + timedelta(days=1), sweep=True) == 0


def test_an_open_attempt_waits_for_its_end_and_holds_nobody_up(out: Delivery, now: datetime) -> None:
    attempt = Attempt.objects.get()
    Attempt.objects.filter(pk=attempt.pk).update(outcome="", finished_at=None)
    much_later = now + SETTLES * 3
    seal_log(much_later)
    assert not Seal.objects.filter(kind="attempt").exists()
    # when it ends, long after rows behind it were sealed
    Attempt.objects.filter(pk=attempt.pk).update(outcome="lost", finished_at=much_later)
    # then
    assert seal_log(much_later + timedelta(minutes=1)) == 1


def test_a_row_that_commits_late_with_a_small_number_is_not_skipped(out: Delivery, now: datetime) -> None:
    first = StateChange.objects.order_by("pk").first()
    assert first is not None
    StateChange.objects.filter(pk=first.pk).delete()
    seal_log(now + timedelta(minutes=1))
    # when its transaction commits after rows with greater numbers were sealed
    first.save(force_insert=True)
    # then
    assert seal_log(now + timedelta(minutes=2)) == 1
    assert Seal.objects.filter(kind="change", key=first.pk).exists()


def test_marks_move_over_what_is_old_and_the_nightly_run_needs_none(out: Delivery, now: datetime) -> None:
    seal_log(now + SETTLES * 2)
    last = StateChange.objects.latest("pk")
    assert SealMark.objects.get(kind="change").up_to == last.pk
    # when a row turns up below the mark all the same
    Seal.objects.filter(number=Seal.objects.latest("number").number).delete()
    # then
    assert seal_log(now + SETTLES * 3) == 0
    assert seal_log(now + SETTLES * 3, sweep=True) == 1


def test_sealing_costs_the_same_number_of_questions_however_long_the_log_is(
    out: Delivery, now: datetime, django_assert_max_num_queries: object
) -> None:
    seal_log(now + timedelta(minutes=1))
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        seal_log(now + timedelta(minutes=2))
