"""What the screens of posts say: spreadsheet, panels, history, status."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved
from tests.desk.forms import edit_url
from tests.desk.people import TITLE, draft

ADD = "wagtailsnippets_content_post:add"
LIST = "wagtailsnippets_content_post:list"


def test_exported_list_names_the_zone(organization: Organization, website: Channel, author: User) -> None:
    draft(organization, [website], user=author)

    response = signed_in(author).get(reverse(LIST), {"export": "csv"})

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines == ["Title,Due,Status", f"{TITLE},15.12.2026 10:00 (Asia/Tashkent),draft"]


@pytest.mark.parametrize("title", ["=1+1", "+7 shahar", "-5 daraja", "@hokimlik"])
def test_a_title_is_no_formula_in_the_exported_list(
    title: str, organization: Organization, website: Channel, author: User
) -> None:
    draft(organization, [website], user=author, title=title)

    response = signed_in(author).get(reverse(LIST), {"export": "csv"})

    assert b"".join(response.streaming_content).decode().splitlines()[1].startswith(f"'{title},")


def test_the_first_autosave_finds_the_panel_of_channel_checks(organization: Organization, author: User) -> None:
    page = signed_in(author).get(reverse(ADD)).content.decode()

    assert 'data-side-panel="channel-checks"' in page
    assert "The checks appear here once the post is saved." in page


def test_history_says_approved_and_the_status_names_no_other_schedule(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = approved(organization, website, author=author, approver=approver).post
    client = signed_in(author)

    history = client.get(reverse("wagtailsnippets_content_post:history", args=[post.pk])).content.decode()
    editor = client.get(edit_url(post)).content.decode()

    assert "Approved" in history
    assert "Published" not in history
    assert "No publishing schedule set" not in editor
