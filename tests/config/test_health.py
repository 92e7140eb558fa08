"""`/healthz` and the probe of the containers that reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from config import probe
from scheduler.heartbeat import note_alive
from tests.at_the_database import silent


def everybody_alive(*, seconds_ago: int = 0) -> None:
    for name in ("beat", "worker"):
        note_alive(name, now=timezone.now() - timedelta(seconds=seconds_ago))


@pytest.mark.django_db
def test_all_is_well_when_database_beat_and_worker_are_heard_of() -> None:
    everybody_alive(seconds_ago=5)

    answer = Client().get("/healthz")

    report = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert (report["status"], report["database"]) == ("ok", {"ok": True, "vendor": "sqlite"})
    assert (report["beat"]["ok"], report["worker"]["ok"]) == (True, True)
    assert 5 <= report["beat"]["seen_seconds_ago"] < 60
    assert report["oldest_waiting_delivery"] is None


@pytest.mark.django_db
def test_silence_of_a_minute_is_failing() -> None:
    everybody_alive()
    note_alive("worker", now=timezone.now() - timedelta(seconds=61))

    answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()["status"]) == (503, "failing")
    assert (answer.json()["beat"]["ok"], answer.json()["worker"]["ok"]) == (True, False)


@pytest.mark.django_db
def test_never_heard_of_is_failing_and_says_so() -> None:
    answer = Client().get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["beat"] == {"ok": False, "seen_seconds_ago": None}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_still_json_without_its_words() -> None:
    with silent(OperationalError("password of the database in here")):
        answer = Client().get("/healthz")

    report = answer.json()
    assert (answer.status_code, report["status"]) == (503, "failing")
    assert report["database"] == {"ok": False, "error": "OperationalError"}
    assert "password" not in answer.content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_probe_tells_each_part_by_its_exit_status(live_server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    note_alive("beat", now=timezone.now())

    codes = {part: probe.main([part, "--url", live_server.url]) for part in probe.PARTS}

    assert codes == {"database": 0, "beat": 0, "worker": 1, "bot": 1, "ready": 0}
    assert '"ok": true' in capsys.readouterr().out


def test_the_probe_fails_when_web_does_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    from tests.publishers.adapters.wire import closed_address

    assert probe.main(["database", "--url", closed_address()]) == 1
    assert capsys.readouterr().err.startswith("web does not answer")


def test_the_probe_asks_by_a_name_web_knows(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*", ".hokimlik.example", "other.example"]

    assert probe._known_host() == "hokimlik.example"
