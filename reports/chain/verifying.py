"""Reads the whole log once more and compares it with its seals: sound, or where it first is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from reports.chain.form import FIRST, digest_of, hash_of
from reports.chain.rows import SOURCES, Row, happened_before, read, read_keys, unsealed
from reports.models import Seal

BATCH = 1_000
NOTICED_WITHIN = timedelta(hours=1)
"""So long after it happened a row may be sealed though rows were sealed in between: a clock may be off a little."""

What = Literal["altered", "missing", "added", "chain", "cut", "rewritten"]
Progress = Callable[[int], None]
"""Told of each so many seals that were looked at."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where log and seals differ.

    ``altered``: the row is not the one that was sealed. ``missing``: it is gone. ``added``: it says that it happened
    before rows that were sealed without it. ``chain``: the seal itself is not bound to the one before. ``cut``: the
    chain ends before the seal that was expected. ``rewritten``: that seal is another one.
    """

    what: What
    number: int | None
    """Of the seal; None: the row has none."""
    kind: str = ""
    key: int | None = None
    at: datetime | None = None
    """When it was sealed; of a row without a seal, when it says that it happened."""


@dataclass(slots=True)
class Verdict:
    seals: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    """Rows found as they were sealed, by kind."""
    waiting: int = 0
    """Final rows that will be sealed by the next run."""
    head: str = ""
    """NUMBER:HASH of the last seal."""
    head_at: datetime | None = None
    broken: Break | None = None


def verify(*, expected: tuple[int, str] | None = None, progress: Progress | None = None) -> Verdict:
    """``expected``: a seal that somebody else has kept, for one a report's stamp. Stops at the first break."""
    verdict = Verdict()
    walk = _Walk(expected)
    while batch := list(Seal.objects.filter(number__gt=walk.number).order_by("number")[:BATCH]):
        found = {kind: read_keys(kind, [seal.key for seal in batch if seal.kind == kind]) for kind in SOURCES}
        for seal in batch:
            verdict.broken = walk.step(seal, found.get(seal.kind, {}).get(seal.key))
            if verdict.broken is not None:
                return verdict
            verdict.seals += 1
            verdict.rows[seal.kind] += 1
        verdict.head, verdict.head_at = f"{walk.number}:{walk.hash}", batch[-1].at
        if progress:
            progress(len(batch))
    verdict.broken = walk.cut() or _without_seal(verdict)
    return verdict


class _Walk:
    """Along the chain, one seal after the other."""

    def __init__(self, expected: tuple[int, str] | None) -> None:
        self.number, self.hash = 0, FIRST
        self._expected = expected
        self._run: datetime | None = None
        self._run_before: datetime | None = None

    def step(self, seal: Seal, row: Row | None) -> Break | None:
        chained = hash_of(self.hash, self.number + 1, seal.kind, seal.key, seal.at, seal.digest)
        if (seal.number, seal.hash) != (self.number + 1, chained):
            return _break("chain", seal)
        self.number, self.hash = seal.number, seal.hash
        if self._expected is not None and seal.number == self._expected[0] and seal.hash != self._expected[1]:
            return _break("rewritten", seal)
        if row is None:
            return _break("missing", seal)
        if digest_of(row.text) != seal.digest:
            return _break("altered", seal)
        if seal.at != self._run:
            self._run_before, self._run = self._run, seal.at
        if self._run_before is not None and row.happened < self._run_before - NOTICED_WITHIN:
            return _break("added", seal)
        return None

    def cut(self) -> Break | None:
        if self._expected is None or self._expected[0] <= self.number:
            return None
        return Break("cut", self._expected[0])


def _break(what: What, seal: Seal) -> Break:
    return Break(what, seal.number, seal.kind, seal.key, seal.at)


def _without_seal(verdict: Verdict) -> Break | None:
    """Rows behind the last seal wait for the next run; one that is older was not there when that was set."""
    for kind in SOURCES:
        rows = unsealed(kind)
        verdict.waiting += rows.count()
        if verdict.head_at is None:
            continue
        old = read(kind, rows.filter(happened_before(kind, verdict.head_at - NOTICED_WITHIN))[:1])
        if old:
            return Break("added", None, kind, old[0].key, old[0].happened)
    return None
