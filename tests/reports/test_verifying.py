"""A log that was altered in any way is caught, and the first break is named."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from content.models import Channel, Rendition
from publishers.models import Attempt, Delivery, StateChange
from reports.chain.form import FIRST, hash_of
from reports.chain.sealing import head, seal_log
from reports.chain.verifying import verify
from reports.models import Seal
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage


@pytest.fixture
def sealed(stage: Stage, website: Channel, carry: Carry, now: datetime) -> Delivery:
    """Two posts that are out, the second sealed a day after the first; gives the first."""
    first = stage.delivery(website, publish_at=now)
    carry(now)
    seal_log(now + timedelta(minutes=1))
    later = now + timedelta(days=1)
    second = stage.delivery(website, publish_at=later, title="Ikkinchi xabar")
    carry(later)
    # both calls were made by the real clock: say of the second when it would have been
    Attempt.objects.filter(delivery=second).update(started_at=later, finished_at=later)
    StateChange.objects.filter(delivery=second).update(at=later)
    seal_log(later + timedelta(minutes=1))
    return first


def test_a_log_that_nobody_touched_is_sound(sealed: Delivery) -> None:
    verdict = verify()

    assert verdict.broken is None
    assert verdict.seals == Seal.objects.count() == sum(verdict.rows.values())
    assert verdict.head == str(head())
    assert verdict.waiting == 0


@pytest.mark.parametrize(
    "forged",
    [
        {"link": "https://example.org/boshqa"},
        {"outcome": "found"},
        {"answer": "{}"},
        {"finished_at": "2026-01-01T00:00:00Z"},
        {"number": 7},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_an_altered_attempt_is_caught_and_named(sealed: Delivery, forged: dict[str, Any]) -> None:
    attempt = Attempt.objects.get(delivery=sealed)
    # when
    Attempt.objects.filter(pk=attempt.pk).update(**forged)
    # then
    broken = verify().broken
    assert broken is not None
    assert (broken.what, broken.kind, broken.key) == ("altered", "attempt", attempt.pk)
    assert Seal.objects.get(number=broken.number).key == attempt.pk


def test_a_delivery_moved_to_another_post_is_caught(sealed: Delivery) -> None:
    other = Delivery.objects.exclude(pk=sealed.pk).get()
    Delivery.objects.filter(pk=sealed.pk).update(key="x" * 32)
    Delivery.objects.filter(pk=other.pk).update(key=sealed.key)

    broken = verify().broken
    assert broken is not None and broken.what == "altered"


def test_a_removed_row_is_caught(sealed: Delivery) -> None:
    change = StateChange.objects.filter(delivery=sealed).latest("pk")
    key = change.pk
    change.delete()

    broken = verify().broken
    assert broken is not None
    assert (broken.what, broken.kind, broken.key) == ("missing", "change", key)


def test_a_row_put_in_afterwards_is_caught_before_it_is_sealed_and_after(sealed: Delivery, now: datetime) -> None:
    made = Attempt.objects.create(
        delivery=sealed, number=2, step="publish", started_at=now, finished_at=now, outcome="published"
    )
    # when it has no seal yet
    broken = verify().broken
    assert broken is not None
    assert (broken.what, broken.kind, broken.key, broken.number) == ("added", "attempt", made.pk, None)
    # when the next run has sealed it with the rest
    seal_log(now + timedelta(days=2), sweep=True)
    broken = verify().broken
    assert broken is not None
    assert (broken.what, broken.key) == ("added", made.pk)


@pytest.mark.parametrize("field", ["hash", "digest", "key", "at"])
def test_a_forged_seal_breaks_the_chain(sealed: Delivery, field: str) -> None:
    forged = {"hash": "a" * 64, "digest": "b" * 64, "key": 99_999, "at": "2026-01-01T00:00:00Z"}[field]
    Seal.objects.filter(number=2).update(**{field: forged})

    broken = verify().broken
    assert broken is not None
    assert (broken.what, broken.number) == ("chain", 2)


def test_a_seal_taken_out_breaks_the_chain(sealed: Delivery) -> None:
    Seal.objects.filter(number=2).delete()

    broken = verify().broken
    assert broken is not None
    assert (broken.what, broken.number) == ("chain", 3)


def test_a_chain_written_anew_is_caught_only_by_an_earlier_seal(sealed: Delivery) -> None:
    stamp = head()
    assert stamp is not None
    # when somebody with the database alters a row and seals everything once more
    Attempt.objects.filter(delivery=sealed).update(link="https://example.org/boshqa")
    times = list(Seal.objects.values_list("at", flat=True))
    Seal.objects.all().delete()
    seal_log(times[0], sweep=True)
    # then
    assert verify().broken is None
    broken = verify(expected=(stamp.number, stamp.hash)).broken
    assert broken is not None
    assert (broken.what, broken.number) == ("rewritten", stamp.number)


def test_a_chain_whose_end_was_cut_off_is_caught_by_an_earlier_seal(sealed: Delivery) -> None:
    stamp = head()
    assert stamp is not None
    Seal.objects.filter(number=stamp.number).delete()

    broken = verify(expected=(stamp.number, stamp.hash)).broken
    assert broken is not None
    assert (broken.what, broken.number) == ("cut", stamp.number)


def test_a_seal_forged_with_its_hash_breaks_the_next_one(sealed: Delivery) -> None:
    first = Seal.objects.get(number=1)
    digest = "c" * 64
    forged = hash_of(FIRST, 1, first.kind, first.key, first.at, digest)
    Seal.objects.filter(number=1).update(digest=digest, hash=forged)

    broken = verify().broken
    assert broken is not None and broken.number == 1


def test_the_command_says_it_in_words_and_by_its_exit_status(
    sealed: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    # given a sound log
    call_command("verify_log")
    words = capsys.readouterr().out
    assert f"The log is sound: {Seal.objects.count()} rows" in words
    assert str(head()) in words
    # when a text that was sent is altered
    Rendition.objects.filter(pk=sealed.rendition_id).update(text="<p>Boshqa matn.</p>")
    with pytest.raises(SystemExit) as left:
        call_command("verify_log")
    assert left.value.code == 1
    assert f"Frozen text {sealed.rendition_id} is not the one" in capsys.readouterr().out
    # when an attempt is, too
    attempt = Attempt.objects.get(delivery=sealed)
    Attempt.objects.filter(pk=attempt.pk).update(outcome="lost")
    with pytest.raises(SystemExit) as left:
        call_command("verify_log", as_json=True)
    assert left.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["broken"]["what"], told["broken"]["row"]) == (False, "altered", attempt.pk)
    assert told["broken"]["sentence"].startswith(f"Attempt {attempt.pk} was altered after it was sealed on ")


@pytest.mark.parametrize("text", ["", "7", "7:abc", "0:" + "a" * 64, "x:" + "a" * 64])
def test_what_is_no_seal_is_bad_input(db: None, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("verify_log", expect=text)
    assert left.value.code == 2
    assert "This is no seal" in capsys.readouterr().err


def test_an_empty_log_says_so(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log")
    assert "Nothing is sealed yet." in capsys.readouterr().out
