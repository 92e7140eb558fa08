"""Where a post goes."""

from __future__ import annotations

import pytest

from content.channels_of import channels_of
from content.models import Channel, ChannelGroup, Organization, Post
from content.services import SubmissionRefused, submit
from tests.content.conftest import Office


def grouped(office: Office, channels: list[Channel], *groups: list[Channel]) -> Post:
    post = office.draft(channels)
    made = []
    for number, members in enumerate(groups):
        group = ChannelGroup.objects.create(name=f"Guruh {number}")
        group.channels.set(members)
        made.append(group)
    post.groups.set(made)
    post.save_revision(user=office.author)
    return Post.objects.get(pk=post.pk).get_latest_revision_as_object()


def test_each_channel_of_the_post_and_of_its_groups_counts_once(office: Office) -> None:
    a, b, c, d = (office.channel("telegram") for _number in range(4))

    assert channels_of(grouped(office, [d, b], [c, b], [b, a])) == [a, b, c, d]


def test_a_group_may_reach_another_organizations_channels(office: Office) -> None:
    other = Organization.objects.create(name="Tuman hokimligi", slug="tuman")
    theirs = office.channel("telegram", organization=other)

    post = grouped(office, [], [theirs])
    submit(Post.objects.get(pk=post.pk), user=office.author)

    assert [form.channel for form in post.renditions.all()] == [theirs]


def test_channels_out_of_use_get_nothing(office: Office) -> None:
    used, ticked, member = office.channel("website"), office.channel("telegram"), office.channel("facebook")
    post = grouped(office, [used, ticked], [member])
    Channel.objects.filter(pk__in=[ticked.pk, member.pk]).update(is_active=False)

    assert channels_of(Post.objects.get(pk=post.pk).get_latest_revision_as_object()) == [used]


def test_a_post_for_empty_groups_has_no_channel(office: Office) -> None:
    post = grouped(office, [], [])

    with pytest.raises(SubmissionRefused) as refusal:
        submit(Post.objects.get(pk=post.pk), user=office.author)

    assert [problem.code for _channel, problem in refusal.value.problems] == ["no_channel"]


def test_the_article_of_a_groups_website_is_linked_from_the_others(office: Office) -> None:
    post = grouped(office, [office.channel("telegram")], [office.channel("website")])
    submit(Post.objects.get(pk=post.pk), user=office.author)

    form = post.renditions.get(channel__kind="telegram")
    assert form.link.startswith("https://shahar.example/")
    assert form.link in form.text
