"""``manage.py doctor``: every finding, what to do, the exit status, and no secret in any of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from config.celery import app
from config.doctor.storage import check_browser
from content.models import Channel, Organization
from desk.mail import MOST_ATTEMPTS
from desk.models import StoredEmail
from publishers.credentials import encrypt
from publishers.models import ChannelAccount
from sandbox.thread import RunningSandbox
from scheduler.heartbeat import note_alive
from tests.at_the_database import silent
from tests.config.rows import channel, delivery
from tests.publishers.adapters.wire import closed_address

SECRETS = ("m8Z-uzun-va-maxfiy-kalit-hech-kim-bilmaydi-42", "pochtaparol", "olchovlar-kaliti-1234", "kanal-tokeni-77")
KEY, MAIL_PASSWORD, METRICS, TOKEN = SECRETS


@pytest.fixture
def kanal(db: None, settings: Any, platforms: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    """A house in which all is well, with one channel."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C")
    monkeypatch.setenv("COLUMNS", "200")
    settings.SECRET_KEY, settings.METRICS_TOKEN = KEY, METRICS
    settings.CREDENTIALS_KEYS = [Fernet.generate_key().decode()]
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = platforms.mail_url, "matbuot@namunaobod.example"
    settings.SITE_URL, settings.CSRF_TRUSTED_ORIGINS = "https://namunaobod.example", ["https://namunaobod.example"]
    settings.ALLOWED_HOSTS, settings.BEHIND_TLS_PROXY = ["namunaobod.example"], True
    settings.BROWSER = "none"
    now, before = timezone.now(), app.conf.broker_url
    for part in ("beat", "worker"):
        note_alive(part, now=now)
    yield channel(
        "telegram", "Hokimlik kanali", health="ok", checked_at=now, stored_secret=encrypt(TOKEN), address="@namuna"
    )
    app.conf.broker_url = before


def doctor(*arguments: str) -> tuple[int, str]:
    """Exit status and what was said, of which no word is a secret."""
    out, status = io.StringIO(), 0
    try:
        call_command("doctor", *arguments, stdout=out, stderr=out)
    except SystemExit as end:
        status = int(end.code or 0)
    assert not any(secret in out.getvalue() for secret in SECRETS)
    return status, out.getvalue()


def troubles() -> tuple[int, dict[str, tuple[str, str, str]]]:
    """Exit status; by check what is not well: level, sentence, what to do."""
    status, said = doctor("--json")
    report = json.loads(said)
    assert report["status"] == ("ok", "warning", "error")[status]
    bad = [one for one in report["findings"] if one["level"] != "ok"]
    assert all(one["todo"] for one in bad)
    return status, {one["check"]: (one["level"], one["sentence"], one["todo"]) for one in bad}


def test_all_is_well(kanal: Channel) -> None:
    status, said = doctor("--json")

    report = json.loads(said)
    assert (status, report["status"]) == (0, "ok")
    assert [finding["check"] for finding in report["findings"]] == [
        "settings.secret_key", "settings.credentials_keys", "settings.debug", "settings.allowed_hosts",
        "settings.https", "settings.metrics_token", "settings.languages", "database.answer", "database.migrations",
        "settings.stored_tokens", "clock.files", "clock.zones", "broker", "storage.media", "storage.home",
        "storage.space", "storage.browser", "storage.renditions", "beat", "worker", "outbox.due", "outbox.need_person",
        "channels", "mail.server", "mail.waiting", "bot",
    ]  # fmt: skip
    assert {(finding["level"], finding["todo"]) for finding in report["findings"]} == {("ok", "")}


def test_people_read_lines_and_what_to_do(kanal: Channel, settings: Any) -> None:
    settings.DEBUG = True

    status, said = doctor()

    lines = [" ".join(line.split()) for line in said.splitlines()]
    at = lines.index("error settings.debug DEBUG is on: whoever causes an error reads code and settings.")
    assert (status, lines[at + 1]) == (2, "→ Set DEBUG=False and start web again.")
    assert lines[-1] == "Well: 25. Warnings: 0. Errors: 1."


