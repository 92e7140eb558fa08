"""The secret address of a calendar: given out, renewed, withdrawn. Who has the address may read what it shows."""

from __future__ import annotations

import re
import secrets
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

Owner = TypeVar("Owner", bound=Model)
"""A row with a ``feed_key``: a media plan, an organization."""

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def owner_of_key(model: type[Owner], key: str) -> Owner | None:
    """Whose calendar has this address, or None."""
    if _KEY.fullmatch(key) is None:
        return None
    rows: Any = model._default_manager
    found: Owner | None = rows.filter(feed_key=key).first()
    return found


@transaction.atomic
def open_feed(owner: Any, *, renew: bool = False) -> str:
    """The key of the calendar's address, made when there is none; ``renew`` makes the old address lead nowhere."""
    locked = type(owner)._default_manager.select_for_update().get(pk=owner.pk)
    if renew or not locked.feed_key:
        locked.feed_key = secrets.token_urlsafe(24)
        locked.save(update_fields=["feed_key"])
    key: str = locked.feed_key
    return key


def close_feed(owner: Any) -> None:
    """The calendar has no address any more."""
    type(owner)._default_manager.filter(pk=owner.pk).update(feed_key=None)
