"""How beat and the screens ask: their work is measured by what is due or shown, not by the length of the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from content.models import Channel
from publishers import outbox
from publishers.models import Attempt, Delivery
from publishers.queries import delivery_log, next_delivery_instant, next_waiting, oldest_waiting
from publishers.states import State
from tests.publishers.stage import Stage

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=2)


def plans_of(ask: Callable[[], Any]) -> list[str]:
    """How the database goes about each question that ``ask`` asks of the deliveries."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and "publishers_delivery" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    plans = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plans.append("; ".join(str(row[-1]) for row in cursor.fetchall()))
    assert plans
    return plans


@pytest.mark.parametrize(
    "ask",
    [
        next_delivery_instant,
        lambda: outbox.recover_expired(now=timezone.now()),
        lambda: outbox.mark_missed(now=timezone.now()),
        lambda: outbox.claim(now=timezone.now(), lease=LEASE, limit=500),
        lambda: oldest_waiting(timezone.now()),
    ],
    ids=["next_instant", "recover", "missed", "claim", "oldest"],
)
def test_beat_and_health_look_into_an_index_and_never_through_the_log(ask: Callable[[], Any]) -> None:
    for plan in plans_of(ask):
        assert "SCAN publishers_delivery" not in plan.replace("SCAN publishers_delivery USING COVERING INDEX", "")
        assert "delivery_log" not in plan
        assert "publishers_delivery_channel_id" not in plan  # all deliveries, only in the order of their channels


def test_a_page_of_the_log_counts_the_tries_of_its_own_rows_only() -> None:
    (plan,) = plans_of(lambda: list(delivery_log()[:50]))

    assert "delivery_log" in plan
    assert "GROUP BY" not in plan
    assert "ORDER BY" not in plan


def test_tries_are_counted_and_none_is_zero(stage: Stage, telegram: Channel, now: datetime) -> None:
    tried, untried = (stage.delivery(telegram, publish_at=now) for _ in range(2))
    for number in (1, 2):
        Attempt.objects.create(delivery=tried, number=number, step="publish", started_at=now, outcome="try_later")

    assert {row.pk: row.tries for row in delivery_log()} == {tried.pk: 2, untried.pk: 0}


def test_what_waits_comes_earliest_due_first_whatever_its_state(stage: Stage, telegram: Channel, now: datetime) -> None:
    rows = [stage.delivery(telegram, publish_at=now + timedelta(minutes=minute)) for minute in range(4)]
    lease = {"lease_token": "a", "leased_until": now}
    Delivery.objects.filter(pk=rows[1].pk).update(state=State.LEASED, **lease)
    Delivery.objects.filter(pk=rows[2].pk).update(state=State.PUBLISHED)

    assert next_waiting(Delivery.objects.all(), limit=2) == [rows[0], rows[1]]
    assert next_waiting(Delivery.objects.all(), limit=9) == [rows[0], rows[1], rows[3]]
    assert oldest_waiting(now - timedelta(seconds=1)) is None
    assert oldest_waiting(now + timedelta(minutes=9))["id"] == rows[0].pk  # type: ignore[index]
