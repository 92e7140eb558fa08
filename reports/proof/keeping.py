"""Stores a capture: its files first, outside any transaction, then its row; what found no row is taken away again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from publishers.models import Attempt, Delivery
from reports.models import Capture
from reports.proof.drawing import Drawn
from reports.proof.fetching import Page
from reports.proof.standing import Standing

_SAID_SO = ("published", "found")


def keep(
    delivery: Delivery,
    kind: str,
    standing: Standing,
    *,
    now: datetime,
    page: Page | None = None,
    drawn: Drawn | None = None,
) -> Capture | None:
    """None when there is one of that kind already, where there is to be one only."""
    capture = Capture(
        delivery=delivery,
        attempt=_attempt_of(delivery),
        kind=kind,
        taken_at=now,
        finding=standing.finding,
        code=standing.code or (page.code if page else ""),
        address=page.address if page else "",
        status=page.status if page else None,
        content_type=page.content_type if page else "",
        picture_code=drawn.code if drawn else "",
        text_checksum=delivery.rendition.checksum,
    )
    if page and page.body:
        capture.page_checksum, capture.page_size = _sum(page.body), len(page.body)
        capture.page.save("page", ContentFile(page.body), save=False)
    if drawn and drawn.picture:
        capture.picture_checksum, capture.picture_size = _sum(drawn.picture), len(drawn.picture)
        capture.picture.save("picture", ContentFile(drawn.picture), save=False)
    try:
        with transaction.atomic():
            capture.save(force_insert=True)
    except IntegrityError:
        _take_away(capture)
        return None
    except Exception:
        _take_away(capture)
        raise
    return capture


def _attempt_of(delivery: Delivery) -> Attempt | None:
    return delivery.attempts.filter(outcome__in=_SAID_SO).order_by("-number").first()


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _take_away(capture: Capture) -> None:
    for file in (capture.page, capture.picture):
        if file:
            file.delete(save=False)
