"""A call that takes longer than its lease keeps it; one that never ends does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from publishers import keeping, outbox
from publishers.keeping import kept
from publishers.models import Delivery
from tests.publishers.stage import Stage

LEASE = timedelta(milliseconds=300)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def claim(stage: Stage, now: datetime, settings: Any) -> outbox.Claim:
    settings.LEASE = LEASE
    stage.delivery(stage.channel("telegram"), publish_at=now)
    [claim] = outbox.claim(now=now, lease=LEASE, limit=10)
    Delivery.objects.update(leased_until=timezone.now() + LEASE)  # the slot is a little ahead of the clock
    return claim


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def leased_until(claim: outbox.Claim) -> datetime:
    end = Delivery.objects.get(pk=claim.delivery_id).leased_until
    assert end is not None
    return end


def test_a_call_of_three_times_its_lease_is_not_taken_for_a_lost_one(claim: outbox.Claim) -> None:
    began = leased_until(claim)

    with kept(claim.delivery_id, claim.lease_token):
        eventually(lambda: leased_until(claim) > began + 3 * LEASE)
        assert outbox.recover_expired(now=timezone.now()) == 0

    ended = leased_until(claim)
    eventually(lambda: timezone.now() > ended)
    assert outbox.recover_expired(now=timezone.now()) == 1


def test_a_lease_that_was_taken_back_is_not_renewed(claim: outbox.Claim, caplog: pytest.LogCaptureFixture) -> None:
    Delivery.objects.filter(pk=claim.delivery_id).update(lease_token="another")
    began = leased_until(claim)

    with kept(claim.delivery_id, claim.lease_token):
        eventually(lambda: f"lease.lost id={claim.delivery_id}" in caplog.text)

    assert leased_until(claim) == began


def test_a_call_that_does_not_end_is_let_go(
    claim: outbox.Claim, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping, "LONGEST_CALL", 2 * LEASE)

    with kept(claim.delivery_id, claim.lease_token):
        eventually(lambda: outbox.recover_expired(now=timezone.now()) == 1)

    assert f"lease.let_go id={claim.delivery_id}: its call does not end" in caplog.text
