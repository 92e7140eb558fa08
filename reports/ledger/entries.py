"""The ledger as values: what was owed, what came of it, and the counts of both. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

K = TypeVar("K")


class Status(StrEnum):
    DONE = "done"
    LATE = "late"
    """Out, but after the last day that the plan gives it."""
    REPLACED = "replaced"
    """Another post stood for it, and is out."""
    UNDER_WAY = "under_way"
    """On its way, or a person must move it on: a decision, a proof."""
    NOT_DONE = "not_done"
    """Its time is over, and nothing is out or on its way."""
    EXCUSED = "excused"
    OPEN = "open"
    """Its time has not come."""


FULFILLED = frozenset({Status.DONE, Status.LATE, Status.REPLACED})
NOT_COUNTED = frozenset({Status.EXCUSED, Status.OPEN})
"""Nothing can be asked for it: it makes no percentage better or worse."""


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """What one item owes once on one channel."""

    occurrence: int
    period: str
    """Key, see scheduler.periods; the duty itself is counted by ``day``."""
    window: tuple[date, date]
    slot: datetime | None
    """In the organization's zone, as all times here."""
    day: date
    """Of its slot, at the latest the last of its window: by it the duty belongs to a report, a month, a quarter."""
    channel: int | None
    """None: no channel answers to the plan's words."""
    status: Status
    owed: bool = True
    """False: the post went there too, though the plan does not ask for it; counted nowhere."""
    post: int | None = None
    title: str = ""
    """Of what was, or is to be, published."""
    delivery: int | None = None
    at: datetime | None = None
    """When it was out."""
    out_on: date | None = None
    """The day it was out: of a newspaper that of the issue."""
    link: str = ""
    proofs: tuple[int, ...] = ()
    """Confirmed by a second person; keys."""
    issue: str = ""
    """Of a newspaper, as the proof names it."""
    approved_by: tuple[str, ...] = ()
    """In the order of the steps; empty where an approved template published by itself."""
    approved_at: datetime | None = None
    code: str = ""
    """Why it is not done, or needs a person; see reports.ledger.labels."""
    params: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    """The words of the person who excused, replaced, moved, cancelled or took back."""

    @property
    def is_counted(self) -> bool:
        return self.owed and self.status not in NOT_COUNTED

    @property
    def is_fulfilled(self) -> bool:
        return self.owed and self.status in FULFILLED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many duties stand where. ``of``: by status, every status named."""

    of: Mapping[Status, int]

    @property
    def total(self) -> int:
        return sum(self.of.values())

    @property
    def counted(self) -> int:
        """Those whose fulfilment can be asked for by now."""
        return sum(count for status, count in self.of.items() if status not in NOT_COUNTED)

    @property
    def fulfilled(self) -> int:
        return sum(count for status, count in self.of.items() if status in FULFILLED)

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down so that 100 means all; None where nothing can be asked for."""
        return 100 * self.fulfilled // self.counted if self.counted else None


def count(entries: Iterable[DutyEntry]) -> Counts:
    """Of what is owed; what went out besides is in no count."""
    found = dict.fromkeys(Status, 0)
    for entry in entries:
        if entry.owed:
            found[entry.status] += 1
    return Counts(found)


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ItemEntry:
    id: int
    number: str
    section: str
    title: str
    method: str
    responsible: str
    deadline: str
    """As the plan writes it, as ``coverage``."""
    coverage: str
    kind: str
    nothing_owed: str
    """Why it owes nothing in the whole plan, see scheduler.not_dated; empty where it owes something."""
    duties: tuple[DutyEntry, ...]
    """By day."""

    @property
    def counts(self) -> Counts:
        return count(self.duties)


@dataclass(frozen=True)
class Ledger:
    plan: int
    title: str
    organization: str
    zone: str
    first: date
    last: date
    as_of: datetime
    """What was over by then is judged, the rest is open."""
    is_school_year: bool
    channels: tuple[ChannelFacts, ...]
    """All that an entry names, by name."""
    items: tuple[ItemEntry, ...]
    """All of the plan, in its order, those that owe nothing in the period too."""

    @cached_property
    def entries(self) -> tuple[DutyEntry, ...]:
        return tuple(duty for item in self.items for duty in item.duties)

    @property
    def counts(self) -> Counts:
        return count(self.entries)

    def counts_by(self, key: Callable[[DutyEntry], K]) -> dict[K, Counts]:
        """Counts of the owed duties for each value of ``key``, in the order in which the values come."""
        groups: dict[K, list[DutyEntry]] = {}
        for entry in self.entries:
            if entry.owed:
                groups.setdefault(key(entry), []).append(entry)
        return {value: count(entries) for value, entries in groups.items()}

    def as_json(self) -> dict[str, Any]:
        """Everything but ``as_of``, as plain values: days and times as ISO 8601."""
        plain = asdict(self)
        del plain["as_of"]
        return plain

    @cached_property
    def text(self) -> str:
        """The rows as JSON in one fixed form: names sorted, no spaces, letters as they are."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)

    @cached_property
    def checksum(self) -> str:
        """SHA-256, hex, of ``text``: the same rows give the same one, whenever they are read."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no plain form")
