"""What the action menu of a post offers, and to whom."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from content.models import Channel, Organization, Post
from content.services import submit
from tests.desk.conftest import signed_in
from tests.desk.forms import edit_url
from tests.desk.people import draft


def offered(client: Client, post: Post) -> list[str]:
    """Labels from the first, which is the button itself, to the last of the menu."""
    menu = client.get(edit_url(post)).context["action_menu"]
    return [str(item.label) for item in (menu.default_item, *menu.menu_items)]


@pytest.fixture
def waiting(organization: Organization, website: Channel, author: User) -> Post:
    return submit(draft(organization, [website], user=author), user=author)


def test_a_draft_is_saved_or_submitted(organization: Organization, website: Channel, author: User) -> None:
    post = draft(organization, [website], user=author)
    client = signed_in(author)

    page = client.get(edit_url(post)).content.decode()

    assert offered(client, post)[1:] == ["Submit for approval"]
    assert 'name="action-submit"' in page


def test_an_approver_decides_first_of_all(waiting: Post, approver: User) -> None:
    assert offered(signed_in(approver), waiting) == ["Approve", "Approve with comment", "Request changes"]


def test_who_submitted_sees_it_locked_and_may_cancel(waiting: Post, author: User) -> None:
    assert offered(signed_in(author), waiting) == ["Locked", "Cancel the submission"]


def test_a_superuser_decides_but_does_not_publish(waiting: Post, root: User) -> None:
    assert offered(signed_in(root), waiting) == ["Approve", "Approve with comment", "Request changes"]
