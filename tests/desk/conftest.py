from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from time_machine import travel

from content.models import Channel, Organization
from publishers.models import ChannelAccount
from tests.desk.people import person
from tests.standing_site import standing_site

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """It is 1 December 2026, 09:00 in Tashkent; time goes on from there."""
    with travel(NOW):
        yield


@pytest.fixture(autouse=True)
def english(settings: object) -> Iterator[None]:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def static_root(settings: object) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # type: ignore[attr-defined]


@pytest.fixture
def organization(db: None) -> Organization:
    cache.clear()
    standing_site(site_name="Namunaobod shahar hokimligi", base_url="http://testserver")
    return Organization.objects.create(name="Namunaobod shahar hokimligi", slug="namunaobod")


@pytest.fixture
def website(organization: Organization) -> Channel:
    return channel(organization, "website", "Rasmiy sayt")


@pytest.fixture
def telegram(organization: Organization) -> Channel:
    return channel(organization, "telegram", "Hokimlik kanali")


def channel(organization: Organization, kind: str, name: str) -> Channel:
    made = Channel.objects.create(organization=organization, kind=kind, name=name, coverage_words=[kind])
    ChannelAccount.objects.create(channel=made, address="@namuna")
    return made


@pytest.fixture
def author(db: None) -> User:
    return person("malika", "Mualliflar")


@pytest.fixture
def approver(db: None) -> User:
    return person("rustam", "Tasdiqlovchilar")


@pytest.fixture
def second_approver(db: None) -> User:
    return person("nodira", "Tasdiqlovchilar")


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root", "root@example.org", "a long password")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