@pytest.mark.parametrize(
    ("changed", "check", "level", "words"),
    [
        ({"SECRET_KEY": "qisqa"}, "settings.secret_key", "error", "short or a known example"),
        ({"SECRET_KEY": "a" * 60}, "settings.secret_key", "error", "short or a known example"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "settings.secret_key", "error", "short or a known example"),
        ({"CREDENTIALS_KEYS": ["kalit emas"]}, "settings.credentials_keys", "error", "no Fernet key"),
        ({"ALLOWED_HOSTS": ["boshqa.example"]}, "settings.allowed_hosts", "error", "namunaobod.example is not in"),
        ({"ALLOWED_HOSTS": ["*"]}, "settings.allowed_hosts", "warning", "lets any name in"),
        ({"BEHIND_TLS_PROXY": False}, "settings.https", "warning", "travel without it too"),
        ({"CSRF_TRUSTED_ORIGINS": []}, "settings.https", "error", "forms may be refused"),
        ({"SITE_URL": "http://namunaobod.example"}, "settings.https", "error", "without encryption"),
        ({"METRICS_TOKEN": "qisqa"}, "settings.metrics_token", "warning", "short enough to be guessed"),
        ({"TIME_ZONE": "Asia/Namunaobod"}, "clock.zones", "error", "no data for: Asia/Namunaobod"),
        ({"MAIL_URL": ""}, "mail.server", "warning", "No mail server is set"),
        ({"DEFAULT_FROM_EMAIL": "mediareja@localhost"}, "mail.server", "warning", "nobody can answer to"),
    ],
)
def test_a_setting_that_is_wrong(
    kanal: Channel, settings: Any, changed: dict[str, Any], check: str, level: str, words: str
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)

    status, bad = troubles()

    assert (list(bad), bad[check][0]) == ([check], level)
    assert words in bad[check][1]
    assert status == {"warning": 1, "error": 2}[level]


def test_keys_made_by_this_machine_are_warned_of_where_there_are_several(
    kanal: Channel, settings: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "secret_key").write_text(settings.SECRET_KEY)
    (folder / "credentials_key").write_text(settings.CREDENTIALS_KEYS[0])
    settings.HOME = tmp_path

    assert troubles() == (0, {})
    settings.DATABASE_URL = "postgres://db.example/mediareja"
    status, bad = troubles()

    assert status == 1
    assert {check: level for check, (level, *_words) in bad.items()} == {
        "settings.secret_key": "warning",
        "settings.credentials_keys": "warning",
    }


def test_tokens_no_key_opens_are_counted(kanal: Channel, settings: Any) -> None:
    settings.CREDENTIALS_KEYS = [Fernet.generate_key().decode()]

    assert troubles() == (
        2,
        {
            "settings.stored_tokens": (
                "error",
                "Stored tokens that no key in CREDENTIALS_KEYS opens: 1.",
                "Put the key back with which they were stored, or connect those channels again.",
            )
        },
    )


def test_beat_and_workers_that_are_silent(kanal: Channel) -> None:
    note_alive("beat", now=timezone.now() - timedelta(seconds=300))
    note_alive("worker", now=timezone.now() - timedelta(days=1))

    status, bad = troubles()

    assert (status, sorted(bad)) == (2, ["beat", "worker"])
    assert bad["beat"][1].startswith("Beat was last heard of 300.")
    assert bad["worker"][2] == "Start Mediareja (python manage.py run), or read what it says."


def test_a_broker_that_is_away(kanal: Channel, settings: Any) -> None:
    settings.CELERY_BROKER_URL = app.conf.broker_url = closed_address().replace("http://", f"redis://:{MAIL_PASSWORD}@")

    status, bad = troubles()

    note_alive("worker", now=timezone.now() - timedelta(seconds=90))
    assert (status, list(bad)) == (2, ["broker"])
    assert troubles()[1]["worker"][2].startswith("Start one (celery -A config worker)")
    assert bad["broker"][1] == "The broker does not answer: OperationalError. Posts wait until it does."


def test_a_mail_server_that_is_away_and_mails_that_wait(kanal: Channel, settings: Any) -> None:
    settings.MAIL_URL = closed_address().replace("http://", f"smtp://user:{MAIL_PASSWORD}@")
    for tries in (0, MOST_ATTEMPTS):
        StoredEmail.objects.create(subject="s", body="b", sender="a", recipients=["b"], attempts=tries)

    status, bad = troubles()

    assert (status, bad["mail.server"][1]) == (2, "The mail server does not let us in: ConnectionRefusedError.")
    assert (bad["mail.given_up"][0], bad["mail.given_up"][1][-2:]) == ("warning", "1.")


