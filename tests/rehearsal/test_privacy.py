"""A rehearsal can reach nothing real: not by its settings, not past them; and it is told no secret."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from publishers.models import ChannelAccount
from scheduler.rehearsal.program import ROOT
from scheduler.rehearsal.script import script_of
from scheduler.rehearsal.surroundings import NotPrivate, private_environment, refuse_what_is_not_private
from tests.desk.people import person
from tests.rehearsal.house import town_with_channels
from tests.scheduler.town import stored_plan

NEAR = "http://127.0.0.1:8001"
SEEN_FROM_INSIDE = """
import socket, sys
from scheduler.rehearsal.surroundings import Fenced, fence
fence()
with socket.socket() as near, socket.socket() as listening:
    listening.bind(("127.0.0.1", 0)); listening.listen()
    near.connect(listening.getsockname())
for reach in (
    lambda: socket.create_connection(("192.0.2.1", 443), timeout=0.1),
    lambda: socket.create_connection(("api.telegram.example", 443), timeout=0.1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
):
    try:
        reach()
    except Fenced:
        print("fenced")
"""


def private(folder: Path) -> SimpleNamespace:
    """Settings as the child's environment makes them."""
    (folder / "keys").mkdir(exist_ok=True)
    (folder / "keys" / "credentials_key").write_text("a-key-of-its-own\n")
    return SimpleNamespace(
        DATABASES={"default": {"ENGINE": "config.sqlite", "NAME": folder / "mediareja.sqlite3"}},
        HOME=folder, SITE_URL=NEAR, SANDBOX_URL=NEAR,
        SANDBOX_MAIL_URL="smtp://127.0.0.1:8002", TELEGRAM_API_BASE=NEAR, TELEGRAM_PREVIEW_BASE=f"{NEAR}/t.me",
        GRAPH_API_BASE=f"{NEAR}/graph", CELERY_BROKER_URL="wake://localhost/", MAIL_URL="",
        CREDENTIALS_KEYS=["a-key-of-its-own"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "mediareja"}}, "DATABASE_URL"),
        ("DATABASES", {"default": {"ENGINE": "config.sqlite", "NAME": "/srv/mediareja.sqlite3"}}, "MEDIAREJA_HOME"),
        ("HOME", Path("/srv"), "MEDIAREJA_HOME"),
        ("TELEGRAM_API_BASE", "https://api.telegram.org", "TELEGRAM_API_BASE"),
        ("GRAPH_API_BASE", "https://graph.facebook.com", "GRAPH_API_BASE"),
        ("SANDBOX_URL", "http://192.0.2.7:8001", "SANDBOX_URL"),
        ("SANDBOX_MAIL_URL", "smtp://192.0.2.7:25", "SANDBOX_MAIL_URL"),
        ("SITE_URL", "https://namunaobod.example", "SITE_URL"),
        ("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0", "REDIS_URL"),
        ("MAIL_URL", "smtp://127.0.0.1:25", "MAIL_URL"),
        ("CREDENTIALS_KEYS", ["a-key-of-its-own", "the-real-one"], "CREDENTIALS_KEYS"),
    ],
)
def test_it_refuses_to_start_with_a_setting_that_leads_elsewhere(
    tmp_path: Path, name: str, value: Any, told: str
) -> None:
    settings = private(tmp_path)
    refuse_what_is_not_private(tmp_path, settings)  # as they are made, all is well

    setattr(settings, name, value)

    with pytest.raises(NotPrivate, match=f"^{told}$"):
        refuse_what_is_not_private(tmp_path, settings)


def test_it_refuses_to_start_where_a_database_stands(tmp_path: Path) -> None:
    settings = private(tmp_path)
    (tmp_path / "mediareja.sqlite3").write_text("")

    with pytest.raises(NotPrivate):
        refuse_what_is_not_private(tmp_path, settings)


def test_no_library_gets_past_the_fence() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SEEN_FROM_INSIDE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.split() == ["fenced"] * 3


def test_the_child_inherits_no_address_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "CREDENTIALS_KEYS", "DATABASE_URL", "REDIS_URL", "MAIL_URL", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "something-real")

    environment = private_environment(tmp_path, site_url=NEAR, sandbox_url=NEAR, kept={"PREPARE_DAYS": "5"})

    assert "something-real" not in environment.values()
    assert {name: environment[name] for name in ("SECRET_KEY", "CREDENTIALS_KEYS", "DATABASE_URL", "MAIL_URL")} == {
        "SECRET_KEY": "", "CREDENTIALS_KEYS": "", "DATABASE_URL": "", "MAIL_URL": "",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_script_holds_no_token_no_address_of_a_channel_and_no_person(tmp_path: Path) -> None:
    organization, _channels = town_with_channels()
    person("malika", "Mualliflar")
    plan = stored_plan(tmp_path, organization, "Noyabr")

    script = json.dumps(
        script_of(plan, begin=date(2026, 11, 1), end=date(2026, 11, 30), year=2026, with_posts=False),
        ensure_ascii=False,
    )

    secrets = [account.stored_secret for account in ChannelAccount.objects.exclude(stored_secret="")]
    assert len(secrets) == 3
    kept = [word for word in (*secrets, "a-real-token", "@namunaobod_rasmiy", "malika") if word in script]
    assert kept == []
