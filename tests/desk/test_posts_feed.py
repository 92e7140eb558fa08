"""The calendar of an organization's posts in other programs: whoever has its address reads it, nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import ModelLogEntry

from content.feed_keys import open_feed
from content.models import Channel, Organization
from content.services import submit
from scheduler.models import MediaPlan
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved, published
from tests.desk.expecting import expected
from tests.desk.people import SLOT, draft


@pytest.fixture
def plan(organization: Organization) -> MediaPlan:
    return MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026, state="active")


def events(organization: Organization) -> dict[str, Any]:
    organization.refresh_from_db()
    answer = Client().get(reverse("posts_feed", args=[organization.feed_key]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["x-wr-calname"] == organization.name
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_posts_and_what_the_plan_expects_are_events_with_state_and_channels(
    organization: Organization, website: Channel, plan: MediaPlan, author: User, approver: User
) -> None:
    waiting = submit(draft(organization, [website], user=author, title="Kutmoqda"), user=author)
    published(approved(organization, website, title="Chiqdi", author=author, approver=approver))
    owed = expected(plan, SLOT)
    other = Organization.objects.create(name="Boshqa", slug="boshqa")
    draft(other, [], user=author, title="Boshqaning posti")
    open_feed(organization)

    found = events(organization)

    assert {name: str(event["status"]) for name, event in found.items()} == {
        "Infografika": "TENTATIVE", "Kutmoqda": "TENTATIVE", "Chiqdi": "CONFIRMED",
    }  # fmt: skip
    assert found["Kutmoqda"]["uid"] == f"post-{waiting.pk}@mediareja"
    assert found["Kutmoqda"]["dtstart"].to_ical() == b"20261215T050000Z"
    assert found["Kutmoqda"]["description"] == "Holati: tasdiq kutmoqda\nKanallar: Rasmiy sayt"
    assert found["Infografika"]["uid"] == f"occurrence-{owed.pk}@mediareja"
    assert found["Infografika"]["description"] == "Holati: kutilmoqda, yozilmagan"


def test_its_address_is_made_renewed_and_withdrawn_with_a_name_in_the_history(
    organization: Organization, root: User, author: User
) -> None:
    administrator, page = signed_in(root), reverse("posts_calendar:address", args=[organization.pk])
    assert page in administrator.get(reverse("posts_calendar:index")).content.decode()
    assert "/taqvim/" not in administrator.get(page).content.decode()

    addresses = []
    for action in ("open", "renew"):
        administrator.post(page, {"action": action})
        organization.refresh_from_db()
        addresses.append(reverse("posts_feed", args=[organization.feed_key]))
    assert f"http://testserver{addresses[1]}" in administrator.get(page).content.decode()
    assert [Client().get(address).status_code for address in addresses] == [404, 200]

    administrator.post(page, {"action": "close"})
    assert Client().get(addresses[1]).status_code == 404
    entries = ModelLogEntry.objects.filter(action="desk.calendar_address", content_type__model="organization")
    assert [entry.user for entry in entries] == [root] * 3

    # and who may not change the organization neither sees nor makes it
    staff = signed_in(author)
    assert page not in staff.get(reverse("posts_calendar:index")).content.decode()
    staff.post(page, {"action": "open"})
    organization.refresh_from_db()
    assert organization.feed_key is None


def test_the_count_of_questions_is_flat(organization: Organization, website: Channel, author: User) -> None:
    address = reverse("posts_feed", args=[open_feed(organization)])

    def asked() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        return len(asked)

    draft(organization, [website], user=author)
    few = asked()
    for _ in range(5):
        draft(organization, [website], user=author)

    assert asked() == few
