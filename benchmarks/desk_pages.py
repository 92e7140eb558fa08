"""The screens staff open every day, on a press office with many posts: ``python -m benchmarks.desk_pages POSTS``.

Fills the database of the environment and prints one line of JSON: of each page median milliseconds in the server and
statements.
"""

from __future__ import annotations

import json
import os
import sys

if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "testserver"}
    import django

    django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.filling import look_over
from benchmarks.pages import measured
from benchmarks.press_office import add_posts, add_weekly_plan
from content.models import Channel, Post
from scheduler.models import PlanItem


def pages() -> dict[str, str]:
    log, posts, board = (
        reverse("publish_log:index"),
        reverse("wagtailsnippets_content_post:list"),
        reverse("plan_board:index"),
    )
    today = f"{timezone.now():%Y-%m-%d}"
    channel, item = Channel.objects.order_by("pk")[0], PlanItem.objects.order_by("pk")[1]
    return {
        "today": reverse("wagtailadmin_home"),
        "posts": posts,
        "posts, page 20": f"{posts}?p=20",
        "posts of a channel": f"{posts}?channels={channel.pk}",
        "posts, one title": f"{posts}?q=Xabar+77",
        "log": log,
        "log of a channel": f"{log}?channel={channel.pk}",
        "log of an item": f"{log}?item={item.pk}",
        "log, search": f"{log}?q=Xabar+77",
        "log, rejected": f"{log}?state=rejected",
        "inbox": reverse("inbox:index"),
        "occurrences": reverse("occurrence:index"),
        "board, months": board,
        "board, weeks": f"{board}?by=weeks",
        "calendar, month": reverse("posts_calendar:at", args=["month", today]),
        "calendar, week": reverse("posts_calendar:at", args=["week", today]),
        "calendar, list": reverse("posts_calendar:at", args=["list", today]),
        "plans": reverse("mediaplan:index"),
        "a post": reverse("wagtailsnippets_content_post:edit", args=[Post.objects.order_by("-pk")[0].pk]),
    }


def main(posts: int) -> dict[str, dict[str, float]]:
    """In a migrated database."""
    add_posts(posts)
    add_weekly_plan()
    look_over()
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    return {name: measured(client, address) for name, address in pages().items()}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(main(int(sys.argv[1]))))
