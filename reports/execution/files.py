"""Makes the files of reports that staff asked for: takes a row with a lease, tells how far it is, keeps the file.

No file is written and no report made inside a transaction.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files import File
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from reports.evidence.making import make_evidence
from reports.execution.making import make_report
from reports.ledger.reading import read_ledger
from reports.models import ReportFile
from scheduler.models import MediaPlan

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""Renewed with each step that is told; no single step takes so long."""
MOST_TRIES = 3
MOST_AT_ONCE = 2
"""Reports that are made at the same time: posts must not wait for them."""
HALF_OF_A_PACK = 50_000_000
"""Bytes after which an evidence pack is told to be half made."""
APART = timedelta(seconds=1)
"""Between two writings of progress, at least."""
State = ReportFile.State


class LeaseLost(Exception):
    """Another worker has the row by now."""


def ask_for(
    plan: MediaPlan, first: date, last: date, *, format: str, language: str, actor: Any, now: datetime
) -> ReportFile:
    """A row that a worker takes within seconds. The same wish once more while it waits is the same row."""
    wish = {"plan": plan, "first": first, "last": last, "format": format, "language": language}
    waiting = ReportFile.objects.filter(**wish, state__in=[State.WAITING, State.MAKING]).first()
    return waiting or ReportFile.objects.create(**wish, asked_by=actor, asked_at=now)


def make_waiting(*, now: datetime) -> int:
    """Make what waits, one after the other, until nothing does; how many rows were taken."""
    count = 0
    while (row := take(now=now)) is not None:
        count += 1
        make(row, now=now)
        now = timezone.now()
    return count


def something_waits(now: datetime) -> bool:
    return ReportFile.objects.filter(Q(state=State.WAITING) | _lost(now)).exists()


def take(*, now: datetime) -> ReportFile | None:
    """The row that has waited longest, ours until its lease ends. One that too many workers were lost with is given
    up, and says so."""
    with transaction.atomic():
        lost = _lost(now)
        ReportFile.objects.filter(lost, tries__gte=MOST_TRIES).update(
            state=State.FAILED, error_code="worker_lost", lease_token="", leased_until=None
        )
        if ReportFile.objects.filter(state=State.MAKING, leased_until__gte=now).count() >= MOST_AT_ONCE:
            return None
        free = ReportFile.objects.select_for_update(skip_locked=True).filter(Q(state=State.WAITING) | lost)
        row = free.order_by("asked_at", "pk").first()
        if row is None:
            return None
        row.state, row.percent, row.tries = State.MAKING, 0, row.tries + 1
        row.lease_token, row.leased_until = secrets.token_hex(16), now + LEASE
        row.save(update_fields=["state", "percent", "tries", "lease_token", "leased_until"])
        return row


def make(row: ReportFile, *, now: datetime) -> None:
    """Make the file of a row that was taken. Raises DatabaseError alone: then the lease ends and it is taken again."""
    with TemporaryFile() as written:
        try:
            checksum = ledger_checksum(row, now=now)
            _write(row, written, now=now)
            # what changed meanwhile is in the file or is not: only two like sums prove which rows it tells of
            if ledger_checksum(row, now=now) != checksum:
                checksum = ""
        except LeaseLost:
            log.warning("report.lease_lost report=%s", row.pk)
        except DatabaseError:
            raise
        except Exception:
            log.exception("report.failed report=%s", row.pk)
            _mine(row).update(state=State.FAILED, error_code="fault", lease_token="", leased_until=None)
        else:
            _keep(row, written, checksum)


def ledger_checksum(row: ReportFile, *, now: datetime) -> str:
    return read_ledger(row.plan, row.first, row.last, now=now).checksum


def _write(row: ReportFile, target: IO[bytes], *, now: datetime) -> None:
    """An evidence pack goes straight into the file: its captures may be larger than the memory."""
    told = _telling(row)
    if row.format == ReportFile.Format.ZIP:
        make_evidence(
            row.plan, row.first, row.last, language=row.language, now=now, target=target, progress=_packing(told)
        )
        return
    written = make_report(
        row.plan, row.first, row.last, format=row.format, language=row.language, now=now, progress=told
    )
    target.write(written)


def _packing(told: Callable[[int, int], None]) -> Callable[[int], None]:
    """Nobody knows beforehand how large a pack becomes: each further byte brings it nearer to the end, which it does
    not reach."""
    packed = 0

    def tell(length: int) -> None:
        nonlocal packed
        packed += length
        told(packed, packed + HALF_OF_A_PACK)

    return tell


def _keep(row: ReportFile, written: IO[bytes], ledger: str) -> None:
    written.seek(0)
    checksum = hashlib.file_digest(written, "sha256").hexdigest()  # type: ignore[arg-type]
    written.seek(0)
    row.file.save(f"report.{row.format}", File(written), save=False)
    kept = _mine(row).update(
        state=State.MADE,
        percent=100,
        lease_token="",
        leased_until=None,
        error_code="",
        ledger_checksum=ledger,
        file=row.file.name,
        checksum=checksum,
        made_at=timezone.now(),
    )
    if not kept:
        log.warning("report.lease_lost report=%s", row.pk)
        row.file.delete(save=False)


def _telling(row: ReportFile) -> Callable[[int, int], None]:
    """Writes progress down and renews the lease, at most once a second."""
    told = timezone.now()

    def tell(done: int, of: int) -> None:
        nonlocal told
        now = timezone.now()
        if timedelta(0) <= now - told < APART:  # clocks go back, too
            return
        told = now
        percent = min(99, 100 * done // max(of, 1))
        if not _mine(row).update(percent=percent, leased_until=now + LEASE):
            raise LeaseLost

    return tell


def _lost(now: datetime) -> Q:
    return Q(state=State.MAKING, leased_until__lt=now)


def _mine(row: ReportFile) -> Any:
    return ReportFile.objects.filter(pk=row.pk, state=State.MAKING, lease_token=row.lease_token)
