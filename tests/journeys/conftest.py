"""A press service with four channels on the second of November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from time_machine import Traveller, travel

from sandbox.thread import RunningSandbox
from tests.journeys.engine import Engine
from tests.journeys.press_service import PressService, found_press_service
from tests.journeys.readers import Platforms
from website.services import ensure_site

BEGINNING = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""09:00 in Tashkent, a Monday."""


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with travel(BEGINNING) as traveller:
        yield traveller


@pytest.fixture
def engine(transactional_db: None, clock: Traveller) -> Iterator[Engine]:
    engine = Engine(clock)
    yield engine
    engine.stop()


@pytest.fixture
def press_service(live_server: Any, settings: Any, engine: Engine, platforms: RunningSandbox) -> Iterator[PressService]:
    settings.SITE_URL = live_server.url
    settings.SANDBOX_URL = platforms.url
    settings.EMAIL_BACKEND = "desk.mail.StoredEmailBackend"
    settings.LANGUAGE_CODE = "en"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    cache.clear()
    readers = Platforms(platforms.url)
    with translation.override("en"):
        service = found_press_service(readers, engine)
        ensure_site(site_name=service.organization.name, base_url=live_server.url)
        service.opens_its_channels()
        yield service
    readers.trouble_is_over()
    cache.clear()
