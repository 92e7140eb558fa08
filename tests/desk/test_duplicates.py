"""Whoever writes or decides is told that the same text went out lately; nothing is stopped by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from content.models import Channel, Organization, Post
from content.services import decide, submit
from publishers.duplicates import LATELY
from publishers.models import Delivery
from tests.desk.conftest import NOW, signed_in
from tests.desk.forms import edit_url, messages_of
from tests.desk.people import TEXT, TITLE, draft

pytestmark = pytest.mark.django_db
CYRILLIC = "<p>Ҳокимликда очиқлик куни ўтказилди.</p>"


@pytest.fixture
def published(organization: Organization, website: Channel, author: User, approver: User) -> Post:
    post = submit(draft(organization, [website], user=author, publish_at=NOW), user=author)
    assert post.latest_revision_id is not None
    post = decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    Delivery.objects.update(state="published", link="https://namuna.example/maqola")
    return post


def page(user: User, post: Post) -> Any:
    return signed_in(user).get(edit_url(post))


def test_the_checks_name_the_earlier_post_with_its_day_and_link(
    published: Post, organization: Organization, website: Channel, author: User
) -> None:
    again = draft(organization, [website], user=author, title="Boshqa sarlavha", text=CYRILLIC)

    shown = page(author, again).content.decode()

    assert f"The same text went out on 01.12.2026: “{TITLE}”." in shown
    assert edit_url(published) in shown
    assert "https://namuna.example/maqola" in shown


def test_whoever_decides_is_told_at_once_and_may_approve(
    published: Post, organization: Organization, website: Channel, author: User, approver: User
) -> None:
    again = submit(draft(organization, [website], user=author, text=CYRILLIC), user=author)

    assert "The same text went out on 01.12.2026" in messages_of(page(approver, again))
    assert again.latest_revision_id is not None
    assert decide(again, user=approver, action="approve", seen=again.latest_revision_id).live


def test_what_is_still_to_go_out_is_named_too(
    published: Post, organization: Organization, website: Channel, author: User
) -> None:
    Delivery.objects.update(state="pending")
    again = draft(organization, [website], user=author)

    assert "The same text is due on 01.12.2026" in page(author, again).content.decode()


@pytest.mark.parametrize("change", ["own", "old", "other", "cancelled", "text"])
def test_nothing_is_said_of(
    change: str, published: Post, organization: Organization, website: Channel, author: User
) -> None:
    post = published if change == "own" else draft(organization, [website], user=author)
    if change == "old":
        Delivery.objects.update(due_at=NOW - LATELY - timedelta(minutes=1))
    elif change == "other":
        other = Organization.objects.create(name="Boshqa", slug="boshqa")
        Post.objects.filter(pk=published.pk).update(organization=other)
    elif change == "cancelled":
        Delivery.objects.update(state="cancelled")
    elif change == "text":
        post = draft(organization, [website], user=author, text=TEXT.replace("kuni", "haftaligi"))

    assert "The same text" not in page(author, post).content.decode()
