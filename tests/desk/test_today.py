"""The first page of the morning, and the organization's own screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import ModelLogEntry

from content.models import Channel, Organization, Post
from content.services import submit
from desk.addresses import edit_address, fan_out_address, review_address
from publishers.accounts import pause_account
from publishers.models import Delivery
from publishers.states import State
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved, unknown
from tests.desk.people import SLOT, draft

HOME = "wagtailadmin_home"


def test_home_says_what_waits_what_goes_out_next_and_which_channel_is_paused(
    organization: Organization, telegram: Channel, website: Channel, author: User, approver: User
) -> None:
    unknown(approved(organization, telegram, author=author, approver=approver, title="Javobsiz"))
    approved(organization, website, author=author, approver=approver, title="Navbatdagi")
    pause_account(telegram.account.pk, code="rights_missing", detail="", now=timezone.now())

    page = signed_in(author).get(reverse(HOME)).content.decode()

    inbox = reverse("inbox:index")
    assert f'<a href="{inbox}?kind=unknown"><strong>1</strong>unclear: it may be out</a>' in page
    assert "Navbatdagi" in page
    assert "Rasmiy sayt · 15.12.2026 10:00 (Asia/Tashkent)" in page
    assert "Hokimlik kanali is paused since 01.12.2026 09:00 (Asia/Tashkent)." in page
    assert "We have no right to publish on this channel." in page


def test_home_is_calm_when_nothing_waits(organization: Organization, author: User) -> None:
    page = signed_in(author).get(reverse(HOME)).content.decode()

    assert "Nothing waits for you" in page
    assert "No approved post waits for its time." in page


def test_home_counts_what_waits_for_this_persons_decision(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)

    asked, other = (signed_in(user).get(reverse(HOME)).content.decode() for user in (approver, author))

    assert f'<a href="{review_address(post)}"><strong>1</strong>submission waits for your decision</a>' in asked
    assert "Nothing waits for you" in other


TASHKENT = ZoneInfo("Asia/Tashkent")


@pytest.fixture
def item(organization: Organization) -> PlanItem:
    plan = MediaPlan.objects.create(organization=organization, title="Media-reja", year=2026)
    return PlanItem.objects.create(plan=plan, position=1, number="1", title="Ochiqlik kuni", kind=PlanItem.Kind.MONTHLY)


def owed(item: PlanItem, day: int, *, state: str = Occurrence.State.EXPECTED, post: Post | None = None) -> Occurrence:
    return Occurrence.objects.create(
        item=item, period_key=f"2026-12-{day:02d}", window_start=date(2026, 12, 1), window_end=date(2026, 12, 31),
        slot=datetime(2026, 12, day, 10, tzinfo=TASHKENT), state=state, post=post,
    )  # fmt: skip


def became(delivery: Delivery, state: State, *, hour: int = 10) -> Delivery:
    """As the log would have it after a while; the day is the slot's."""
    at = SLOT.astimezone(TASHKENT).replace(hour=hour)
    Delivery.objects.filter(pk=delivery.pk).update(state=state, due_at=at, ready_at=None, miss_at=None)
    return Delivery.objects.get(pk=delivery.pk)


def today_of(user: User) -> BeautifulSoup:
    page = BeautifulSoup(signed_in(user).get(reverse(HOME)).content, "html.parser")
    section = page.select_one("section.desk-home")
    assert section is not None
    return section


def words(found: Any) -> str:
    return " ".join(found.get_text(" ", strip=True).split())


def listed(page: BeautifulSoup, heading: str) -> list[str]:
    """What stands in the list under ``heading``."""
    title = page.find(["h2", "h3"], string=heading)
    assert title is not None
    following = title.find_next_sibling()
    return [words(line) for line in following.find_all("li")] if following.name in ("ol", "ul") else [words(following)]


def test_what_goes_out_today_is_listed_by_its_time_with_what_became_of_it(
    organization: Organization, telegram: Channel, website: Channel, author: User, approver: User
) -> None:
    later, out, stuck = (
        approved(organization, channel, author=author, approver=approver, title=title)
        for channel, title in ((website, "Kechqurun"), (telegram, "Ertalab"), (website, "Javobsiz"))
    )
    became(later, State.PENDING, hour=18)
    became(out, State.PUBLISHED, hour=8)
    became(stuck, State.UNKNOWN, hour=9)

    with travel(SLOT):
        page = today_of(author)

    about = "Namunaobod shahar hokimligi · Asia/Tashkent"
    assert listed(page, "Goes out today") == [
        f"08:00 Ertalab {about} out on 1 channel",
        f"09:00 Javobsiz {about} 1 channel needs you",
        f"18:00 Kechqurun {about} waits, 1 channel",
    ]
    assert page.find("a", string="Ertalab")["href"] == fan_out_address(out.post)
    assert listed(page, "Went wrong")[0].startswith("Javobsiz Rasmiy sayt · 15.12.2026 09:00 (Asia/Tashkent) · unclear")


