from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from content.models import Channel, Organization
from desk.models import Notice
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.bot.conftest import bot  # noqa: F401
from tests.reports.plans import duty_of, item_of, plan_of

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


@pytest.fixture
def thursday(item: PlanItem, website: Channel) -> Occurrence:
    """Owed on Thursday of the week that begins on 7 December; nobody has written it."""
    return duty_of(item, date(2026, 12, 10), [website])


def told(kind: str = "week") -> list[str]:
    rows = Notice.objects.filter(key__regex=f"^{kind}:[0-9]").order_by("pk")
    return list(rows.values_list("person__username", flat=True))