@pytest.mark.parametrize(
    ("account", "level", "sentence"),
    [
        ({"paused_at": "now", "health_code": "token_invalid"}, "error", "is paused: nothing is sent to it."),
        ({"health": "failing", "health_code": "unreachable"}, "warning", "did not let us in when it was last asked."),
        ({"expires_at": "past"}, "error", "The token of Hokimlik kanali has ended."),
        ({"expires_at": "soon"}, "warning", "ends in 2 days."),
    ],
)
def test_a_channel_in_trouble(kanal: Channel, account: dict[str, Any], level: str, sentence: str) -> None:
    now = timezone.now()
    at = {"now": now, "past": now - timedelta(hours=1), "soon": now + timedelta(days=2, hours=1)}
    ChannelAccount.objects.update(**{name: at.get(value, value) for name, value in account.items()})

    status, bad = troubles()

    assert (status, list(bad), bad["channels.channel"][0]) == (
        {"warning": 1, "error": 2}[level],
        ["channels.channel"],
        level,
    )
    assert sentence in bad["channels.channel"][1]


def test_channels_nobody_asked_and_none_at_all(kanal: Channel) -> None:
    ChannelAccount.objects.update(checked_at=timezone.now() - timedelta(days=3))
    assert troubles()[1]["channels.checked"][1] == "Channels nobody asked within two days: 1."

    Channel.objects.update(is_active=False)
    assert troubles()[1]["channels"][:2] == ("warning", "No channel is in use yet.")


def test_instagram_cannot_fetch_from_this_machine(kanal: Channel, settings: Any) -> None:
    channel("instagram", "Instagram", health="ok", checked_at=timezone.now())
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]

    assert list(troubles()[1]) == ["channels.site_url"]


def test_work_that_is_left_lying_and_posts_that_wait_for_people(kanal: Channel) -> None:
    delivery(kanal, timezone.now() - timedelta(minutes=5))
    delivery(kanal, timezone.now() - timedelta(minutes=5), "unknown")

    status, bad = troubles()

    assert (status, sorted(bad)) == (1, ["outbox.due", "outbox.need_person"])
    assert bad["outbox.due"][1].startswith("Posts that could go out at once: 1, the oldest for 30")
    assert bad["outbox.need_person"][1] == "Posts that wait for a person: 1."


def test_a_frozen_file_that_is_lost(kanal: Channel) -> None:
    waiting = delivery(kanal, timezone.now() + timedelta(days=1))
    waiting.rendition.pictures = [{"name": "frozen/aa/yoq.jpg"}]
    waiting.rendition.videos = [{"name": "frozen/bb/yoq.mp4", "cover": {"name": "frozen/aa/yoq.jpg"}}]
    waiting.rendition.save()

    status, bad = troubles()

    assert (status, list(bad)) == (2, ["storage.renditions"])
    assert bad["storage.renditions"][1] == "Files that waiting posts need: 2; missing of them: 2."


def test_a_media_folder_that_is_no_folder_and_a_disk_that_is_tight(
    kanal: Channel, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "media").write_text("")
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr("config.doctor.storage.TIGHT", 1 << 60)

    status, bad = troubles()

    assert (status, sorted(bad)) == (2, ["storage.media", "storage.space"])
    assert bad["storage.media"][1] == f"Nothing can be written to the folder {tmp_path / 'media'}: File exists."
    assert bad["storage.space"][0] == "warning"


def test_an_organization_in_a_zone_nobody_knows(kanal: Channel) -> None:
    Organization.objects.update(time_zone="Asia/Yoq")

    assert troubles()[1]["clock.zones"][1] == "Time zones this machine has no data for: Asia/Yoq."


def test_without_a_database_the_rest_is_looked_at_all_the_same(kanal: Channel) -> None:
    with silent(OperationalError(f"password {MAIL_PASSWORD} refused")):
        status, bad = troubles()

    assert (status, list(bad)) == (2, ["database.answer"])
    assert bad["database.answer"][1] == "The database does not answer: OperationalError"


def test_help_names_the_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("doctor", "--help")

    assert end.value.code == 0
    assert "0 all is well, 1 warnings, 2 errors" in " ".join(capsys.readouterr().out.split())


def test_a_browser_is_named_or_missed_or_not_wanted(settings: Any) -> None:
    settings.BROWSER = "/bin/true"
    (found,) = check_browser()
    assert (found.check, found.level, "/bin/true" in found.sentence) == ("storage.browser", "ok", True)
    settings.BROWSER = "bunday-dastur-yoq"
    (missed,) = check_browser()
    assert (missed.level, "BROWSER=none" in missed.todo) == ("warning", True)
    settings.BROWSER = "none"
    (unwanted,) = check_browser()
    assert unwanted.level == "ok"