def test_what_must_be_written_and_submitted_within_a_week_is_listed_with_its_time(
    organization: Organization, website: Channel, item: PlanItem, author: User
) -> None:
    post, waiting = (draft(organization, [website], user=author, title=title) for title in ("Qoralama", "Topshirilgan"))
    unwritten = owed(item, 3)
    owed(item, 2, state=Occurrence.State.PREPARED, post=post)
    owed(item, 4, state=Occurrence.State.PREPARED, post=submit(waiting, user=author))
    owed(item, 30)

    page = today_of(author)

    assert listed(page, "To write and to submit") == [
        "Qoralama Submit · 02.12.2026 10:00 (Asia/Tashkent)",
        "Ochiqlik kuni Write · 03.12.2026 10:00 (Asia/Tashkent)",
    ]
    assert page.find("a", string="Qoralama")["href"] == edit_address(post)
    assert page.find("a", string="Ochiqlik kuni")["href"] == reverse("occurrence:inspect", args=[unwritten.pk])


def test_the_month_is_a_picture_with_its_numbers_in_words(
    organization: Organization, telegram: Channel, item: PlanItem, author: User, approver: User
) -> None:
    prepared, skipped = Occurrence.State.PREPARED, Occurrence.State.SKIPPED
    out, stuck, back = (approved(organization, telegram, author=author, approver=approver) for _ in range(3))
    became(out, State.PUBLISHED)
    became(stuck, State.UNKNOWN)
    became(back, State.WITHDRAWN)  # as if it had never been out
    owed(item, 2, state=prepared, post=out.post)
    owed(item, 3, state=prepared, post=stuck.post)
    owed(item, 4, state=prepared, post=draft(organization, [telegram], user=author))
    owed(item, 19, state=prepared, post=draft(organization, [telegram], user=author))
    owed(item, 5, state=skipped)
    owed(item, 6, state=prepared, post=back.post)
    owed(item, 20)
    owed(item, 21)
    owed(item, 22, state=Occurrence.State.WITHDRAWN)

    with travel(datetime(2026, 12, 10, 12, tzinfo=TASHKENT)):
        page = today_of(author)

    picture = page.select_one("svg.desk-coverage")
    assert picture is not None
    told = "1 of 8 done; needs you: 1; under way: 1; late: 2; to come: 2; excused: 1"
    assert picture["aria-label"] == told
    places = [(float(part["x"]), float(part["width"])) for part in picture.find_all("rect")]
    assert places == [(0, 12.5), (12.5, 12.5), (25, 12.5), (37.5, 25), (62.5, 25), (87.5, 12.5)]
    assert [words(line) for line in page.select(".desk-coverage__legend li")] == [
        "done 1", "needs you 1", "under way 1", "late 2", "to come 2", "excused 1",
    ]  # fmt: skip


def test_a_duty_is_done_when_it_is_out_on_each_channel_that_it_owes(
    organization: Organization, telegram: Channel, website: Channel, item: PlanItem, author: User, approver: User
) -> None:
    # given a post that leaves out one of the two channels
    out = became(approved(organization, telegram, author=author, approver=approver), State.PUBLISHED)
    owed(item, 2, state=Occurrence.State.PREPARED, post=out.post).channels.set([telegram, website])

    with travel(datetime(2026, 12, 10, 12, tzinfo=TASHKENT)):
        page = today_of(author)

    assert page.select_one("svg.desk-coverage")["aria-label"] == "0 of 1 done; late: 1"


def test_the_page_asks_as_much_of_a_full_day_as_of_a_quiet_one(
    organization: Organization, telegram: Channel, website: Channel, item: PlanItem, author: User, approver: User
) -> None:
    def asked() -> int:
        client = signed_in(author)
        with travel(SLOT - timedelta(hours=1)), CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(HOME)).status_code == 200
        return len(asked)

    for channel in (telegram, website):
        became(approved(organization, channel, author=author, approver=approver), State.UNKNOWN)
    approved(organization, telegram, author=author, approver=approver)
    owed(item, 15, state=Occurrence.State.PREPARED, post=draft(organization, [website], user=author))
    owed(item, 16)
    few = asked()
    for day in (17, 18, 19):
        owed(item, day)
        approved(organization, telegram, author=author, approver=approver)
        became(approved(organization, website, author=author, approver=approver), State.UNKNOWN)

    assert asked() == few


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


def test_switching_four_eyes_off_is_written_down_with_a_name(organization: Organization, root: User) -> None:
    form = organization_form(organization)
    del form["four_eyes"]

    signed_in(root).post(reverse("organization:edit", args=[organization.pk]), form)

    organization.refresh_from_db()
    assert not organization.four_eyes
    entry = ModelLogEntry.objects.get(action="desk.four_eyes")
    assert (entry.user, entry.data) == (root, {"four_eyes": False})


def test_an_unknown_time_zone_is_refused(organization: Organization, root: User) -> None:
    response = signed_in(root).post(
        reverse("organization:edit", args=[organization.pk]), organization_form(organization, time_zone="Asia/Nowhere")
    )

    assert list(response.context["form"].errors) == ["time_zone"]


def test_press_staff_do_not_change_organizations(organization: Organization, author: User) -> None:
    response = signed_in(author).post(
        reverse("organization:edit", args=[organization.pk]), organization_form(organization, name="Boshqa")
    )

    assert response.url == reverse(HOME)
    organization.refresh_from_db()
    assert organization.name == "Namunaobod shahar hokimligi"
