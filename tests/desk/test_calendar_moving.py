"""Moving a card of the calendar: what happens to drafts, submitted and approved posts, and to what the plan expects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from content.models import Channel, Organization, Post
from content.services import decide, submit
from desk.posts_calendar.moving import version_now
from publishers.models import Delivery
from publishers.outbox import Outcome
from publishers.states import State
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved, attempted, published
from tests.desk.forms import messages_of
from tests.desk.people import SLOT, draft

NEW = datetime(2026, 12, 17, 10, 30, tzinfo=UTC)
"""15:30 in Tashkent."""
BACK = "/admin/posts_calendar/month/2026-12-01/"


def address(one: Post | Occurrence) -> str:
    return reverse("posts_calendar:move", args=["post" if isinstance(one, Post) else "occurrence", one.pk])


def move(client: Client, one: Post | Occurrence, **changed: Any) -> Any:
    fresh = type(one)._default_manager.get(pk=one.pk)
    values = {"day": "2026-12-17", "at": "15:30", "seen": version_now(fresh), "back": BACK} | changed
    return client.post(address(one), values, follow=True)


def test_a_draft_gets_the_time_as_a_new_version_and_goes_back_by_undo(
    organization: Organization, website: Channel, author: User
) -> None:
    post = draft(organization, [website], user=author)
    client = signed_in(author)

    response = move(client, post)

    assert messages_of(response) == f"“{post.title}” was moved to 17.12.2026 15:30 (Asia/Tashkent)."
    assert response.redirect_chain == [(f"{BACK}#post-{post.pk}", 302)]
    moved = Post.objects.get(pk=post.pk)
    assert (moved.publish_at, moved.live, moved.revisions.count()) == (NEW, False, 2)
    assert moved.latest_revision.user == author
    (entry,) = ModelLogEntry.objects.filter(action="desk.move")
    assert (entry.user, entry.data["from"], entry.data["to"]) == (author, SLOT.isoformat(), "2026-12-17T15:30:00+05:00")

    undo = response.context["undo"]
    assert (undo["day"], undo["at"], undo["address"]) == ("2026-12-15", "10:00", address(post))
    undone = client.post(undo["address"], undo | {"back": BACK}, follow=True)
    assert Post.objects.get(pk=post.pk).publish_at == SLOT
    assert undone.context["undo"]["day"] == "2026-12-17"
    assert client.get(BACK).context["undo"] is None


def test_a_submitted_post_becomes_a_draft_again_if_its_own_person_moves_it(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)

    refused = move(signed_in(approver), post, reason="Bayram")
    assert messages_of(refused) == (
        f"“{post.title}” was not moved. It waits for approval. Whoever submitted it may cancel the submission, an "
        "approver may send it back."
    )
    assert Post.objects.get(pk=post.pk).publish_at == SLOT

    response = move(signed_in(author), post, reason="Bayram")
    assert "It is a draft now: submit it again." in messages_of(response)
    moved = Post.objects.get(pk=post.pk)
    assert (moved.publish_at, moved.workflow_in_progress, moved.live) == (NEW, False, False)


def test_an_approved_post_is_held_back_and_needs_approval_again(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = approved(organization, website, author=author, approver=approver).post

    assert "only an approver moves it here" in messages_of(move(signed_in(author), post, reason="Bayram"))
    assert Delivery.objects.get().state == "pending"

    response = move(signed_in(approver), post, reason="Bayram")

    assert "It is a draft now and does not go out by itself: submit it again." in messages_of(response)
    moved = Post.objects.get(pk=post.pk)
    assert (moved.publish_at, moved.live) == (NEW, False)
    (held,) = Delivery.objects.all()
    change = held.changes.order_by("pk").last()
    assert (held.state, change.actor, change.note) == ("cancelled", approver, "Bayram")

    submit(moved, user=author)
    again = Post.objects.get(pk=post.pk)
    decide(again, user=approver, action="approve", seen=again.latest_revision_id)
    assert sorted(Delivery.objects.values_list("state", "due_at")) == [("cancelled", SLOT), ("pending", NEW)]


def test_what_is_out_stays(organization: Organization, website: Channel, author: User, approver: User) -> None:
    delivery = published(approved(organization, website, author=author, approver=approver))
    client = signed_in(approver)

    response = move(client, delivery.post, reason="Bayram")

    assert messages_of(response).endswith("It is published already and cannot be moved.")
    assert Post.objects.get().publish_at == SLOT
    page = client.get(address(delivery.post)).content.decode()
    assert "It is published already and cannot be moved." in page
    assert 'name="day"' not in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"seen": "1-draft"}, "Somebody changed it after you opened the calendar. Look again, then move it."),
        ({"day": "2026-11-30"}, "That time has passed. Choose a time to come."),
        ({"day": "2026-12-15", "at": "10:00"}, "It is planned for that time already."),
    ],
)
def test_a_refused_move_says_why_and_changes_nothing(
    changed: dict[str, str], sentence: str, organization: Organization, website: Channel, author: User
) -> None:
    post = draft(organization, [website], user=author)

    response = move(signed_in(author), post, **changed)

    assert messages_of(response) == f"“{post.title}” was not moved. {sentence}"
    assert response.redirect_chain == [(f"{BACK}#post-{post.pk}", 302)]
    assert (Post.objects.get().publish_at, Post.objects.get().revisions.count()) == (SLOT, 1)


def test_what_was_tried_once_is_under_way_on_the_screen_as_for_the_server(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    """A platform that named its wait costs no failure, and no worker has the delivery in hand."""
    delivery = approved(organization, website, author=author, approver=approver)
    attempted(delivery, Outcome("try_later", State.PENDING, ready_at=NEW))
    client = signed_in(approver)

    page = BeautifulSoup(client.get(BACK).content, "html.parser")

    card = page.select_one(f"#post-{delivery.post_id}")
    assert card is not None and "under way" in card.get_text()
    assert "draggable" not in card.attrs
    refused = messages_of(move(client, delivery.post, reason="Bayram"))
    assert refused.endswith("It is on its way already and cannot be moved.")


def test_rights_and_forgery_are_checked(organization: Organization, website: Channel, author: User) -> None:
    post = draft(organization, [website], user=author)
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(author)
    assert checked.post(address(post), {"day": "2026-12-17", "at": "15:30"}).status_code == 403
    author.groups.clear()
    move(signed_in(author), post)
    assert Post.objects.get().publish_at == SLOT


def test_the_way_back_leads_nowhere_else(organization: Organization, website: Channel, author: User) -> None:
    post = draft(organization, [website], user=author)

    response = move(signed_in(author), post, back="//example.org/admin/posts_calendar/")

    assert response.redirect_chain[0] == (f"/admin/posts_calendar/#post-{post.pk}", 302)


@pytest.fixture
def december(organization: Organization) -> Occurrence:
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    item = PlanItem.objects.create(plan=plan, position=1, number="1", title="Infografika", kind="monthly")
    return Occurrence.objects.create(
        item=item, period_key="2026-12", window_start="2026-12-01", window_end="2026-12-31", slot=SLOT
    )


def test_an_expected_occurrence_moves_with_a_reason(december: Occurrence, author: User) -> None:
    without = move(signed_in(author), december)
    assert without.context["form"].errors == {"reason": ["This field is required."]}

    move(signed_in(author), december, reason="Bayram")

    (change,) = OccurrenceChange.objects.all()
    assert (change.actor, change.reason, change.occurrence.slot) == (author, "Bayram", NEW)


def test_an_occurrence_that_got_its_post_meanwhile_is_not_moved(
    december: Occurrence, organization: Organization, website: Channel, author: User
) -> None:
    Occurrence.objects.update(post=draft(organization, [website], user=author), state="prepared")

    response = move(signed_in(author), december, reason="Bayram")

    assert "Somebody changed it after you opened the calendar." in messages_of(response)
    assert OccurrenceChange.objects.count() == 0


def test_the_occurrence_moves_with_its_post_even_an_approved_one(
    december: Occurrence, organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = approved(organization, website, author=author, approver=approver).post
    Occurrence.objects.update(post=post, state="prepared")

    move(signed_in(approver), post, reason="Bayram")

    december.refresh_from_db()
    assert (december.slot, december.post, december.state, december.moved) == (NEW, post, "prepared", True)
    assert Post.objects.get().publish_at == NEW


def test_the_services_own_draft_gives_way(
    december: Occurrence, organization: Organization, website: Channel, author: User
) -> None:
    post = draft(organization, [website], user=None)
    Occurrence.objects.update(post=post, state="prepared")

    response = move(signed_in(author), post)

    assert "The service makes its draft anew in time." in messages_of(response)
    december.refresh_from_db()
    assert (december.slot, december.post, december.state) == (NEW, None, "expected")
    assert response.context["undo"]["address"] == address(december)
