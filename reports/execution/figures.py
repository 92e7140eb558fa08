"""Figures of reach, added up for one item: only what is there, only like with like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from publishers.metrics import Metric
from reports.execution.parts import FigureRow, ReachLine, number_words
from reports.ledger.entries import DutyEntry, Ledger
from reports.reach.labels import METRICS, SOURCES, UNITS
from reports.reach.queries import FigureEntry, latest_figures, latest_place_figures

Figures = Mapping[int, Sequence[FigureEntry]]
"""By delivery, of each metric the newest one."""


def figures_of(ledger: Ledger) -> Figures:
    out = {entry.delivery for entry in ledger.entries if entry.delivery is not None and entry.out_on is not None}
    return latest_figures(sorted(out))


def followers_of(ledger: Ledger) -> dict[int, FigureEntry]:
    """By channel, how many followed it when the period ended; channels of which nobody knows are left out."""
    end = datetime.combine(ledger.last + timedelta(days=1), time(), tzinfo=ZoneInfo(ledger.zone))
    found = latest_place_figures([channel.id for channel in ledger.channels], before=end)
    counted = {
        channel: next((figure for figure in figures if figure.metric == Metric.MEMBERS), None)
        for channel, figures in found.items()
    }
    return {channel: one for channel, one in counted.items() if one is not None and one.value is not None}


def source_words(figure: FigureEntry) -> str:
    """'typed by a person: letter of the newsroom'."""
    named = str(SOURCES.get(figure.source, figure.source))
    return f"{named}: {figure.source_words}" if figure.source_words else named


def metric_words(figure: FigureEntry) -> str:
    """'Views, times'."""
    named = str(METRICS.get(figure.metric, figure.metric))
    return f"{named}, {UNITS[figure.unit]}" if figure.unit in UNITS else named


def rows_of(entries: Iterable[DutyEntry], figures: Figures, channels: Mapping[int, str]) -> list[FigureRow]:
    """One row for each channel, metric and source, in the order of the channels' names."""
    groups: dict[tuple[int, str, str], list[FigureEntry]] = defaultdict(list)
    seen: set[int] = set()
    for entry in entries:
        if entry.delivery is None or entry.out_on is None or entry.channel is None or entry.delivery in seen:
            continue
        seen.add(entry.delivery)
        for figure in figures.get(entry.delivery, ()):
            groups[entry.channel, metric_words(figure), source_words(figure)].append(figure)
    rows = [_row(channels[channel], metric, source, together) for (channel, metric, source), together in groups.items()]
    return sorted(rows, key=lambda row: (row.channel, row.metric, row.source))


def _row(channel: str, metric: str, source: str, figures: Sequence[FigureEntry]) -> FigureRow:
    known = [figure.value for figure in figures if figure.value is not None]
    return FigureRow(
        channel=channel,
        metric=metric,
        value=sum(known) if known else None,
        posts=len(known),
        without=len(figures) - len(known),
        source=source,
        until=max(figure.taken_at for figure in figures).date(),
        rounded=any(figure.rounded for figure in figures),
    )


def lines_of(rows: Sequence[FigureRow]) -> list[ReachLine]:
    """One line for each channel and source."""
    groups: dict[tuple[str, str], list[FigureRow]] = defaultdict(list)
    for row in rows:
        groups[row.channel, row.source].append(row)
    return [_line(channel, source, together) for (channel, source), together in groups.items()]


def _line(channel: str, source: str, rows: Sequence[FigureRow]) -> ReachLine:
    """What nobody has is said so, and is no zero."""
    told = [_figure(row) for row in rows if row.value is not None]
    missing = [row.metric for row in rows if row.value is None]
    if missing:
        told.append(_("not available: %(metrics)s") % {"metrics": ", ".join(missing)})
    days = [row.until for row in rows if row.until]
    return ReachLine(channel, "; ".join(told), source, max(days, default=None))


def _figure(row: FigureRow) -> str:
    value = f"{'≈ ' if row.rounded else ''}{number_words(row.value or 0)}"
    if not row.without:
        return f"{row.metric}: {value}"
    part = _("%(known)s of %(all)s posts") % {"known": row.posts, "all": row.posts + row.without}
    return f"{row.metric}: {value} ({part})"
