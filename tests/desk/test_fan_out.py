"""One post to many channels: chosen by a group, seen at a glance, with a flat number of questions."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from content.models import Channel, ChannelGroup, Organization, Post
from content.services import decide, submit
from desk.fan_out import standing
from publishers.accounts import add_channel
from publishers.labels import reason_sentence
from publishers.models import ChannelAccount, Delivery
from publishers.states import State
from tests.desk.conftest import signed_in
from tests.desk.people import draft

OFFICES = 34


@pytest.fixture
def offices(organization: Organization) -> list[Channel]:
    """The Telegram channels of as many organizations."""
    made = []
    for number in range(1, OFFICES + 1):
        office = Organization.objects.create(name=f"Idora {number:02}", slug=f"idora-{number}")
        account = add_channel(
            office, kind="telegram", name=f"Idora {number:02} kanali", address=f"@idora_{number:02}", secret="t"
        )
        made.append(account.channel)
    return made


@pytest.fixture
def spread(organization: Organization, offices: list[Channel], author: User, approver: User) -> Post:
    """A post that is approved for a group of all of them, and for no single channel."""
    group = ChannelGroup.objects.create(name="Barcha idoralar")
    group.channels.set(offices)
    post = draft(organization, [], user=author)
    content = post.latest_revision.as_object()
    content.groups = [group]
    content.save_revision(user=author)
    post = submit(Post.objects.get(pk=post.pk), user=author)
    return decide(post, user=approver, action="approve", seen=post.latest_revision_id)


def put(delivery: Delivery, state: State) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state.value, ready_at=None, miss_at=None)


def where(user: User, post: Post, **query: str) -> Any:
    return signed_in(user).get(reverse("wagtailsnippets_content_post:fan_out", args=[post.pk]), query)


def test_a_post_for_a_group_goes_to_each_of_its_channels_once(spread: Post, offices: list[Channel]) -> None:
    found = spread.deliveries.order_by("channel_id").values_list("channel_id", "state")

    assert list(found) == [(channel.pk, "pending") for channel in offices]


def test_what_needs_a_person_stands_first_and_every_state_is_counted(spread: Post, author: User) -> None:
    _first, second, third, *_others = spread.deliveries.order_by("channel_id")
    put(second, State.PUBLISHED)
    put(third, State.UNKNOWN)

    page = where(author, spread).content.decode()

    names = re.findall(r"<strong>(Idora \d\d kanali)</strong>", page)
    assert names[0] == "Idora 03 kanali"
    assert names[-1] == "Idora 02 kanali"
    assert sorted(names) == [f"Idora {number:02} kanali" for number in range(1, OFFICES + 1)]
    assert f"Out on 1 of {OFFICES} channels" in page
    counts = {one["state"]: one["count"] for one in standing(spread)["counts"]}
    assert counts == {State.UNKNOWN: 1, State.PENDING: OFFICES - 2, State.PUBLISHED: 1}


def test_what_waits_for_a_paused_channel_stands_out_with_the_reason(
    spread: Post, offices: list[Channel], author: User
) -> None:
    ChannelAccount.objects.filter(channel=offices[4]).update(
        paused_at=timezone.now(), health="failing", health_code="token_invalid"
    )

    page = where(author, spread, part="1").content.decode()

    assert re.findall(r"<strong>(Idora \d\d kanali)</strong>", page)[0] == "Idora 05 kanali"
    assert "waits: its channel is paused" in page
    assert str(reason_sentence("token_invalid")) in unescape(page)
    assert [(one["count"], one["tone"]) for one in standing(spread)["counts"]] == [(1, "bad"), (OFFICES - 1, "waits")]


def test_a_paused_row_leads_those_who_may_mend_it_to_its_channel(
    spread: Post, offices: list[Channel], author: User, admin_user: User
) -> None:
    ChannelAccount.objects.filter(channel=offices[4]).update(paused_at=timezone.now(), health_code="token_invalid")
    mend = f'href="{reverse("channelaccount:edit", args=[offices[4].account.pk])}"'

    assert where(admin_user, spread, part="1").content.decode().count(mend) == 1
    assert mend not in where(author, spread, part="1").content.decode()


def test_the_list_of_posts_names_the_group_and_finds_the_post_by_its_channels(
    spread: Post, offices: list[Channel], telegram: Channel, author: User
) -> None:
    address = reverse("wagtailsnippets_content_post:list")
    client = signed_in(author)

    page = client.get(address).content.decode()
    found = [
        [post.pk for post in client.get(address, {"channels": channel.pk}).context["object_list"]]
        for channel in (offices[7], telegram)
    ]

    assert f"Barcha idoralar ({OFFICES})" in page
    assert f"0 / {OFFICES}" in page
    assert found == [[spread.pk], []]


def test_the_page_looks_again_only_while_something_moves(spread: Post, author: User) -> None:
    waiting = where(author, spread, part="1").content.decode()
    first = spread.deliveries.first()
    Delivery.objects.filter(pk=first.pk).update(ready_at=timezone.now())
    moving = where(author, spread, part="1").content.decode()
    spread.deliveries.update(state=State.PUBLISHED.value, ready_at=None, miss_at=None)
    resting = where(author, spread, part="1").content.decode()

    assert 'data-moving="no"' in waiting
    assert 'data-moving="yes"' in moving
    assert 'data-moving="no"' in resting
    assert "<html" not in resting


def test_the_number_of_questions_does_not_grow_with_the_channels(spread: Post, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert standing(spread)["total"] == OFFICES


def test_who_may_not_see_the_log_does_not_see_where_a_post_is(spread: Post, db: None) -> None:
    stranger = User.objects.create_user("begona", "begona@example.org")

    assert where(stranger, spread).status_code == 302


def test_many_channels_are_counted_beside_the_editor(spread: Post, author: User) -> None:
    page = signed_in(author).get(reverse("wagtailsnippets_content_post:edit", args=[spread.pk])).content.decode()

    assert reverse("wagtailsnippets_content_post:fan_out", args=[spread.pk]) in page
    assert "waits for its time" in page
    assert page.count("desk-delivery") == 0


def test_a_group_is_made_of_every_channel_of_a_kind(offices: list[Channel], approver: User, telegram: Channel) -> None:
    response = signed_in(approver).post(
        reverse("channelgroup:add"), {"name": "Barcha Telegram kanallari", "every": ["telegram"]}
    )

    assert response.status_code == 302
    group = ChannelGroup.objects.get()
    assert set(group.channels.all()) == {*offices, telegram}


def test_authors_see_groups_and_approvers_make_them(author: User, approver: User) -> None:
    pages = [signed_in(user).get(reverse("channelgroup:add")).status_code for user in (author, approver)]

    assert pages == [302, 200]
    assert signed_in(author).get(reverse("channelgroup:index")).status_code == 200


def test_without_groups_the_editor_does_not_speak_of_them(organization: Organization, author: User) -> None:
    client = signed_in(author)
    address = reverse("wagtailsnippets_content_post:add")

    without = client.get(address).content.decode()
    ChannelGroup.objects.create(name="Barcha idoralar")
    with_one = client.get(address).content.decode()

    assert ('name="groups"' in without, 'name="groups"' in with_one) == (False, True)
