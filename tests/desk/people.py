"""Who works in the tests of the desk, and the posts they work on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Group, User

from content.drafts import DraftContent, create_draft
from content.models import Channel, Organization, Post

SLOT = datetime(2026, 12, 15, 5, 0, tzinfo=UTC)
"""10:00 in Tashkent."""
TITLE = "Ochiqlik kuni oʻtkazildi"
TEXT = "<p>Hokimlikda <b>ochiqlik kuni</b> oʻtkazildi.</p>"


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", "a long password")
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


def draft(organization: Organization, channels: list[Channel], *, user: Any, **changed: Any) -> Post:
    values: dict[str, Any] = {
        "title": TITLE,
        "text": TEXT,
        "channels": channels,
        "publish_at": SLOT,
        "hashtags": "ochiqlik",
    } | changed
    return create_draft(organization, DraftContent(**values), user=user)
