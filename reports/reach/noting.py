"""Writes figures down. Rows are only added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from publishers import contract
from publishers.metrics import UNITS
from reports.models import Figure


def note_figures(
    figures: Iterable[contract.Figure],
    *,
    delivery_id: int | None = None,
    channel_id: int | None = None,
    at: datetime,
    step: int = 0,
) -> None:
    """What one look read, of a delivery or of a channel."""
    Figure.objects.bulk_create(
        Figure(
            delivery_id=delivery_id, channel_id=channel_id, metric=figure.metric, value=figure.value,
            rounded=figure.rounded, unit=figure.unit, reason_code=figure.note, source=figure.source, taken_at=at,
            step=step, added_at=at,
        )
        for figure in figures
    )  # fmt: skip


def not_available(metrics: Iterable[str], *, source: str, code: str) -> list[contract.Figure]:
    """That none of these could be had, and why."""
    return [contract.Figure(metric, None, source, UNITS[metric], code) for metric in metrics]
