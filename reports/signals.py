"""What is out is followed from the moment it is noted down, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from publishers.models import Delivery
from publishers.moments import delivery_published
from reports.following import begin_following


def connect() -> None:
    delivery_published.connect(_follow, sender=Delivery, dispatch_uid="reports_follow")


def _follow(instance: Delivery, at: datetime, **kwargs: Any) -> None:
    begin_following(instance, at=at)
