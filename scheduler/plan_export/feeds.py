"""The secret address of a plan's calendar: given out, renewed, withdrawn. Who has the address may read the slots."""

from __future__ import annotations

import re
import secrets

from django.db import transaction

from scheduler.models import MediaPlan

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def plan_of_key(key: str) -> MediaPlan | None:
    """The plan whose calendar has this address, or None."""
    if _KEY.fullmatch(key) is None:
        return None
    return MediaPlan.objects.select_related("organization").filter(feed_key=key).first()


@transaction.atomic
def open_feed(plan: MediaPlan, *, renew: bool = False) -> str:
    """The key of the plan's calendar address, made when there is none; ``renew`` makes the old address lead nowhere."""
    locked = MediaPlan.objects.select_for_update().get(pk=plan.pk)
    if renew or not locked.feed_key:
        locked.feed_key = secrets.token_urlsafe(24)
        locked.save(update_fields=["feed_key"])
    return locked.feed_key


def close_feed(plan: MediaPlan) -> None:
    """The plan's calendar has no address any more."""
    MediaPlan.objects.filter(pk=plan.pk).update(feed_key=None)
