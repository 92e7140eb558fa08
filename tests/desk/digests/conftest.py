from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from content.models import Channel, Organization
from scheduler.models import MediaPlan, PlanItem
from tests.desk.bot.conftest import bot  # noqa: F401
from tests.reports.plans import item_of, plan_of

TASHKENT = ZoneInfo("Asia/Tashkent")


def at(text: str) -> datetime:
    """The instant that a clock in Tashkent shows: 2026-12-07 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=TASHKENT)


@pytest.fixture(autouse=True)
def stored_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "desk.mail.StoredEmailBackend"


@pytest.fixture
def plan(organization: Organization) -> MediaPlan:
    return plan_of(organization, activated_at=at("2026-01-05 09:00"))


@pytest.fixture
def item(plan: MediaPlan, website: Channel) -> PlanItem:
    return item_of(plan, 1, title="Har oyda infografika")


@pytest.fixture
def head(organization: Organization) -> User:
    """The head of the organization, who neither writes nor decides."""
    found = User.objects.create_user("hokim", "hokim@example.org", "a long password")
    organization.heads.add(found)
    return found
