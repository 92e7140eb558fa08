"""The later looks: is the post still there? An alarm only when it is certainly gone, twice in a row."""

from __future__ import annotations

from datetime import datetime, timedelta

from publishers.models import Delivery
from publishers.states import State
from reports.following import Looked
from reports.models import Capture, FollowUp, Vanishing
from reports.proof.alarms import open_alarm, raise_alarm
from reports.proof.codes import CaptureCode
from reports.proof.fetching import Page
from reports.proof.keeping import keep
from reports.proof.standing import FINDING, Standing, address_of, asked, page_of, shown_by, why_no_address

MARKS = tuple(timedelta(days=days) for days in (1, 7, 30, 90))
"""After the post went out."""
SECOND_LOOK = timedelta(hours=1)
WHILE_OPEN = timedelta(days=1)
"""So long until it is seen whether people have decided about an alarm."""
AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""Waits before another try where it could not be told; then that is written down."""


def check(follow_up: FollowUp, now: datetime) -> Looked:
    """A Look of reports.following."""
    delivery = follow_up.delivery
    if delivery.state != State.PUBLISHED:
        return Looked(None, code=CaptureCode.TAKEN_BACK.value)
    if now < follow_up.since + MARKS[0]:
        return Looked(follow_up.since + MARKS[0])
    if delivery.change or delivery.leased_until is not None or open_alarm(delivery) is not None:
        return Looked(now + WHILE_OPEN, again=True)
    standing, page = _look(delivery)
    if standing.passing and follow_up.failures < len(AGAIN):
        return Looked(now + AGAIN[follow_up.failures], code=standing.code, again=True)
    first_time = standing.finding == FINDING.GONE and not _was_gone(delivery)
    kept = page if standing.finding == FINDING.GONE else page and _without_body(page)
    code = CaptureCode.GONE_ONCE.value if first_time else standing.code
    seen = keep(delivery, Capture.Kind.CHECK, Standing(standing.finding, code), now=now, page=kept)
    if first_time:
        return Looked(now + SECOND_LOOK, code=code, again=True)
    if standing.finding == FINDING.GONE and seen is not None:
        raise_alarm(delivery, seen, now=now)
    return Looked(next_mark(follow_up.since, now), code=code)


def next_mark(since: datetime, now: datetime) -> datetime | None:
    return next((since + mark for mark in MARKS if since + mark > now), None)


def _look(delivery: Delivery) -> tuple[Standing, Page | None]:
    said = asked(delivery)
    if said is not None and said.finding != FINDING.UNCLEAR:
        return said, None
    address = address_of(delivery)
    if not address:
        return said or Standing(FINDING.UNCLEAR, why_no_address(delivery).value), None
    page = page_of(delivery, address)
    # an answer without words of the post is no proof that it is there where the channel itself did not say so
    return (said if said is not None and page.is_shown else shown_by(page)), page


def _was_gone(delivery: Delivery) -> bool:
    """The look before this one, since the last alarm, found it gone."""
    before = delivery.captures.filter(kind=Capture.Kind.CHECK).order_by("-pk").first()
    if before is None or before.finding != FINDING.GONE:
        return False
    alarm = Vanishing.objects.filter(delivery=delivery).order_by("-pk").first()
    return alarm is None or before.pk > alarm.capture_id


def _without_body(page: Page) -> Page:
    """Four copies of a page that is as it was tell no more than its status."""
    return Page(page.address, page.status, page.content_type, code=page.code)
