"""Sends what is due: each digest to each person once, whatever runs beside it and whenever it was stopped.

What is told is a row that can be written once only (``desk.telling``); a run that was broken off goes on where it was.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from content.models import Organization
from content.quiet_hours import is_quiet
from desk.digests.contents import Digest, text_of
from desk.digests.making import as_brief, as_html, digest_for, maker
from desk.digests.models import DigestRun
from desk.digests.people import Reader, readers
from desk.digests.times import Due, Kind, due_of
from desk.models import Notice
from desk.telling import tell
from scheduler.days_off import calendar_of
from scheduler.models import MediaPlan

log = logging.getLogger(__name__)


def send_due(*, now: datetime) -> int:
    """Send every digest whose time has come; how many people were told."""
    return sum(_carry_out(organization, due, now=now) for organization, due in _due(now))


def give_up_due(*, now: datetime) -> None:
    """After a restore: what is due may have been told since the backup, and is not told again."""
    for organization, due in _due(now):
        DigestRun.objects.update_or_create(
            organization=organization,
            kind=due.kind,
            period=due.period,
            defaults={"finished_at": now, "problem": DigestRun.Problem.RESTORED},
            create_defaults={"begun_at": now, "finished_at": now, "problem": DigestRun.Problem.RESTORED},
        )


def send_to(reader: Reader, digest: Digest, organization: Organization, *, key: str, now: datetime) -> bool:
    """Tell one person; False when they were told before. What is told once is marked in the same transaction."""
    with transaction.atomic():
        if not tell(
            reader.person,
            subject=digest.subject,
            text=text_of(digest),
            address=digest.address,
            key=key,
            now=now,
            html=as_html(digest, reader.person),
            brief=as_brief(digest, reader.person),
            not_before=reader.wakes(organization, now),
        ):
            return False
        marks = [
            Notice(person=reader.person, key=one, subject=digest.subject, address=digest.address, told_at=now)
            for one in digest.tells
        ]
        Notice.objects.bulk_create(marks, ignore_conflicts=True)
    return True


def key_of(organization: Organization, kind: Kind, period: str) -> str:
    return f"{kind}:{organization.pk}:{period}"


def _due(now: datetime) -> Iterator[tuple[Organization, Due]]:
    running = MediaPlan.objects.filter(state=MediaPlan.State.ACTIVE).order_by().values("organization")
    for organization in Organization.objects.filter(pk__in=running).order_by("pk"):
        found = _due_of(organization, now)
        done = set(
            DigestRun.objects.filter(organization=organization, period__in={due.period for due in found.values()})
            .exclude(finished_at=None)
            .values_list("kind", "period")
        )
        yield from ((organization, due) for key, due in found.items() if key not in done)


def _due_of(organization: Organization, now: datetime) -> dict[tuple[Kind, str], Due]:
    zone, calendar = ZoneInfo(organization.time_zone), calendar_of(organization)
    today = now.astimezone(zone).date()
    # what fell due yesterday may still be told today, also across the end of a week or month
    days = (today, today - timedelta(days=1))
    found = [
        due_of(kind, today=day, at=organization.digest_at, zone=zone, calendar=calendar)
        for kind in Kind
        for day in days
    ]
    return {(due.kind, due.period): due for due in found if due is not None and due.at <= now}


def _carry_out(organization: Organization, due: Due, *, now: datetime) -> int:
    if now >= due.until:
        _note_missed(organization, due, now=now)
        return 0
    if _is_quiet(organization, now):
        return 0
    run, _new = DigestRun.objects.get_or_create(
        organization=organization, kind=due.kind, period=due.period, defaults={"begun_at": now}
    )
    try:
        told = _tell_all(organization, due, now=now)
    except Exception:
        # a fault in one organization's rows must not keep the others' digests back; it is tried again until too late
        log.exception("digest.fault organization=%s kind=%s", organization.pk, due.kind)
        DigestRun.objects.filter(pk=run.pk).update(problem=DigestRun.Problem.FAULT)
        return 0
    told_before = Notice.objects.filter(key=key_of(organization, due.kind, due.period)).count()
    DigestRun.objects.filter(pk=run.pk).update(finished_at=now, told=told_before, problem="")
    log.info("digest.sent organization=%s kind=%s period=%s told=%s", organization.pk, due.kind, due.period, told)
    return told


def _tell_all(organization: Organization, due: Due, *, now: datetime) -> int:
    people = readers(due.kind, organization)
    if not people:
        return 0
    make, told = maker(due.kind, organization, now=now), 0
    for reader in people:
        digest = digest_for(reader.person, make)
        if digest is not None:
            told += send_to(reader, digest, organization, key=key_of(organization, due.kind, due.period), now=now)
    return told


def _note_missed(organization: Organization, due: Due, *, now: datetime) -> None:
    """Nobody was told in time: a row says so. What was not owed then is no miss: a plan that ran only afterwards, and
    a reminder, which the next day brings."""
    running = MediaPlan.objects.filter(organization=organization, state=MediaPlan.State.ACTIVE)
    if due.kind == Kind.UNWRITTEN or not running.filter(activated_at__lte=due.at).exists():
        return
    run, _new = DigestRun.objects.get_or_create(
        organization=organization,
        kind=due.kind,
        period=due.period,
        defaults={"begun_at": now, "problem": DigestRun.Problem.TOO_LATE},
    )
    problem = run.problem or DigestRun.Problem.TOO_LATE
    DigestRun.objects.filter(pk=run.pk).update(finished_at=now, problem=problem)


def _is_quiet(organization: Organization, now: datetime) -> bool:
    start, end = organization.quiet_from, organization.quiet_until
    local = now.astimezone(ZoneInfo(organization.time_zone)).time()
    return is_quiet(local, (start, end) if start and end else None)
