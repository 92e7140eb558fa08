"""A small press service at work: people, channels at a sandbox, approved posts."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, User

from content.drafts import DraftContent, create_draft
from content.models import Channel, Organization, Post
from content.services import decide, submit
from publishers.accounts import add_channel
from publishers.models import Delivery
from tests.sandbox.clients import Client
from tests.standing_site import standing_site

_NUMBERS = itertools.count(1)


@dataclass
class Stage:
    organization: Organization
    author: User
    approver: User
    sandbox: Client

    @classmethod
    def build(cls, sandbox: Client, *, base_url: str) -> Stage:
        """Site, organization, author and approver in a database that has none of them."""
        standing_site(site_name="Namunaobod shahar hokimligi", base_url=base_url)
        organization = Organization.objects.create(name="Namunaobod shahar hokimligi", slug="namunaobod")
        return cls(organization, _person("malika", "Mualliflar"), _person("rustam", "Tasdiqlovchilar"), sandbox)

    def channel(self, kind: str, *, private: bool = False) -> Channel:
        """A channel of its own, so that no test meets another's posts; ``private``: a chat without a public page."""
        number = next(_NUMBERS)
        if kind == "website":
            return add_channel(self.organization, kind=kind, name=f"Sayt {number}", address="").channel
        name = f"@sinov_{secrets.token_hex(4)}" if kind == "telegram" and not private else None
        wish = {"platform": kind, "address": name, "title": f"Sinov {number}", "own_token": True}
        made = self.sandbox.control("channels", wish)
        address = name or str(made["address" if kind == "newspaper" else "id"])
        account = add_channel(
            self.organization,
            kind=kind,
            name=f"{kind} {number}",
            address=address,
            secret=str(made["token"]),
            sandbox=True,
        )
        return account.channel

    def approved(
        self,
        channels: Sequence[Channel],
        *,
        publish_at: datetime,
        title: str = "Ochiqlik kuni",
        text: str = "<p>Hokimlikda ochiqlik kuni.</p>",
        **content: Any,
    ) -> Post:
        """A post that a second person has approved: its deliveries wait in the outbox."""
        draft = DraftContent(title=title, text=text, channels=channels, publish_at=publish_at, **content)
        post = submit(create_draft(self.organization, draft, user=self.author), user=self.author)
        return decide(post, user=self.approver, action="approve", seen=post.latest_revision_id)

    def delivery(self, channel: Channel, *, publish_at: datetime, **content: Any) -> Delivery:
        """The waiting delivery of a fresh approved post to one channel."""
        return self.approved([channel], publish_at=publish_at, **content).deliveries.get()

    def shown(self, channel: Channel) -> list[dict[str, Any]]:
        """What readers of the channel see, oldest first."""
        return self.sandbox.published(channel.kind, channel.account.address)


def _person(name: str, group: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.org")
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)
