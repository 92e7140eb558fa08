"""Beat's idle look at the database with 100,000 future deliveries, against the same look with 1,000."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["MEDIAREJA_HOME"] = tempfile.mkdtemp(prefix="mediareja-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from benchmarks.report import median_seconds, tell
from content.models import Channel, Organization, Post, Rendition
from publishers.models import Delivery
from publishers.queries import next_delivery_instant
from scheduler.queries import next_preparation_instant

LOOKS = 200


def look() -> None:
    for _ in range(LOOKS):
        next_delivery_instant()
        next_preparation_instant()


def fill(count: int, organization: Organization, channel: Channel) -> None:
    have, now = Delivery.objects.count(), timezone.now()
    posts = Post.objects.bulk_create(
        [Post(organization=organization, title=f"Post {number}") for number in range(have, count)],
        batch_size=500,
    )
    renditions = Rendition.objects.bulk_create(
        [
            Rendition(post=post, channel=channel, revision_id=1, content_checksum="0", checksum="0", title=post.title)
            for post in posts
        ],
        batch_size=500,
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                key=f"bench-{rendition.pk}",
                post_id=rendition.post_id,
                rendition=rendition,
                channel=channel,
                due_at=now + timedelta(days=1, seconds=number),
                miss_after=now + timedelta(days=2, seconds=number),
                miss_at=now + timedelta(days=2, seconds=number),
                ready_at=now + timedelta(days=1, seconds=number),
            )
            for number, rendition in enumerate(renditions)
        ],
        batch_size=500,
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    organization = Organization.objects.create(name="Bench", slug="bench")
    channel = Channel.objects.create(organization=organization, kind="telegram", name="Bench")
    fill(1_000, organization, channel)
    small = median_seconds(look)
    fill(100_000, organization, channel)
    large = median_seconds(look)
    tell(
        "beat.idle_look",
        value=large / LOOKS * 1000,
        baseline=small / LOOKS * 1000,
        unit="ms",
        goal=1.5,
        what="100,000 future deliveries",
        against="1,000 future deliveries",
    )


if __name__ == "__main__":
    main()
