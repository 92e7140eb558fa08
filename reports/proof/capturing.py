"""The first look: keeps what readers see soon after a post went out. Once for each delivery, and for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from publishers.models import Delivery
from publishers.states import State
from reports.following import Looked
from reports.models import Capture, FollowUp
from reports.proof.codes import CaptureCode
from reports.proof.doorstep import doorstep_for
from reports.proof.drawing import Drawn, draw
from reports.proof.fetching import Page
from reports.proof.keeping import keep
from reports.proof.standing import (
    FINDING,
    Standing,
    address_of,
    asked,
    link_is_awaited,
    page_of,
    shown_by,
    why_no_address,
)

AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Waits before another try; after the last one what there is is kept, with the reason."""
LINK_LATER = timedelta(minutes=10)
FIRST = Capture.Kind.PUBLISHED


def capture(follow_up: FollowUp, now: datetime) -> Looked:
    """A Look of reports.following."""
    delivery = follow_up.delivery
    if Capture.objects.filter(delivery=delivery, kind=FIRST).exists():
        return Looked(None)
    if delivery.state != State.PUBLISHED:
        return _without_page(delivery, CaptureCode.TAKEN_BACK, now=now)
    if link_is_awaited(delivery):
        return Looked(now + LINK_LATER, code=CaptureCode.NO_LINK.value, again=True)
    address = address_of(delivery)
    if not address:
        return _without_page(delivery, why_no_address(delivery), now=now)
    page = page_of(delivery, address)
    said = asked(delivery)
    standing = said if said and said.finding != FINDING.UNCLEAR else shown_by(page)
    if follow_up.failures < len(AGAIN) and not (page.is_shown and standing.finding == FINDING.THERE):
        return Looked(now + AGAIN[follow_up.failures], code=standing.code or page.code, again=True)
    keep(delivery, FIRST, standing, now=now, page=page, drawn=_drawn(delivery, page, standing))
    return Looked(None, code=standing.code)


def _without_page(delivery: Delivery, code: CaptureCode, *, now: datetime) -> Looked:
    keep(delivery, FIRST, Standing(FINDING.UNCLEAR, code.value), now=now)
    return Looked(None, code=code.value)


def _drawn(delivery: Delivery, page: Page, standing: Standing) -> Drawn:
    if not page.is_shown or standing.finding != FINDING.THERE:
        return Drawn(code=CaptureCode.NOTHING_TO_DRAW.value)
    return draw(page.address, doorstep_for(delivery.channel))
