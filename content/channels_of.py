"""Where a post goes: the channels ticked for it and those of its groups."""

from __future__ import annotations

from content.models import Channel, Post


def channels_of(post: Post) -> list[Channel]:
    """Each channel in use once, in the order of their keys; a group may hold channels of other organizations."""
    found = {channel.pk: channel for channel in post.channels.all() if channel.is_active}
    groups = [group.pk for group in post.groups.all()]
    if groups:
        members = Channel.objects.filter(groups__in=groups, is_active=True).select_related("organization")
        found |= {channel.pk: channel for channel in members}
    return [found[key] for key in sorted(found)]
