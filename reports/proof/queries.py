"""What was kept of posts that are out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from reports.models import Capture


def captures_of(delivery_ids: Collection[int]) -> dict[int, list[Capture]]:
    """By delivery, oldest first; deliveries of which nothing was kept are not in it. One question."""
    found: dict[int, list[Capture]] = defaultdict(list)
    for capture in Capture.objects.filter(delivery_id__in=delivery_ids).order_by("pk"):
        found[capture.delivery_id].append(capture)
    return dict(found)
