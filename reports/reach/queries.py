"""Figures as screens and reports read them: the newest of each metric, and how they grew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from content.models import Channel
from publishers.models import Delivery
from reports.models import Figure

CHUNK = 10_000
"""Ids in one question: databases take only so many parameters."""
_FIELDS = ("metric", "value", "unit", "source", "taken_at", "reason_code", "rounded", "source_words", "pk")


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """``value`` None: not available for the reason code in ``note``; never to be summed as zero."""

    metric: str
    value: int | None
    unit: str
    source: str
    taken_at: datetime
    note: str = ""
    rounded: bool = False
    source_words: str = ""
    """Where a person has it from."""
    figure_id: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One metric from one source, oldest first."""

    metric: str
    source: str
    points: tuple[FigureEntry, ...]


def latest_figures(delivery_ids: Iterable[int]) -> dict[int, list[FigureEntry]]:
    """Of each delivery and metric the newest figure that has a value, with its time; where none ever had one, the
    newest "not available". A question for each ten thousand deliveries."""
    found: dict[int, list[FigureEntry]] = defaultdict(list)
    for ids in _chunks(delivery_ids):
        rows = _newest(Figure.objects.filter(delivery_id__in=ids), "delivery_id")
        for delivery_id, *values in rows.order_by("delivery_id", "metric").values_list("delivery_id", *_FIELDS):
            found[delivery_id].append(FigureEntry(*values))
    return dict(found)


def latest_place_figures(channel_ids: Iterable[int], *, before: datetime | None = None) -> dict[int, list[FigureEntry]]:
    """The same of channels themselves; with ``before``, as they stood then."""
    found: dict[int, list[FigureEntry]] = defaultdict(list)
    for ids in _chunks(channel_ids):
        figures = Figure.objects.filter(channel_id__in=ids)
        rows = _newest(figures if before is None else figures.filter(taken_at__lt=before), "channel_id")
        for channel_id, *values in rows.order_by("channel_id", "metric").values_list("channel_id", *_FIELDS):
            found[channel_id].append(FigureEntry(*values))
    return dict(found)


def series_of(delivery: Delivery) -> list[Series]:
    """How the figures of a post grew."""
    return _series(Figure.objects.filter(delivery=delivery))


def place_series_of(channel: Channel, *, since: datetime) -> list[Series]:
    """How the figures of the channel itself grew."""
    return _series(Figure.objects.filter(channel=channel, taken_at__gte=since))


def _newest(figures: QuerySet[Figure], owner: str) -> QuerySet[Figure]:
    number = Window(
        RowNumber(),
        partition_by=[F(owner), F("metric")],
        order_by=[Q(value__isnull=True), F("taken_at").desc(), F("pk").desc()],
    )
    return figures.annotate(number=number).filter(number=1)


def _series(figures: QuerySet[Figure]) -> list[Series]:
    """Of two figures of one time the later one counts: it mends the other."""
    found: dict[tuple[str, str], dict[datetime, FigureEntry]] = defaultdict(dict)
    for values in figures.order_by("taken_at", "pk").values_list(*_FIELDS):
        entry = FigureEntry(*values)
        found[entry.metric, entry.source][entry.taken_at] = entry
    return [Series(metric, source, tuple(points.values())) for (metric, source), points in found.items()]


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    left = iter(ids)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
