"""`/metrics`: exact figures, the same whoever is asked, and not for strangers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families
from time_machine import travel

from desk.mail import MOST_ATTEMPTS
from desk.models import StoredEmail
from publishers.counting import count_attempts
from publishers.figures import MOST_CALLS
from publishers.models import ChannelAccount
from scheduler.heartbeat import note_alive
from tests.at_the_database import silent
from tests.config.rows import attempt, channel, delivery

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOBODY = {
    ("mediareja_deliveries_due",): 0.0,
    ("mediareja_deliveries_due_oldest_seconds",): 0.0,
    ("mediareja_deliveries_under_way",): 0.0,
    ("mediareja_deliveries_waiting", "state=pending"): 0.0,
    ("mediareja_deliveries_waiting", "state=leased"): 0.0,
    ("mediareja_deliveries_waiting", "state=accepted"): 0.0,
    ("mediareja_deliveries_lateness_seconds",): 0.0,
    ("mediareja_deliveries_upcoming", "within=1h"): 0.0,
    ("mediareja_deliveries_upcoming", "within=24h"): 0.0,
    ("mediareja_deliveries_need_person", "state=rejected"): 0.0,
    ("mediareja_deliveries_need_person", "state=unknown"): 0.0,
    ("mediareja_deliveries_need_person", "state=partial"): 0.0,
    ("mediareja_deliveries_need_person", "state=awaiting_proof"): 0.0,
    ("mediareja_deliveries_need_person", "state=missed"): 0.0,
    ("mediareja_accounts",): 0.0,
    ("mediareja_accounts_held",): 0.0,
    ("mediareja_alive", "part=beat"): 0.0,
    ("mediareja_alive", "part=worker"): 0.0,
    ("mediareja_preparations_due",): 0.0,
    ("mediareja_mail_waiting",): 0.0,
    ("mediareja_mail_given_up",): 0.0,
}
"""What a house that was just built says."""


def samples(text: str) -> dict[tuple[str, ...], float]:
    """(name, label=value, …) -> value, as Prometheus reads it; the scrape's own time is checked and left out."""
    found = {
        (sample.name, *(f"{name}={value}" for name, value in sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert 0 < found.pop(("mediareja_scrape_seconds",)) < 30
    return found


def scraped() -> dict[tuple[str, ...], float]:
    with travel(NOW, tick=False):
        answer = Client().get("/metrics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    return samples(answer.content.decode())


@pytest.mark.django_db
def test_a_house_without_work_says_nought_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.metrics.perf_counter", iter([1.0, 1.5]).__next__)

    assert scraped() == NOBODY


@pytest.mark.django_db
def test_the_outbox_channels_attempts_and_house_in_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.metrics.perf_counter", iter([1.0, 1.5]).__next__)
    # given: two channels in use, one of them paused, and one that is not in use any more
    ends = NOW + timedelta(days=3)
    kanal = channel(
        "telegram", 'Hokimlik "kanali"', health="ok", expires_at=ends, held_until=NOW + MINUTE, checked_at=NOW
    )
    sahifa = channel("facebook", "Sahifa", health="failing", health_code="token_invalid", paused_at=NOW - 9 * MINUTE)
    old = channel("website", "Eski sayt", is_active=False, paused_at=NOW, health_code="no_account")
    # given: due for 30 s; waiting for a paused account for an hour; under way; half out; later
    due = delivery(kanal, NOW - 5 * MINUTE, ready_at=NOW - MINUTE / 2)
    delivery(sahifa, NOW - 60 * MINUTE, ready_at=None)
    leased = delivery(kanal, NOW - MINUTE, "leased", leased_until=NOW + MINUTE, lease_token="t")
    delivery(kanal, NOW - 2 * MINUTE, "accepted", ready_at=NOW + MINUTE, external_id="7")
    delivery(kanal, NOW + 30 * MINUTE)
    delivery(kanal, NOW + timedelta(hours=23))
    delivery(kanal, NOW + timedelta(days=30))
    for state in ("unknown", "missed", "missed", "published"):
        attempt(delivery(kanal, NOW - timedelta(hours=2), state), "published", NOW - timedelta(hours=2))
    # given: calls, the newest of them 2 s late; of one it is the second, which says nothing of lateness
    attempt(due, "try_later", NOW - 2 * MINUTE)
    attempt(due, "not_found", NOW - MINUTE, step="find", number=2)
    attempt(leased, "", NOW - MINUTE + timedelta(seconds=2))
    attempt(delivery(old, NOW - timedelta(days=9), "published"), "published", NOW - timedelta(days=9))
    # given: beat, no worker; mail
    note_alive("beat", now=NOW - timedelta(seconds=7))
    for tries in (0, 1, MOST_ATTEMPTS):
        StoredEmail.objects.create(subject="s", body="b", sender="a", recipients=["b"], attempts=tries)
    StoredEmail.objects.create(subject="s", body="b", sender="a", recipients=["b"], sent_at=NOW)
    # when
    found = scraped()
    # then
    telegram, facebook, site = (f"channel={one.pk}" for one in (kanal, sahifa, old))
    assert found == NOBODY | {
        ("mediareja_deliveries_due",): 1.0,
        ("mediareja_deliveries_due_oldest_seconds",): 30.0,
        ("mediareja_deliveries_under_way",): 1.0,
        ("mediareja_deliveries_waiting", "state=pending"): 2.0,
        ("mediareja_deliveries_waiting", "state=leased"): 1.0,
        ("mediareja_deliveries_waiting", "state=accepted"): 1.0,
        ("mediareja_deliveries_lateness_seconds",): 3600.0,
        ("mediareja_deliveries_upcoming", "within=1h"): 1.0,
        ("mediareja_deliveries_upcoming", "within=24h"): 2.0,
        ("mediareja_deliveries_need_person", "state=unknown"): 1.0,
        ("mediareja_deliveries_need_person", "state=missed"): 2.0,
        ("mediareja_first_call_lateness_seconds", "quantile=0.5"): 2.0,
        ("mediareja_first_call_lateness_seconds", "quantile=0.99"): 180.0,
        ("mediareja_attempts_total", "kind=telegram", "outcome=published", "step=publish"): 4.0,
        ("mediareja_attempts_total", "kind=telegram", "outcome=try_later", "step=publish"): 1.0,
        ("mediareja_attempts_total", "kind=telegram", "outcome=not_found", "step=find"): 1.0,
        ("mediareja_attempts_total", "kind=website", "outcome=published", "step=publish"): 1.0,
        ("mediareja_accounts",): 2.0,
        ("mediareja_accounts_held",): 1.0,
        ("mediareja_accounts_paused", "kind=facebook", "reason=token_invalid"): 1.0,
        ("mediareja_channel_info", telegram, "kind=telegram", 'name=Hokimlik "kanali"', "organization=namunaobod"): 1.0,
        ("mediareja_channel_info", facebook, "kind=facebook", "name=Sahifa", "organization=namunaobod"): 1.0,
        ("mediareja_channel_info", site, "kind=website", "name=Eski sayt", "organization=namunaobod"): 1.0,
        ("mediareja_channel_waiting", telegram, "kind=telegram"): 3.0,
        ("mediareja_channel_waiting", facebook, "kind=facebook"): 1.0,
        ("mediareja_channel_paused", facebook, "kind=facebook", "reason=token_invalid"): 1.0,
        ("mediareja_channel_ok", telegram, "kind=telegram"): 1.0,
        ("mediareja_channel_ok", facebook, "kind=facebook"): 0.0,
        ("mediareja_channel_token_ends_timestamp_seconds", telegram, "kind=telegram"): ends.timestamp(),
        ("mediareja_channel_attempts_total", telegram, "kind=telegram", "outcome=published"): 4.0,
        ("mediareja_channel_attempts_total", telegram, "kind=telegram", "outcome=try_later"): 1.0,
        ("mediareja_channel_attempts_total", telegram, "kind=telegram", "outcome=not_found"): 1.0,
        ("mediareja_channel_attempts_total", site, "kind=website", "outcome=published"): 1.0,
        ("mediareja_alive", "part=beat"): 1.0,
        ("mediareja_heartbeat_age_seconds", "part=beat"): 7.0,
        ("mediareja_mail_waiting",): 2.0,
        ("mediareja_mail_given_up",): 1.0,
    }
    # then: the same once the counts are stored
    monkeypatch.setattr("config.metrics.perf_counter", iter([1.0, 1.5]).__next__)
    count_attempts(now=NOW)
    assert scraped() == found


@pytest.mark.django_db
def test_single_channels_can_be_left_out(settings: Any) -> None:
    settings.METRICS_PER_CHANNEL = False
    attempt(delivery(channel("website", "Sayt"), NOW, "published"), "published", NOW)

    found = scraped()

    assert found["mediareja_attempts_total", "kind=website", "outcome=published", "step=publish"] == 1.0
    assert [key for key in found if key[0].startswith("mediareja_channel_")] == []


@pytest.mark.django_db
def test_no_secret_of_a_channel_is_told() -> None:
    channel("telegram", "Kanal", stored_secret="parol-123", address="@yopiq", health_detail="token 99:AA refused")

    text = Client().get("/metrics").content.decode()

    assert ChannelAccount.objects.get().stored_secret == "parol-123"
    assert not any(word in text for word in ("parol-123", "@yopiq", "99:AA"))


@pytest.mark.django_db
def test_the_number_of_questions_does_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        site = channel("website", f"Sayt {number}")
        attempt(delivery(site, NOW - MINUTE), "try_later", NOW)

    with django_assert_max_num_queries(25):
        assert scraped()["mediareja_deliveries_due",] == 6.0


@pytest.mark.django_db
def test_no_question_reads_the_whole_log() -> None:
    """On SQLite a plan says SCAN where it reads a table from end to end."""
    with CaptureQueriesContext(connection) as asked:
        scraped()
    with connection.cursor() as cursor:
        for sql in [query["sql"] for query in asked.captured_queries]:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[3] for row in cursor.fetchall()]
            whole = [
                step for step in plan if re.match(r"SCAN (publishers_(delivery|attempt)|scheduler_occurrence)\b", step)
            ]
            # the newest thousand are read backwards from the end
            assert whole == [] or sql.endswith(f" DESC LIMIT {MOST_CALLS}"), plan


PROXY = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("::ffff:127.0.0.1", {}, 200),
        ("127.0.0.1", PROXY, 404),
        ("127.0.0.1", {"HTTP_FORWARDED": "for=203.0.113.9"}, 404),
        ("127.0.0.1", {"HTTP_X_FORWARDED_PROTO": "https"}, 404),
        ("203.0.113.9", {}, 404),
        ("10.0.0.7", {"HTTP_AUTHORIZATION": "Bearer "}, 404),
        ("", {}, 404),
    ],
)
def test_without_a_token_only_this_machine_gets_in(address: str, headers: dict[str, str], status: int) -> None:
    assert Client().get("/metrics", REMOTE_ADDR=address, **headers).status_code == status


@pytest.mark.django_db
def test_behind_a_proxy_this_machine_proves_nothing(settings: Any) -> None:
    settings.BEHIND_TLS_PROXY = True

    assert Client().get("/metrics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "status"),
    [
        (None, 403),
        ("Bearer maxfiy-soz", 200),
        ("bearer  maxfiy-soz", 200),
        ("Bearer boshqa", 403),
        ("Bearer maxfiy-soz va yana", 403),
        ("Basic maxfiy-soz", 403),
        ("Bearer", 403),
    ],
)
@pytest.mark.parametrize("address", ["127.0.0.1", "203.0.113.9"])
def test_a_token_alone_opens_where_one_is_set(settings: Any, address: str, given: str | None, status: int) -> None:
    settings.METRICS_TOKEN = "maxfiy-soz"
    headers = {} if given is None else {"HTTP_AUTHORIZATION": given}

    answer = Client().get("/metrics", REMOTE_ADDR=address, **headers)

    assert (answer.status_code, b"mediareja_deliveries_due" in answer.content) == (status, status == 200)


@pytest.mark.django_db
def test_it_is_read_only() -> None:
    assert Client().post("/metrics").status_code == 405


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_said_without_its_words() -> None:
    with silent(OperationalError("password of the database in here")):
        answer = Client().get("/metrics")

    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_over_a_socket(live_server: Any, settings: Any) -> None:
    settings.METRICS_TOKEN = "maxfiy"
    note_alive("beat", now=datetime.now(UTC))

    with_token = requests.get(f"{live_server.url}/metrics", headers={"Authorization": "Bearer maxfiy"}, timeout=10)
    without = requests.get(f"{live_server.url}/metrics", timeout=10)

    assert samples(with_token.text)["mediareja_alive", "part=beat"] == 1.0
    assert (without.status_code, without.text) == (403, "a token is needed\n")
