"""The calendar's views: what stands where, in which words, and with how many questions to the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Channel, Organization, Post
from content.services import submit
from scheduler.models import CalendarDay, MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved, published, unknown
from tests.desk.expecting import expected
from tests.desk.people import SLOT, draft


def show(user: User, view: str = "month", day: str = "2026-12-15", **asked: Any) -> Any:
    return signed_in(user).get(reverse("posts_calendar:at", args=[view, day]), asked)


def stands(response: Any) -> list[tuple[str, str, str]]:
    """Day and time, title, state of each card shown."""
    return [
        (f"{card.entry.at:%d.%m %H:%M}", card.entry.title, card.entry.state)
        for day in response.context["days"]
        for card in day.cards
    ]


@pytest.fixture
def plan(organization: Organization) -> MediaPlan:
    return MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026, state="active")


def test_every_state_has_its_word(
    organization: Organization, website: Channel, telegram: Channel, plan: MediaPlan, author: User, approver: User
) -> None:
    people: dict[str, Any] = {"author": author, "approver": approver}
    draft(organization, [website], user=author, title="Qoralama")
    submit(draft(organization, [website], user=author, title="Kutmoqda"), user=author)
    published(approved(organization, website, title="Chiqdi", **people))
    unknown(approved(organization, telegram, title="Nomaʼlum", **people))
    approved(organization, website, title="Tasdiqlangan", **people)
    expected(plan, SLOT)

    response = show(author, "list")

    assert stands(response) == [
        ("15.12 10:00", "Infografika", "expected"),
        ("15.12 10:00", "Qoralama", "draft"),
        ("15.12 10:00", "Kutmoqda", "submitted"),
        ("15.12 10:00", "Chiqdi", "published"),
        ("15.12 10:00", "Nomaʼlum", "failed"),
        ("15.12 10:00", "Tasdiqlangan", "scheduled"),
    ]
    movable = [card.entry.title for day in response.context["days"] for card in day.cards if card.move]
    assert movable == ["Infografika", "Qoralama", "Kutmoqda"]  # what is approved, an approver moves
    text = response.content.decode()
    for words in ("waits for approval", "needs a decision", "Time zone: Asia/Tashkent.", "Hokimlik kanali"):
        assert words in text
    assert text.count("Asia/Tashkent") == 1


def test_filters_and_the_shown_period_choose(
    organization: Organization, website: Channel, telegram: Channel, plan: MediaPlan, author: User
) -> None:
    first = draft(organization, [website], user=author, title="Saytga")
    draft(organization, [telegram], user=author, title="Telegramga", publish_at=SLOT + timedelta(days=1))
    draft(organization, [website], user=author, title="Keyingi yil", publish_at=SLOT + timedelta(days=60))
    expected(plan, SLOT + timedelta(days=2)).channels.add(telegram)
    item = PlanItem.objects.get()
    Occurrence.objects.create(
        item=item, period_key="x", window_start="2026-12-01", window_end="2026-12-31", state="prepared", post=first
    )
    other = Organization.objects.create(name="Boshqa idora", slug="boshqa")
    draft(other, [], user=author, title="Boshqalarniki")

    def titles(**asked: Any) -> list[str]:
        return [title for _at, title, _state in stands(show(author, organization=organization.pk, **asked))]

    assert titles() == ["Saytga", "Telegramga", "Infografika"]
    assert titles(channel=telegram.pk) == ["Telegramga", "Infografika"]
    assert titles(state="draft") == ["Saytga", "Telegramga"]
    assert titles(state="expected") == ["Infografika"]
    assert titles(channel=10**6) == titles()
    assert show(author, state="published").context["remarks"] == []
    assert titles(plan=plan.pk) == ["Saytga", "Infografika"]
    assert [title for _at, title, _state in stands(show(author, organization=other.pk))] == ["Boshqalarniki"]


def test_addresses_lead_on_and_back_with_the_filters(organization: Organization, author: User) -> None:
    month = show(author, "month", "2026-12-15", state="draft").context
    assert (month["previous"], month["following"], month["today"]) == (
        "/admin/posts_calendar/month/2026-11-01/?state=draft",
        "/admin/posts_calendar/month/2027-01-01/?state=draft",
        "/admin/posts_calendar/month/2026-12-01/?state=draft",
    )
    assert (month["days"][0].day.isoformat(), month["days"][-1].day.isoformat()) == ("2026-11-30", "2027-01-03")
    week = show(author, "week", "2026-12-15").context
    assert (week["previous"], week["following"]) == (
        "/admin/posts_calendar/week/2026-12-08/",
        "/admin/posts_calendar/week/2026-12-22/",
    )
    for view, day in (("year", "2026-12-15"), ("month", "2026-13-01"), ("month", "1999-12-31")):
        assert show(author, view, day).headers["Location"] == "/admin/posts_calendar/"
    assert show(author, "month", "2000-01-01").context["previous"] == "/admin/posts_calendar/month/2000-01-01/"
    assert show(author, "list", "2100-12-31").status_code == 200


def test_days_off_and_quiet_hours_have_words(organization: Organization, author: User) -> None:
    Organization.objects.update(quiet_from="18:00", quiet_until="09:00")
    CalendarDay.objects.create(organization=organization, day="2026-12-17", works=False, note="Shahar kuni")
    CalendarDay.objects.create(organization=None, day="2026-12-19", works=True, note="Koʻchirilgan")

    response = show(author, "week")

    days = [(day.day.day, day.works, day.is_changed, day.note) for day in response.context["days"]]
    assert days == [
        (14, True, False, ""),
        (15, True, False, ""),
        (16, True, False, ""),
        (17, False, True, "Shahar kuni"),
        (18, True, False, ""),
        (19, True, True, "Koʻchirilgan"),
        (20, False, False, ""),
    ]
    quiet = [hour.at for hour in response.context["hours"] if hour.is_quiet]
    assert quiet == ["08:00", "18:00", "19:00"]
    text = response.content.decode()
    for words in ("holiday or day off", "working day", "quiet hours", "Quiet hours 18:00–09:00"):
        assert words in text


def test_clashes_and_holes_come_with_a_step(
    organization: Organization, website: Channel, telegram: Channel, plan: MediaPlan, author: User
) -> None:
    at = datetime(2026, 12, 15, 5, 0, tzinfo=UTC)
    draft(organization, [website, telegram], user=author, title="Birinchi", publish_at=at)
    close = draft(organization, [telegram], user=author, title="Ikkinchi", publish_at=at + timedelta(minutes=9))
    draft(organization, [telegram], user=author, title="Uchinchi", publish_at=at + timedelta(minutes=19))
    soon = expected(plan, datetime(2026, 12, 7, 5, 0, tzinfo=UTC))

    response = show(author)

    found = [(one["kind"], one.get("first"), one.get("last")) for one in response.context["remarks"]]
    assert response.context["remark_count"] == 5
    assert [kind for kind, _first, _last in found] == ["clash", "unwritten", "empty", "empty", "empty"]
    assert [f"{first:%d.%m}-{last:%d.%m}" for kind, first, last in found if kind == "empty"] == [
        "01.12-04.12",
        "21.12-25.12",
        "28.12-30.12",
    ]
    text = " ".join(response.content.decode().split())
    assert "“Birinchi” and “Ikkinchi” go to Hokimlik kanali on 15.12 at 10:00 and 10:09." in text
    assert f"/admin/posts_calendar/move/post/{close.pk}/?back=" in text
    assert "“Infografika” is expected on 07.12 at 10:00 and there is no post." in text
    assert reverse("occurrence:inspect", args=[soon.pk]) in text


def test_a_full_day_shows_some_and_counts_the_rest(organization: Organization, author: User) -> None:
    for number in range(6):
        draft(organization, [], user=author, title=f"Xabar {number}")

    response = show(author)

    day = next(day for day in response.context["days"] if day.day.isoformat() == "2026-12-15")
    assert (len(day.cards), day.more) == (4, 2)
    assert [(state, count) for state, _sign, _word, count in day.counts] == [("draft", 6)]
    assert "2 more" in response.content.decode()
    week = show(author, "week")
    assert [(len(day.cards), day.more) for day in week.context["days"] if day.more] == [(3, 3)]
    assert "3 more" in week.content.decode()


def test_who_may_not_see_posts_sees_no_calendar(organization: Organization, author: User, root: User) -> None:
    assert "posts_calendar" in signed_in(author).get("/admin/").content.decode()
    author.groups.clear()
    assert show(author).status_code == 302
    Organization.objects.all().delete()
    assert "There is no organization yet." in show(root).content.decode()


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_the_count_of_questions_is_flat(
    view: str, organization: Organization, website: Channel, telegram: Channel, plan: MediaPlan, author: User
) -> None:
    client = signed_in(author)
    place = reverse("posts_calendar:at", args=[view, "2026-12-15"])

    def questions() -> int:
        client.get(place)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(place)
        return len(captured)

    draft(organization, [website], user=author)
    expected(plan, SLOT)
    few = questions()
    for number in range(8):
        draft(organization, [website, telegram], user=author, publish_at=SLOT + timedelta(hours=number))
        expected(plan, SLOT + timedelta(hours=number))

    assert questions() == few
    assert few <= 30
    assert Post.objects.count() == 9
