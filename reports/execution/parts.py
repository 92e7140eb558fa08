"""The report as plain values in one language: every writer shows the same ones, and none adds a word or a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.execution.duties import DutyRow
from reports.ledger.entries import Counts, Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where one thing stands: a channel, with its link or what proves it."""

    channel: str
    link: str = ""
    proof: str = ""
    """'No. 48, proof 12': for what has no address."""


@dataclass(frozen=True, slots=True)
class DoneRow:
    on: date | None
    """None: it is out, and no row says since when."""
    title: str
    places: tuple[Place, ...]
    remark: str = ""
    """Late, or another post that stood for it."""


@dataclass(frozen=True, slots=True)
class MissingRow:
    day: date
    """By which it is, or was, due."""
    channel: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One metric on one channel, all posts of an item together. ``value`` None: no post has it."""

    channel: str
    metric: str
    value: int | None
    posts: int
    """Whose figures are in ``value``."""
    without: int
    """Whose figure is not available: in no sum."""
    source: str
    until: date | None
    """Of the newest of them."""
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class ReachLine:
    """All figures of one channel from one source, as they read side by side."""

    channel: str
    told: str
    """'Views, times: 1 234; Reactions: 50 (11 of 12 posts); not available: Clicks'."""
    source: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Bar:
    """How a part of the duties stands, for a chart."""

    label: str
    counts: Counts

    @property
    def percent(self) -> str:
        return percent_words(self.counts)


@dataclass(frozen=True, slots=True)
class ItemPart:
    number: str
    title: str
    heading: str
    """'Item 5 of the media plan'."""
    planned: tuple[tuple[str, str], ...]
    """What, and how the plan writes it."""
    counts: Counts
    told: str
    """'11 of 12 carried out (91 %)', or why nothing was owed."""
    done: tuple[DoneRow, ...]
    missing: tuple[MissingRow, ...]
    besides: tuple[DoneRow, ...]
    """Published too, though the plan does not ask for it."""
    figures: tuple[FigureRow, ...]
    reach: tuple[ReachLine, ...]
    """The same figures in words."""
    result: str
    """As staff wrote it; empty: nobody did."""

    @property
    def percent(self) -> str:
        return percent_words(self.counts)


@dataclass(frozen=True, slots=True)
class LinkRow:
    number: int
    item: str
    on: date
    channel: str
    title: str
    address: str
    """What the QR code holds: the link, else the proof as words."""
    is_link: bool


@dataclass(frozen=True, slots=True)
class Report:
    language: str
    title: str
    """Of the plan."""
    headline: str
    kind: str
    """'REPORT', as such papers are headed."""
    organization: str
    period: str
    first: date
    last: date
    counts: Counts
    summary: tuple[str, ...]
    """Sentences."""
    statuses: tuple[tuple[Status, str, int], ...]
    quarters: tuple[Bar, ...]
    channels: tuple[Bar, ...]
    bars: tuple[Bar, ...]
    """Of the items."""
    items: tuple[ItemPart, ...]
    links: tuple[LinkRow, ...]
    duties: tuple[DutyRow, ...]
    signatures: tuple[tuple[str, str], ...]
    """Position and name."""
    stamp: tuple[str, ...]
    checksum: str
    """Of the ledger."""
    as_of: date
    """The day whose state it shows: of a period that is over its last one."""
    words: Mapping[str, str]
    """Headings and the like, by the names that layouts use."""


def percent_words(counts: Counts) -> str:
    """'91 %', or a dash where nothing can be asked for."""
    return "–" if counts.percent is None else f"{counts.percent} %"


def day_words(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "–"


def number_words(number: int) -> str:
    """'12 345', as Uzbek and Russian write it."""
    return f"{number:,}".replace(",", "\u00a0")
