"""Appends seals to the chain: for each final row one, in one process at a time, however many try.

Rows commit in another order than their numbers are given. So each run looks at everything behind its mark that has no
seal, and the mark moves on only over rows old enough that none with a smaller number can still come. Should one come
later all the same, the nightly run without marks takes it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from reports.chain.form import FIRST, digest_of, hash_of
from reports.chain.rows import SOURCES, not_settled, read, unsealed
from reports.models import Seal, SealMark

log = logging.getLogger(__name__)

BATCH = 1_000
"""Rows of one transaction."""
SETTLES = timedelta(hours=1)
"""Longer than any transaction that writes such a row."""
_LOCK = "chain"


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal: what a report names, so that nobody can write the chain anew behind it."""

    number: int
    hash: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def head() -> Head | None:
    """None while nothing is sealed."""
    last = Seal.objects.order_by("-number").first()
    return Head(last.number, last.hash, last.at) if last else None


def seal_log(now: datetime, *, sweep: bool = False) -> int:
    """Seal what is final; how many rows that were. ``sweep``: look at the whole log, not only behind the marks."""
    SealMark.objects.get_or_create(kind=_LOCK)
    count = sum(_seal_kind(kind, now=now, sweep=sweep) for kind in SOURCES)
    if count:
        log.info("log.sealed rows=%s head=%s", count, head())
    return count


def _seal_kind(kind: str, *, now: datetime, sweep: bool) -> int:
    mark, _made = SealMark.objects.get_or_create(kind=kind)
    waiting = unsealed(kind) if sweep else _behind(kind, mark)
    count, after = 0, 0
    while waiting.filter(pk__gt=after).exists() and (taken := _seal_batch(kind, waiting, after=after, now=now)):
        count += len(taken)
        after = taken[-1]
    _move_mark(kind, mark, now=now)
    return count


def _behind(kind: str, mark: SealMark) -> QuerySet[Any]:
    if not SOURCES[kind].later:
        return unsealed(kind).filter(pk__gt=mark.up_to)
    if mark.at is None:
        return unsealed(kind)
    return unsealed(kind).filter(**{f"{SOURCES[kind].happened}__gte": mark.at - SETTLES})


@transaction.atomic
def _seal_batch(kind: str, waiting: QuerySet[Any], *, after: int, now: datetime) -> list[int]:
    """The numbers of the rows that were sealed, empty when none was left."""
    SealMark.objects.select_for_update().get(kind=_LOCK)
    rows = read(kind, waiting.filter(pk__gt=after)[:BATCH])
    if not rows:
        return []
    last = head()
    number, before = (last.number, last.hash) if last else (0, FIRST)
    seals = []
    for row in rows:
        number, digest = number + 1, digest_of(row.text)
        before = hash_of(before, number, kind, row.key, now, digest)
        seals.append(Seal(number=number, kind=kind, key=row.key, at=now, digest=digest, hash=before))
    Seal.objects.bulk_create(seals)
    return [row.key for row in rows]


def _move_mark(kind: str, mark: SealMark, *, now: datetime) -> None:
    """Up to the last row before the first that is young, or still open: no further, for between the two one may still
    commit."""
    later = SOURCES[kind].model._default_manager.filter(pk__gt=mark.up_to).order_by()
    young = later.filter(not_settled(kind, now - SETTLES)).order_by("pk").values_list("pk", flat=True).first()
    settled = later if young is None else later.filter(pk__lt=young)
    up_to = settled.aggregate(last=Max("pk"))["last"] or mark.up_to
    SealMark.objects.filter(kind=kind, up_to__lte=up_to).update(up_to=up_to, at=now)
