"""`/readyz`: whether this web process can serve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from config import health
from config.celery import app
from tests.at_the_database import silent
from tests.publishers.adapters.wire import closed_address


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    health._up_to_date.clear()
    yield
    health._up_to_date.clear()


@pytest.fixture
def broker_url() -> Iterator[Callable[[str], None]]:
    """Sets where the broker is, for one test."""
    before = app.conf.broker_url

    def to(url: str) -> None:
        app.conf.broker_url = url

    yield to
    app.conf.broker_url = before


def asked() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/readyz")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/json", "no-store")
    report = answer.json()
    assert report.pop("time").endswith("+00:00")
    return answer.status_code, report


@pytest.mark.django_db
def test_ready_with_database_migrations_and_broker() -> None:
    assert asked() == (
        200,
        {
            "status": "ok",
            "database": {"ok": True, "vendor": "sqlite"},
            "migrations": {"ok": True, "missing": 0},
            "broker": {"ok": True},
        },
    )


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_not_ready_until_it_is_applied() -> None:
    newest = MigrationRecorder(connection).migration_qs.filter(app="publishers").order_by("name").last()
    name = newest.name
    newest.delete()

    status, report = asked()
    assert (status, report["status"], report["migrations"]) == (503, "failing", {"ok": False, "missing": 1})

    MigrationRecorder(connection).record_applied("publishers", name)
    assert asked()[0] == 200


@pytest.mark.django_db
def test_once_it_is_up_to_date_the_question_is_one_statement(django_assert_num_queries: Any) -> None:
    asked()

    with django_assert_num_queries(1):
        assert asked()[0] == 200


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named_without_its_words() -> None:
    with silent(OperationalError("password of the database in here")):
        assert asked() == (
            503,
            {"status": "failing", "database": {"ok": False, "error": "OperationalError"}, "broker": {"ok": True}},
        )


@pytest.mark.django_db
def test_a_broker_nobody_listens_at_is_not_ready_and_its_address_stays_inside(
    broker_url: Callable[[str], None],
) -> None:
    broker_url(closed_address().replace("http://", "redis://:parol@"))

    status, report = asked()

    assert (status, report["status"]) == (503, "failing")
    assert report["broker"] == {"ok": False, "error": "OperationalError"}
    assert "parol" not in str(report)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
@pytest.mark.django_db
def test_a_real_redis_is_ready(redis_url: str, broker_url: Callable[[str], None]) -> None:
    broker_url(redis_url)

    assert (asked()[0], asked()[1]["broker"]) == (200, {"ok": True})
