from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.utils import timezone

from content.models import Channel
from publishers import delivering, outbox
from publishers.models import Delivery
from publishers.registry import publishers
from sandbox.thread import RunningSandbox
from tests.publishers.scripted import Script, ScriptedPublisher
from tests.publishers.stage import Stage
from tests.sandbox.clients import Client

Carry = Callable[..., list[int]]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The test run's own output stays clean."""


@pytest.fixture(scope="session")
def media_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where the platforms fetch pictures: an address that serves the folder's ``media``."""
    folder = tmp_path_factory.mktemp("site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder / "media"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def sandbox(platforms: RunningSandbox) -> Iterator[Client]:
    with requests.Session() as session:
        client = Client(platforms.url, session)
        yield client
        client.control("release")
        session.delete(f"{platforms.url}/__control__/faults", timeout=10)


@pytest.fixture
def stage(db: None, settings: Any, sandbox: Client, media_host: tuple[str, Path]) -> Stage:
    cache.clear()  # Wagtail keeps the sites' roots there
    settings.SANDBOX_URL, settings.SANDBOX_MAIL_URL = sandbox.url, sandbox.state()["mail"]
    settings.SITE_URL, settings.MEDIA_ROOT = media_host
    settings.LANGUAGE_CODE = "en"
    return Stage.build(sandbox, base_url=settings.SITE_URL)


@pytest.fixture
def now() -> datetime:
    """The slot of the test's posts: a little ahead of the clock, so that no approval comes after it; whole seconds,
    for a revision keeps no finer ones."""
    return timezone.now().replace(microsecond=0) + timedelta(seconds=30)


@pytest.fixture
def telegram(stage: Stage) -> Channel:
    return stage.channel("telegram")


@pytest.fixture
def carry(now: datetime) -> Carry:
    """Claims what is due at an instant and carries it out, as beat and a worker would; ids in their order."""

    def claim_and_carry_out(at: datetime = now) -> list[int]:
        claims = outbox.claim(now=at, lease=timedelta(minutes=2), limit=100)
        for claim in claims:
            delivering.carry_out(claim.delivery_id, claim.lease_token)
        return [claim.delivery_id for claim in claims]

    return claim_and_carry_out


@pytest.fixture
def script(settings: Any, stage: Stage) -> Iterator[Script]:
    """The script that telegram channels follow; the other kinds stay what they are."""
    settings.PUBLISHERS = [
        "publishers.adapters.website.WebsitePublisher",
        "tests.publishers.scripted.ScriptedPublisher",
        "tests.publishers.scripted.ScriptedNewspaper",
        "publishers.adapters.facebook.FacebookPagePublisher",
        "publishers.adapters.instagram.InstagramPublisher",
    ]
    publishers.cache_clear()
    ScriptedPublisher.script = Script()
    yield ScriptedPublisher.script
    publishers.cache_clear()


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("channel__account").get(pk=delivery.pk)
