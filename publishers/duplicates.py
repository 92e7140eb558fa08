"""Whether the same words have gone to readers of the organization lately, or are about to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from publishers.models import Delivery
from publishers.states import State

LATELY = timedelta(days=90)
OUT = frozenset({State.PUBLISHED, State.PARTIAL, State.UNKNOWN})
ON_THE_WAY = frozenset({State.PENDING, State.LEASED, State.ACCEPTED, State.AWAITING_PROOF})


def earlier_delivery(
    fingerprint: str, *, organization_id: int, now: datetime, but: int | None = None
) -> Delivery | None:
    """The newest delivery of the same words by the organization, due within LATELY before ``now`` or still to come.

    ``but``: a post that does not count.
    """
    found = earlier_deliveries([fingerprint], organization_id=organization_id, now=now, but=but)
    return found.get(fingerprint)


def earlier_deliveries(
    fingerprints: list[str], *, organization_id: int, now: datetime, but: int | None = None
) -> dict[str, Delivery]:
    """As ``earlier_delivery``, for many texts in one question."""
    rows = (
        Delivery.objects.filter(
            rendition__fingerprint__in=[one for one in fingerprints if one],
            post__organization_id=organization_id,
            state__in=sorted(OUT | ON_THE_WAY),
            due_at__gte=now - LATELY,
        )
        .exclude(post_id=but)
        .select_related("post__organization")
        .annotate(fingerprint=F("rendition__fingerprint"))
        .order_by("due_at", "pk")
    )
    return {row.fingerprint: row for row in rows}


def is_out(delivery: Delivery) -> bool:
    return State(delivery.state) in OUT
