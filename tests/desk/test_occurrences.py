"""What people decide about single occurrences, on the screens and by command."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from content.models import Channel, Organization
from publishers.models import Delivery
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem
from scheduler.planning import activate_plan
from tests.desk.commands.running import run_here
from tests.desk.conftest import NOW, signed_in
from tests.desk.deliveries import approved, published
from tests.desk.forms import messages_of
from tests.desk.people import draft

WHY = "Hokim xizmat safarida"
SLOT = datetime(2026, 12, 22, 5, 0, tzinfo=UTC)
"""10:00 in Tashkent, a working day."""


@pytest.fixture
def december(organization: Organization, website: Channel) -> Occurrence:
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    item = PlanItem.objects.create(
        plan=plan, position=1, number="1", title="Har oyda infografika", kind="monthly", rrule="FREQ=MONTHLY"
    )
    item.channels.add(website)
    activate_plan(plan, continuous="none", now=NOW)
    Occurrence.objects.filter(item=item, period_key="2026-12").update(slot=SLOT)
    return Occurrence.objects.get(item=item, period_key="2026-12")


def page(user: User, occurrence: Occurrence) -> str:
    return signed_in(user).get(reverse("occurrence:inspect", args=[occurrence.pk])).content.decode()


def decide(user: User, occurrence: Occurrence, decision: str, **values: Any) -> Any:
    address = reverse("occurrence:decide", args=[occurrence.pk, decision])
    return signed_in(user).post(address, {"reason": WHY} | values, follow=True)


def offered(text: str) -> list[str]:
    return [name for name in ("move", "skip", "replace", "restore") if f'/{name}/"' in text]


def test_the_page_offers_what_can_be_decided_and_tells_the_history(december: Occurrence, author: User) -> None:
    assert offered(page(author, december)) == ["move", "skip", "replace"]

    response = decide(author, december, "move", day="2026-12-24", at="15:30")

    assert messages_of(response) == "Moved to 24.12.2026 15:30 (Asia/Tashkent)."
    shown = page(author, december)
    for words in ("01.12.2026 09:00 (Asia/Tashkent)", "22.12.2026 10:00 (Asia/Tashkent)", "malika", WHY, "moved"):
        assert words in shown
    assert offered(shown) == ["move", "skip", "replace", "restore"]


def test_a_doubtful_slot_is_allowed_and_said(december: Occurrence, author: User) -> None:
    Organization.objects.update(quiet_from="22:00", quiet_until="07:00")

    response = decide(author, december, "move", day="2026-12-26", at="23:00")

    assert messages_of(response) == (
        "Moved to 26.12.2026 23:00 (Asia/Tashkent). The time lies in quiet hours; it goes out then all the same. "
        "The day is a day off."
    )


def test_excusing_and_restoring_need_a_reason(december: Occurrence, approver: User) -> None:
    assert "Why: This field is required." in messages_of(decide(approver, december, "skip", reason=" "))
    assert OccurrenceChange.objects.count() == 0

    assert messages_of(decide(approver, december, "skip")) == "Excused."
    excused = page(approver, december)
    assert offered(excused) == ["restore"]
    assert "excused" in excused

    assert messages_of(decide(approver, december, "restore")) == "It is owed again."
    assert [change.actor for change in OccurrenceChange.objects.all()] == [approver, approver]


def test_another_post_is_chosen_to_stand_for_it(
    december: Occurrence, organization: Organization, website: Channel, author: User
) -> None:
    post = draft(organization, [website], user=author, title="Boshqa xabar")

    response = decide(author, december, "replace", post=post.pk)

    december.refresh_from_db()
    assert (december.state, december.post) == ("replaced", post)
    assert "Boshqa xabar" in response.content.decode()


def test_what_is_out_is_refused_with_a_sentence(
    december: Occurrence, organization: Organization, website: Channel, author: User, approver: User
) -> None:
    delivery = approved(organization, website, author=author, approver=approver)
    Occurrence.objects.filter(pk=december.pk).update(post=delivery.post, state="prepared")
    waiting = page(author, december)
    assert offered(waiting) == ["skip", "replace"]
    assert "Change the time in the post and submit it again." in waiting

    published(Delivery.objects.get())

    assert offered(page(author, december)) == []
    response = decide(author, december, "skip")
    assert "Its post is out, or may be out, on at least one channel." in messages_of(response)
    assert Occurrence.objects.get(pk=december.pk).state == "prepared"


def test_who_may_only_look_decides_nothing(december: Occurrence, author: User) -> None:
    author.groups.clear()
    looking = User.objects.get(pk=author.pk)
    looking.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_occurrence"]))
    looking = User.objects.get(pk=author.pk)

    assert offered(page(looking, december)) == []
    decide(looking, december, "skip")
    assert OccurrenceChange.objects.count() == 0


def test_the_list_shows_reasons_and_puts_what_is_withdrawn_last(december: Occurrence, author: User) -> None:
    decide(author, december, "skip")
    november = Occurrence.objects.get(period_key="2026-11")
    Occurrence.objects.filter(pk=november.pk).update(state="withdrawn", note="Ochiq eshik")

    response = signed_in(author).get(reverse("occurrence:index"))

    assert next(row.period_key for row in response.context["object_list"]) == "2026-12"
    text = response.content.decode()
    for words in (WHY, "no longer in the plan", "Har oyda infografika · Ochiq eshik", "desk-tag--over"):
        assert words in text


def test_the_command_moves_excuses_replaces_and_restores(
    december: Occurrence, organization: Organization, website: Channel, author: User
) -> None:
    moved = run_here("occurrence", december.pk, "--move", "2026-12-24T15:30", "--reason", WHY, "--json")
    assert (moved.status, moved.json) == (
        0,
        {
            "id": december.pk,
            "item": "1",
            "period": "2026-12",
            "state": "expected",
            "slot": "2026-12-24T10:30:00Z",
            "local": "2026-12-24T15:30:00+05:00",
            "moved": True,
            "post": None,
            "reason": WHY,
            "warnings": [],
        },
    )
    assert run_here("occurrence", december.pk, "--skip", "--reason", WHY, "--json").json["state"] == "skipped"
    assert run_here("occurrence", december.pk, "--restore", "--reason", WHY, "--json").json["state"] == "expected"
    post = draft(organization, [website], user=author)
    replaced = run_here("occurrence", december.pk, "--replace", post.key, "--reason", WHY, "--json").json
    assert (replaced["state"], replaced["post"]) == ("replaced", post.key)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--move", "2027-01-05T10:00"), "That day lies outside the year of the plan."),
        (("--move", "2026-11-01T10:00"), "That time has passed. Choose a time to come."),
        (("--move", "ertaga"), "This is no time: ertaga. Write it like 2026-12-01T10:00+05:00."),
        (("--replace", "yoq"), "There is no post “yoq”."),
        (("--restore",), "It is owed as planned: there is nothing to restore."),
    ],
)
def test_the_command_refuses_bad_input(december: Occurrence, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run_here("occurrence", december.pk, *arguments, "--reason", WHY)

    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)
    assert OccurrenceChange.objects.count() == 0
