"""Deeds that tests have done by processes of their own: ``python -m tests.processes.actor DEED JSON`` prints JSON."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django
import requests


def prepare(wish: dict[str, Any]) -> dict[str, Any]:
    """Site, organization, people, and a channel for each of ``wish["channels"]``: kind, or telegram-private."""
    from django.conf import settings

    stage = _stage(settings.SANDBOX_URL, build=True)
    made = {}
    for name in wish["channels"]:
        kind, _, private = name.partition("-")
        channel = stage.channel(kind, private=bool(private))
        made[name] = {"id": channel.pk, "name": channel.name, "address": channel.account.address}
    return made


def queue(wish: dict[str, Any]) -> list[int]:
    """Ids of the deliveries of so many ``posts``, approved and due at once, to each of ``channels``."""
    from django.conf import settings
    from django.utils import timezone

    from content.models import Channel

    stage = _stage(settings.SANDBOX_URL, build=False)
    channels = list(Channel.objects.filter(pk__in=wish["channels"]))
    ids: list[int] = []
    for number in range(wish.get("posts", 1)):
        title = f"{wish['title']} {number}" if wish.get("posts", 1) > 1 else wish["title"]
        post = stage.approved(channels, publish_at=timezone.now() - timedelta(minutes=1), title=title)
        ids += post.deliveries.values_list("pk", flat=True)
    return ids


def plan(wish: dict[str, Any]) -> int:
    """Id of an occurrence that is due to be prepared, of an item without a template."""
    from django.conf import settings
    from django.utils import timezone

    from scheduler.models import MediaPlan, Occurrence, PlanItem

    stage = _stage(settings.SANDBOX_URL, build=True)
    now = timezone.now()
    media_plan = MediaPlan.objects.create(organization=stage.organization, title="Media reja", year=now.year)
    item = PlanItem.objects.create(plan=media_plan, position=1, number="1", title="Ochiqlik kuni", kind="monthly")
    occurrence = Occurrence.objects.create(
        item=item, period_key="1", window_start=now.date(), window_end=now.date(), slot=now, prepare_at=now
    )
    occurrence.channels.set([stage.channel("website")])
    return occurrence.pk


def stock(wish: dict[str, Any]) -> list[int]:
    """Ids of so many occurrences of one item, all due to be prepared, with as many ``posts`` in its stock; every second
    post is approved there."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.utils import timezone

    from content.drafts import DraftContent, create_draft
    from content.services import decide, submit
    from scheduler.models import MediaPlan, Occurrence, PlanItem
    from scheduler.stock import put_in

    stage = _stage(settings.SANDBOX_URL, build=True)
    now, site = timezone.now(), stage.channel("website")
    media_plan = MediaPlan.objects.create(
        organization=stage.organization, title="Media reja", year=now.year, state=MediaPlan.State.ACTIVE
    )
    item = PlanItem.objects.create(plan=media_plan, position=1, number="1", title="Ochiqlik kuni", kind="weekly")
    author, approver = (User.objects.get(username=name) for name in ("malika", "rustam"))
    ids = []
    for number in range(wish["occurrences"]):
        slot = now + timedelta(days=1, hours=number)
        one = Occurrence.objects.create(
            item=item, period_key=f"{number}", window_start=slot.date(), window_end=slot.date(), slot=slot,
            prepare_at=now,
        )  # fmt: skip
        one.channels.set([site])
        ids.append(one.pk)
    for number in range(wish["posts"]):
        content = DraftContent(f"Zaxira {number:02d}", f"<p>Matn {number}</p>", [site])
        post = create_draft(stage.organization, content, user=author)
        put_in(item, post, user=author, now=now)
        if number % 2:
            post = submit(post, user=author)
            assert post.latest_revision_id is not None
            decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    return ids


def sign_in(wish: dict[str, Any]) -> str:
    """A session of ``wish["user"]``, as the browser's cookie holds it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User

    user = User.objects.get(username=wish["user"])
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def decide(wish: dict[str, Any]) -> str:
    """The state after an approver's decision on ``wish["delivery"]``."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from publishers import decisions

    who: dict[str, Any] = {"actor": User.objects.get(username="rustam"), "now": timezone.now()}
    if wish["decision"] == "it is out":
        return decisions.it_is_out(wish["delivery"], link=wish["link"], **who).state
    return decisions.send_again(wish["delivery"], note="not there", **who).state


def _stage(sandbox_url: str, *, build: bool) -> Any:
    from django.conf import settings
    from django.contrib.auth.models import User

    from content.models import Organization
    from tests.publishers.stage import Stage
    from tests.sandbox.clients import Client

    sandbox = Client(sandbox_url, requests.Session())
    if build:
        return Stage.build(sandbox, base_url=settings.SITE_URL)
    author, approver = (User.objects.get(username=name) for name in ("malika", "rustam"))
    return Stage(Organization.objects.get(), author, approver, sandbox)


DEEDS = {deed.__name__: deed for deed in (prepare, queue, plan, stock, sign_in, decide)}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(DEEDS[sys.argv[1]](json.loads(sys.argv[2]))))
