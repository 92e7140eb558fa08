"""Taking a plan out again on the screens: documents for staff, a calendar for whoever has its address."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import ModelLogEntry

from content.models import Organization
from scheduler.models import MediaPlan, PlanItem
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(organization: Organization) -> MediaPlan:
    plan = MediaPlan.objects.create(organization=organization, title="Media-reja", year=2026)
    PlanItem.objects.create(plan=plan, position=1, number="1", title="Brifing", deadline_text="Dekabr")
    return plan


def test_staff_download_word_and_excel(plan: MediaPlan, author: User) -> None:
    staff = signed_in(author)
    word = staff.get(reverse("mediaplan:export", args=[plan.pk, "docx"]))
    excel = staff.get(reverse("mediaplan:export", args=[plan.pk, "xlsx"]))

    assert word["Content-Disposition"] == 'attachment; filename="media-reja-2026.docx"'
    assert docx.Document(BytesIO(word.content)).tables[0].rows[1].cells[1].text == "Brifing"
    page = openpyxl.load_workbook(BytesIO(excel.content)).active
    assert page is not None
    assert page["B4"].value == "Brifing"
    assert staff.get(reverse("mediaplan:export", args=[plan.pk, "exe"])).status_code == 404


def test_strangers_get_no_document(plan: MediaPlan) -> None:
    assert (
        signed_in(User.objects.create_user("stranger"))
        .get(reverse("mediaplan:export", args=[plan.pk, "docx"]))
        .status_code
        == 302
    )


def test_the_calendar_has_no_address_until_someone_makes_it(plan: MediaPlan, root: User) -> None:
    administrator = signed_in(root)
    address = reverse("mediaplan:calendar", args=[plan.pk])
    assert "/taqvim/" not in administrator.get(address).content.decode()

    administrator.post(address, {"action": "open"})
    plan.refresh_from_db()
    feed = reverse("plan_feed", args=[plan.feed_key])
    assert f"http://testserver{feed}" in administrator.get(address).content.decode()

    answer = Client().get(feed)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert Calendar.from_ical(answer.content)["x-wr-calname"] == "Media-reja (2026)"
    assert ModelLogEntry.objects.filter(action="desk.calendar_address").count() == 1


def test_a_renewed_or_withdrawn_address_leads_nowhere(plan: MediaPlan, root: User) -> None:
    administrator = signed_in(root)
    address = reverse("mediaplan:calendar", args=[plan.pk])
    administrator.post(address, {"action": "open"})
    plan.refresh_from_db()
    first = reverse("plan_feed", args=[plan.feed_key])

    administrator.post(address, {"action": "renew"})
    plan.refresh_from_db()
    second = reverse("plan_feed", args=[plan.feed_key])
    assert [Client().get(feed).status_code for feed in (first, second)] == [404, 200]

    administrator.post(address, {"action": "close"})
    assert Client().get(second).status_code == 404


def test_looking_changes_nothing(plan: MediaPlan, root: User) -> None:
    administrator = signed_in(root)
    administrator.get(reverse("mediaplan:calendar", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.feed_key is None
