"""An invented town's press service: its people, its channels, and what they do in a journey, in plain words."""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from config.first_run import SAMPLE_PLAN
from content.models import Channel, Organization, Post, PostTemplate
from content.preparation import install_starters
from content.services import decide, decide_template, submit, submit_template
from desk.models import StoredEmail
from desk.sandbox_channels import request_channel
from publishers.accounts import add_channel, replace_access
from publishers.models import ChannelAccount, Delivery
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.people import person
from tests.journeys.engine import Engine
from tests.journeys.readers import Platforms, Seen

ORGANIZATION = "Namunaobod shahar hokimligi"
_NUMBERS = itertools.count(1)
NETWORKS = {"telegram": "Telegram", "facebook": "Facebook", "instagram": "Instagram"}


@dataclass
class PressService:
    organization: Organization
    platforms: Platforms
    engine: Engine
    author: User
    approver: User
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
    plan: MediaPlan | None = None
    channels: dict[str, Channel] = field(default_factory=dict)

    def opens_its_channels(self) -> None:
        website = add_channel(self.organization, kind="website", name="Rasmiy sayt", address="")
        self.channels["website"] = website.channel
        for kind, name in NETWORKS.items():
            wish = f"@namunaobod_{next(_NUMBERS)}" if kind == "telegram" else None
            address, token = request_channel(kind, wish, ORGANIZATION)
            account = add_channel(self.organization, kind=kind, name=name, address=address, secret=token, sandbox=True)
            self.channels[kind], self.tokens[kind] = account.channel, token

    def has_templates(self) -> None:
        install_starters(self.organization)

    def imports_and_activates_its_plan(self) -> dict[str, Any]:
        """What the two commands answered, the activation's answer last."""
        read = _command("import_plan", str(SAMPLE_PLAN), "--year", "2026")
        self.plan = MediaPlan.objects.get(pk=read["plan_id"])
        return _command("activate_plan", str(self.plan.pk), "--continuous", "monthly")

    def duty(self, number: str, period: str) -> Occurrence:
        """What the item of this number owes in the period."""
        assert self.plan is not None
        return Occurrence.objects.select_related("item", "post").get(
            item__plan=self.plan, item__number=number, period_key=period
        )

    def lets_item_publish_by_itself(self, number: str) -> PlanItem:
        assert self.plan is not None
        item = self.plan.items.get(number=number)
        item.automatic = True
        item.save(update_fields=["automatic"])
        return item

    def approves_template(self, template: PostTemplate) -> PostTemplate:
        submit_template(template, user=self.author)
        asked = PostTemplate.objects.get(pk=template.pk)
        return decide_template(asked, user=self.approver, action="approve", seen=_newest(asked))

    def author_writes(self, post: Post, *, title: str, text: str) -> None:
        content = Post.objects.get(pk=post.pk).latest_revision.as_object()
        content.title, content.text = title, text
        content.save_revision(user=self.author)

    def author_submits(self, post: Post) -> Post:
        return submit(post, user=self.author)

    def approver_approves(self, post: Post) -> Post:
        seen = Post.objects.get(pk=post.pk)
        return decide(seen, user=self.approver, action="approve", seen=_newest(seen))

    def time_passes_until(self, instant: datetime) -> None:
        self.engine.run_until(instant)

    def half_an_hour_passes(self) -> None:
        self.engine.run_until(timezone.now() + timedelta(minutes=30))

    def platform_has_trouble(self, kind: str, trouble: str, **more: Any) -> None:
        self.platforms.trouble(kind, self.channels[kind].account.address, trouble, **more)

    def seen_by_readers_of(self, kind: str) -> list[Seen]:
        return self.platforms.seen_on(kind, self.channels[kind].account.address)

    def trouble_is_over_and_channel_is_connected_again(self, kind: str) -> None:
        self.platforms.trouble_is_over()
        account = self.account_of(kind)
        replace_access(account, address=account.address, secret=self.tokens[kind], now=timezone.now())

    def account_of(self, kind: str) -> ChannelAccount:
        return ChannelAccount.objects.select_related("channel").get(channel=self.channels[kind])

    def delivery_to(self, kind: str, post: Post) -> Delivery:
        return Delivery.objects.select_related("channel__account").get(post=post, channel=self.channels[kind])

    def states_of(self, post: Post) -> dict[str, str]:
        return dict(Delivery.objects.filter(post=post).values_list("channel__kind", "state"))

    def log(self) -> dict[str, dict[str, Any]]:
        """The publish log as the command prints it, by kind of channel."""
        return {row["kind"]: row for row in _command("publish_log")["deliveries"]}

    def mail_about(self, channel_name: str) -> list[StoredEmail]:
        return [mail for mail in StoredEmail.objects.order_by("pk") if channel_name in mail.subject]


def found_press_service(platforms: Platforms, engine: Engine) -> PressService:
    """The town with an author and an approver, before it has any channel."""
    organization = Organization.objects.create(
        name=ORGANIZATION, slug="namunaobod", trust_line="1144", email="matbuot@namunaobod.example"
    )
    return PressService(
        organization, platforms, engine, person("malika", "Mualliflar"), person("rustam", "Tasdiqlovchilar")
    )


def _command(name: str, *arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(name, *arguments, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def _newest(draft: Post | PostTemplate) -> int:
    assert draft.latest_revision_id is not None
    return draft.latest_revision_id
