"""Changed days, moving holidays, and the settings that slots depend on: the plans follow, and the person is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization
from scheduler.models import CalendarDay, ConfirmedHoliday, MediaPlan, Occurrence, OccurrenceChange, PlanItem
from scheduler.planning import activate_plan
from tests.desk.conftest import NOW, signed_in
from tests.desk.forms import messages_of

LAST = datetime(2026, 12, 30, 5, 0, tzinfo=UTC)
"""10:00 in Tashkent on the last working day of the year."""


@pytest.fixture
def item(organization: Organization, website: Channel) -> PlanItem:
    """Due each month on its last working day at 10:00."""
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    made = PlanItem.objects.create(
        plan=plan,
        position=1,
        number="1",
        title="Infografika",
        kind="monthly",
        rrule="FREQ=MONTHLY",
        target_position="last_working_day",
        target_time=time(10),
    )
    made.channels.add(website)
    activate_plan(plan, continuous="none", now=NOW)
    return made


def december(item: PlanItem) -> datetime | None:
    return Occurrence.objects.get(item=item, period_key="2026-12").slot


def local(slot: datetime | None) -> str:
    assert slot is not None
    return f"{slot.astimezone(datetime.fromisoformat('2026-01-01T00:00+05:00').tzinfo):%d.%m %H:%M}"


def post(user: User, name: str, /, *args: Any, **values: Any) -> Any:
    return signed_in(user).post(reverse(name, args=args), values, follow=True)


def test_a_changed_day_moves_what_is_to_come(item: PlanItem, author: User) -> None:
    assert december(item) == LAST

    response = post(author, "calendarday:add", day="2026-12-30", note="Qaror", organization="")

    assert "1 occurrence of the plans follows the change." in messages_of(response)
    assert local(december(item)) == "29.12 10:00"
    assert [(change.action, change.actor) for change in OccurrenceChange.objects.all()] == [("replanned", author)]

    day = CalendarDay.objects.get()
    assert "30.12.2026" in signed_in(author).get(reverse("calendarday:index")).content.decode()
    post(author, "calendarday:edit", day.pk, day="2026-12-31", works="on", note="", organization="")
    assert local(december(item)) == "31.12 10:00"
    post(author, "calendarday:delete", day.pk)
    assert december(item) == LAST


def test_a_day_of_another_organization_moves_nothing(item: PlanItem, author: User) -> None:
    other = Organization.objects.create(name="Boshqa", slug="boshqa")

    response = post(author, "calendarday:add", day="2026-12-30", organization=other.pk)

    assert "No occurrence of the plans changes by this." in messages_of(response)
    assert december(item) == LAST


def test_moving_holidays_are_listed_with_estimate_and_confirmed_day(author: User) -> None:
    ConfirmedHoliday.objects.create(holiday="ramazon", year=2026, day=date(2026, 3, 20), source="PQ-1")

    text = " ".join(signed_in(author).get(reverse("confirmedholiday:index")).content.decode().split())

    for words in ("20.03.2026", "PQ-1", "09.03.2027", "16.05.2027, estimated", "20.03.2026, confirmed", "2028"):
        assert words in text
    assert text.count("Confirm</a>") == 5
    assert "?holiday=ramazon&amp;day=2027-03-09" in text


def test_confirming_gives_the_items_of_the_holiday_their_day(
    organization: Organization, website: Channel, author: User
) -> None:
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2027)
    greeting = PlanItem.objects.create(
        plan=plan,
        position=1,
        number="1",
        title="Tabrik",
        kind="dates",
        anchor="on",
        holiday="ramazon",
        review=["moving_holiday"],
        needs_review=True,
    )
    activate_plan(plan, continuous="none", now=NOW)
    assert Occurrence.objects.count() == 0
    client = signed_in(author)
    sent = client.get(reverse("confirmedholiday:add"), {"holiday": "ramazon", "day": "2027-03-09"})
    assert 'value="2027-03-09"' in sent.content.decode()

    response = post(author, "confirmedholiday:add", holiday="ramazon", day="2027-03-10", source="PQ-2")

    assert "1 occurrence of the plans follows the change." in messages_of(response)
    assert (ConfirmedHoliday.objects.get().year, Occurrence.objects.get().period_key) == (2027, "2027-03-10")
    greeting.refresh_from_db()
    assert greeting.review == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2027-04-20", "The holiday is expected about 09.03.2027 that year. Check the date."),
        ("2026-03-21", "That year's day is confirmed already. Change it in the list."),
    ],
)
def test_a_slip_of_the_pen_is_refused(author: User, day: str, sentence: str) -> None:
    ConfirmedHoliday.objects.create(holiday="ramazon", year=2026, day=date(2026, 3, 20))

    response = post(author, "confirmedholiday:add", holiday="ramazon", day=day, source="")

    assert response.context["form"].errors == {"day": [sentence]}
    assert ConfirmedHoliday.objects.count() == 1


def organization_form(organization: Organization, **changed: Any) -> dict[str, Any]:
    return {
        "name": organization.name,
        "slug": organization.slug,
        "language": "uz",
        "time_zone": "Asia/Tashkent",
        "four_eyes": "on",
        "approval_steps": "1",
        "approval_lead_hours": "24",
        "digest_at": "09:00",
        "draft_reminder_days": "3",
    } | changed


def test_quiet_hours_of_the_organization_move_its_slots(item: PlanItem, organization: Organization, root: User) -> None:
    form = organization_form(organization, quiet_from="09:00", quiet_until="11:00")

    response = post(root, "organization:edit", organization.pk, **form)

    assert "1 occurrence of the plans follows the change." in messages_of(response)
    slot = december(item)
    assert slot is not None
    assert not 9 <= slot.hour + 5 < 11


def test_quiet_hours_have_two_ends(item: PlanItem, organization: Organization, root: User) -> None:
    response = post(root, "organization:edit", organization.pk, **organization_form(organization, quiet_from="22:00"))

    assert response.context["form"].errors == {"quiet_until": ["Give both ends of the hours, or none."]}


def item_form(**changed: Any) -> dict[str, Any]:
    return {
        "target_position": "last_working_day",
        "target_time": "10:00",
        "per_period": "1",
        "lateness_limit": "86400",
    } | changed


def test_an_item_has_quiet_hours_lead_and_count_of_its_own(item: PlanItem, author: User) -> None:
    response = post(
        author,
        "planitem:edit",
        item.pk,
        **item_form(per_period="2", lead_days="1", quiet_from="22:00", quiet_until="07:00"),
    )

    item.refresh_from_db()
    assert (item.per_period, item.lead_days, item.quiet_from, item.quiet_until) == (2, 1, time(22), time(7))
    assert "Occurrences that follow the new settings: 2." in messages_of(response)
    rows = Occurrence.objects.filter(item=item, window_start=date(2026, 12, 1))
    assert sorted(rows.values_list("period_key", flat=True)) == ["2026-12", "2026-12#2"]


def test_the_next_slots_of_settings_are_shown_before_they_are_stored(item: PlanItem, author: User) -> None:
    text = post(author, "planitem:edit", item.pk, show="1", **item_form(target_time="15:30")).content.decode()

    assert "30.12.2026 15:30 (Asia/Tashkent)" in text
    item.refresh_from_db()
    assert (item.target_time, december(item)) == (time(10), LAST)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"per_period": "0"}, "per_period"),
        ({"per_period": "99"}, "per_period"),
        ({"quiet_from": "22:00"}, "quiet_until"),
    ],
)
def test_settings_of_an_item_that_make_no_sense_are_refused(
    item: PlanItem, author: User, values: dict[str, str], field: str
) -> None:
    response = post(author, "planitem:edit", item.pk, **item_form(**values))

    assert list(response.context["form"].errors) == [field]


def test_a_withdrawn_item_is_marked(item: PlanItem, author: User) -> None:
    PlanItem.objects.update(withdrawn_at=NOW)

    assert "no longer in the plan" in signed_in(author).get(reverse("planitem:index")).content.decode()
    text = signed_in(author).get(reverse("planitem:edit", args=[item.pk])).content.decode()
    assert "The item is no longer in the plan." in text


def test_an_approver_looks_at_the_calendar_and_changes_nothing(approver: User) -> None:
    text = signed_in(approver).get(reverse("confirmedholiday:index")).content.decode()

    assert "Confirm</a>" not in text
    post(approver, "calendarday:add", day="2026-12-30", organization="")
    post(approver, "confirmedholiday:add", holiday="ramazon", day="2027-03-09")
    assert (CalendarDay.objects.count(), ConfirmedHoliday.objects.count()) == (0, 0)
