"""Where a delivery's post can be seen, and whether it is there: the adapter's word where it has one, else the page."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from publishers.contract import CannotTell, Deadline, HasPage, NotFound, Placed, Publisher, Watches
from publishers.errors import PublishError, ReasonCode
from publishers.models import Delivery
from publishers.outgoing import key_of
from publishers.registry import hands_over, publisher_for
from reports.models import Capture
from reports.proof.codes import CaptureCode
from reports.proof.doorstep import doorstep_for
from reports.proof.fetching import Page, fetch

log = logging.getLogger(__name__)

FINDING = Capture.Finding
_TIME = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Standing:
    finding: str
    code: str = ""
    """Why it cannot be told, or that it is gone."""
    passing: bool = False
    """Time may help."""


def address_of(delivery: Delivery) -> str:
    """What everybody can open; empty: nothing."""
    publisher = _publisher(delivery)
    if isinstance(publisher, HasPage):
        return publisher.page_of(_placed(delivery)) if delivery.link else ""
    return delivery.link


def why_no_address(delivery: Delivery) -> CaptureCode:
    if hands_over(delivery.channel.kind):
        return CaptureCode.BY_PROOF
    return CaptureCode.NO_PUBLIC_PAGE if delivery.link else CaptureCode.NO_LINK


def link_is_awaited(delivery: Delivery) -> bool:
    return not delivery.link and delivery.reason_code == ReasonCode.LINK_AWAITED


def page_of(delivery: Delivery, address: str) -> Page:
    return fetch(address, doorstep_for(delivery.channel))


def asked(delivery: Delivery) -> Standing | None:
    """What the channel itself says; None: it has no word for it."""
    publisher = _publisher(delivery)
    if not isinstance(publisher, Watches):
        return None
    try:
        found = publisher.is_there(_placed(delivery), Deadline.after(_TIME))
    except Exception:  # an adapter from elsewhere may do anything, and looking must end no worker
        log.exception("proof.bug delivery=%s", delivery.pk)
        found = CannotTell()
    if isinstance(found, NotFound):
        return Standing(FINDING.GONE, CaptureCode.GONE.value)
    if isinstance(found, CannotTell):
        log.info("proof.cannot_tell delivery=%s why=%s", delivery.pk, found.why)
        return Standing(FINDING.UNCLEAR, CaptureCode.CHANNEL_SILENT.value, passing=True)
    return Standing(FINDING.THERE)


def shown_by(page: Page) -> Standing:
    """What the page alone tells."""
    if page.is_shown:
        return Standing(FINDING.THERE)
    if page.is_gone:
        return Standing(FINDING.GONE, CaptureCode.GONE.value)
    return Standing(FINDING.UNCLEAR, page.code or CaptureCode.REFUSED.value, passing=True)


def _publisher(delivery: Delivery) -> Publisher | None:
    try:
        return publisher_for(delivery.channel.account)
    except PublishError:
        return None


def _placed(delivery: Delivery) -> Placed:
    return Placed(key_of(delivery), delivery.external_id, tuple(delivery.parts), delivery.link)
