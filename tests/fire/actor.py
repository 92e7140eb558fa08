"""What the fire has done by processes of their own: ``python -m tests.fire.actor DEED JSON`` prints JSON last."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import timedelta
from random import Random
from typing import Any

import django
import requests


def lay(wish: dict[str, Any]) -> dict[str, Any]:
    """People, channels, and approved posts that are due within ``seconds`` from an hour on; see ``start``."""
    from django.conf import settings
    from django.utils import timezone

    from publishers.models import Delivery
    from tests.publishers.stage import Stage
    from tests.sandbox.clients import Client
    from tests.storm.ground import approve_posts, lay_out

    stage = Stage.build(Client(settings.SANDBOX_URL, requests.Session()), base_url=settings.SITE_URL)
    ground = lay_out(stage, wish["kinds"], wish["channels"])
    # the first post of ``approve_posts`` comes a minute after the start
    start, length = timezone.now() + timedelta(minutes=59), timedelta(seconds=60 + wish["seconds"])
    approve_posts(ground, Random(wish["seed"]), wish["posts"], start=start, length=length)
    return {
        "begin": (start + timedelta(minutes=1)).isoformat(),
        "deliveries": Delivery.objects.exclude(state="cancelled").count(),
        "channels": [
            [channel.kind, channel.account.address, ground.secrets[channel.pk]]
            for found in ground.channels.values()
            for channel in found
        ],
    }


def judge(wish: dict[str, Any]) -> list[dict[str, Any]]:
    """What came of each kind, judged at the platforms."""
    from tests.storm.ground import Ground
    from tests.storm.judging import judge as judge_kind

    verdicts = [judge_kind(Ground(_stage()), kind) for kind in wish["kinds"]]
    return [
        asdict(verdict) | {"waiting": {" ".join(what): count for what, count in verdict.waiting.items()}}
        for verdict in verdicts
    ]


def press(wish: dict[str, Any]) -> dict[str, Any]:
    """People approve ``posts`` within ``seconds`` while it burns: how often which error stood in their way."""
    from tests.fire.press import work

    rng, kinds = Random(wish["seed"]), [kind for kind in wish["kinds"] if kind != "website"]
    stage = _stage()
    print("at work", flush=True)
    return work(stage, rng, posts=wish["posts"], seconds=wish["seconds"], kinds=kinds)


def _stage() -> Any:
    from django.conf import settings
    from django.contrib.auth.models import User

    from content.models import Organization
    from tests.publishers.stage import Stage
    from tests.sandbox.clients import Client

    author, approver = (User.objects.get(username=name) for name in ("malika", "rustam"))
    return Stage(Organization.objects.get(), author, approver, Client(settings.SANDBOX_URL, requests.Session()))


DEEDS = {deed.__name__: deed for deed in (lay, press, judge)}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(DEEDS[sys.argv[1]](json.loads(sys.argv[2]))))
