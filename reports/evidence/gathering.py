"""Which deliveries prove a plan's period, and in which folder of the pack each has its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from publishers.models import Delivery
from reports.ledger.entries import Ledger
from website.slugs import words_slug

BATCH = 200
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A delivery and its folder."""

    delivery: Delivery
    item: str
    """The plan item's number."""
    folder: str


def places(ledger: Ledger) -> Iterator[Place]:
    """In the order of the plan; of a post that several items owe, under the first of them. Also what was taken back or
    sent again: every delivery of the posts that the ledger names."""
    items: dict[int, tuple[str, str]] = {}
    for place, item in enumerate(ledger.items, start=1):
        for duty in item.duties:
            if duty.post is not None:
                folder = f"items/{place:03}-{_words(item.title, 'item')}"
                items.setdefault(duty.post, (item.number or str(place), folder))
    posts = list(items)
    for start in range(0, len(posts), BATCH):
        batch = posts[start : start + BATCH]
        rows = Delivery.objects.filter(post_id__in=batch).select_related("channel", "rendition").order_by("pk")
        found = sorted(rows, key=lambda delivery: (batch.index(delivery.post_id), delivery.pk))
        for delivery in found:
            number, folder = items[delivery.post_id]
            name = f"{delivery.pk}-{delivery.channel.kind}-{_words(delivery.channel.name, 'channel')}"
            yield Place(delivery, number, f"{folder}/{name}")


def _words(text: str, otherwise: str) -> str:
    return words_slug(text)[:_LONGEST].strip("-") or otherwise
