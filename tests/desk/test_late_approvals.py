"""The list of approvals that came too late, and who can decide as the settings show it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from time_machine import travel
from wagtail.models import ModelLogEntry

from content.models import Channel, Organization, Post
from content.services import decide, submit
from publishers import outbox
from publishers.models import Delivery
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import channel, signed_in
from tests.desk.forms import messages_of
from tests.desk.people import SLOT, draft, person

LIST = "late_approvals:index"
HOUR = timedelta(hours=1)


def decided(
    organization: Organization, to: Channel, author: User, approver: User, *, title: str, late: timedelta
) -> Post:
    post = submit(draft(organization, [to], user=author, title=title), user=author)
    with travel(SLOT + late):
        return decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]


@pytest.fixture
def history(organization: Organization, website: Channel, author: User, approver: User) -> dict[str, Post]:
    """One approved in time, one two hours late, one two days late (missed), one that still waits."""
    found = {
        "intime": decided(organization, website, author, approver, title="Vaqtida", late=-HOUR),
        "late": decided(organization, website, author, approver, title="Ikki soat", late=2 * HOUR),
        "missed": decided(organization, website, author, approver, title="Ikki kun", late=48 * HOUR),
        "waits": submit(draft(organization, [website], user=author, title="Kutmoqda"), user=author),
    }
    Delivery.objects.filter(post=found["late"]).update(
        state="published", ready_at=None, miss_at=None, finished_at=SLOT + 2 * HOUR
    )
    with travel(SLOT + 73 * HOUR):  # a day after the approval
        outbox.mark_missed(now=SLOT + 73 * HOUR)
    return found


def rows(user: User, **asked: object) -> list[list[str]]:
    with travel(SLOT + 80 * HOUR):
        answer = signed_in(user).get(reverse(LIST), {"export": "xlsx"} | asked)
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [[str(value or "") for value in row] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_list_holds_what_was_approved_late_and_what_still_waits(history: dict[str, Post], approver: User) -> None:
    found = {row[0]: row for row in rows(approver)}

    assert set(found) == {"Ikki soat", "Ikki kun", "Kutmoqda"}
    assert found["Ikki soat"][2:] == [
        "15.12.2026 10:00 (Asia/Tashkent)",
        "01.12.2026 09:00 (Asia/Tashkent)",
        "malika",
        "",
        "15.12.2026 12:00 (Asia/Tashkent)",
        "rustam",
        "2 hours",
        "out late: 1",
    ]
    assert found["Ikki kun"][-2:] == ["2 days", "missed: 1"]
    assert found["Kutmoqda"][-3:] == ["", "3 days", "still waits"]


def test_a_spreadsheet_takes_no_title_for_a_formula(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    decided(organization, website, author, approver, title="=1+1", late=HOUR)

    with travel(SLOT + 80 * HOUR):
        answer = signed_in(approver).get(reverse(LIST), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

    assert "'=1+1" in text


def test_the_list_is_filtered_by_organization_plan_and_days(
    history: dict[str, Post], organization: Organization, website: Channel, author: User, approver: User
) -> None:
    # given another organization's late approval, and a plan that owes one of ours
    other = Organization.objects.create(name="Boshqa", slug="boshqa")
    decided(other, channel(other, "website", "Sayt"), author, approver, title="Begona", late=HOUR)
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    item = PlanItem.objects.create(plan=plan, position=1, title="Bandi")
    Occurrence.objects.create(
        item=item, period_key="2026-12", window_start=SLOT.date(), window_end=SLOT.date(), post=history["late"]
    )

    # when / then
    assert {row[0] for row in rows(approver, organization=other.pk)} == {"Begona"}
    assert {row[0] for row in rows(approver, plan=plan.pk)} == {"Ikki soat"}
    assert len(rows(approver, slot_from="2026-12-15", slot_to="2026-12-15")) == 4
    assert rows(approver, slot_from="2026-12-16", slot_to="2026-12-20") == []


def test_the_list_asks_as_many_questions_for_one_row_as_for_many(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    counts = []
    client = signed_in(approver)
    for number in range(6):
        decided(organization, website, author, approver, title=f"Post {number}", late=HOUR)
        client.get(reverse(LIST))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(LIST))
        counts.append(len(asked))

    assert counts[1] == counts[-1]


def test_strangers_do_not_see_the_list(history: dict[str, Post]) -> None:
    stranger = User.objects.create_user("begona", password="a long password")

    assert signed_in(stranger).get(reverse(LIST)).status_code == 302


def test_the_first_page_leads_to_what_waits_past_its_time(history: dict[str, Post], approver: User) -> None:
    with travel(SLOT + HOUR):
        page = signed_in(approver).get(reverse("wagtailadmin_home")).content.decode()

    assert f'<a href="{reverse(LIST)}"><strong>1</strong>post waits for approval past its time</a>' in page
    assert f'<a href="{reverse("review:post", args=[history["waits"].pk])}"><strong>1</strong>submission waits' in page


def test_the_organizations_screen_shows_who_decides_warns_and_logs_the_change(
    organization: Organization, approver: User, root: User
) -> None:
    client = signed_in(root)
    address = reverse("organization:edit", args=[organization.pk])
    form = {
        "name": organization.name,
        "slug": organization.slug,
        "language": "uz",
        "time_zone": "Asia/Tashkent",
        "four_eyes": "on",
        "approval_steps": "2",
        "approval_lead_hours": "24",
        "digest_at": "09:00",
        "draft_reminder_days": "3",
    }

    saved = client.post(address, form, follow=True)
    page = client.get(address).content.decode()

    assert "updated" in messages_of(saved)
    assert "Step 1: rustam" in page
    assert "Step 2: nobody" in page
    assert "Posts would wait for ever" in page
    entry = ModelLogEntry.objects.get(action="desk.approval_steps")
    assert (entry.user, entry.data) == (root, {"approval_steps": 2})
    person("karim", "Ikkinchi tasdiqlovchilar")
    assert "Posts would wait for ever" not in client.get(address).content.decode()


def test_the_plans_page_shows_its_steps_its_people_and_its_lead_time(
    organization: Organization, author: User, approver: User
) -> None:
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    client = signed_in(author)
    address = reverse("mediaplan:inspect", args=[plan.pk])
    assert "Posts would wait for ever" not in client.get(address).content.decode()

    client.post(
        reverse("mediaplan:edit", args=[plan.pk]),
        {"title": plan.title, "year": 2026, "approval_steps": 2, "approval_lead_hours": 48},
    )

    page = client.get(address).content.decode()
    assert "Who decides with 2 steps" in page
    assert "Posts would wait for ever" in page
    assert "48 hours" in page
    assert ModelLogEntry.objects.filter(action="desk.approval_steps").count() == 1


def test_a_post_of_a_plan_with_two_steps_needs_both(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026, approval_steps=2)
    item = PlanItem.objects.create(plan=plan, position=1, title="Bandi")
    post = draft(organization, [website], user=author)
    Occurrence.objects.create(
        item=item, period_key="2026-12", window_start=SLOT.date(), window_end=SLOT.date(), post=post
    )

    post = submit(post, user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]

    assert Post.objects.get().status_string == "waits for the second approval"
