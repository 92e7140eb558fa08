"""Figures in the words and times of a screen: a row for each metric, a chart where there is something to draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now

from content.people import name_of
from desk.figures.chart import Chart, chart_of
from desk.times import shown
from publishers.models import Delivery
from publishers.proof_files import PDF
from reports.models import Figure, FollowUp
from reports.reach.labels import metric_label, shown_number, source_label, why_not_available
from reports.reach.queries import FigureEntry, Series, series_of

EDITORS = ("content.add_post", "publishers.change_delivery")
"""Who has one of these may type figures in."""


def may_add(user: Any) -> bool:
    return any(user.has_perm(right) for right in EDITORS)


def delivery_figures(delivery: Delivery, zone: str, user: Any) -> dict[str, Any]:
    """All that a delivery's page says of its reach."""
    out = delivery.state == "published"
    return {
        **rows_of(series_of(delivery), zone),
        "looks": _looks(delivery, zone),
        "typed": typed_rows(Figure.objects.filter(delivery=delivery), zone),
        "add": reverse("figures:add_to_post", args=[delivery.pk]) if out and may_add(user) else "",
        "out": out,
    }


def rows_of(series: Sequence[Series], zone: str) -> dict[str, Any]:
    """The newest figure of each series; of one whose newest is not available, the last that was, with its time. And the
    charts of those that grew."""
    rows = [_row(one, zone) for one in series]
    return {"rows": rows, "charts": [row["chart"] for row in rows if row["chart"]]}


def figure_row(entry: FigureEntry, zone: str) -> dict[str, Any]:
    known = entry.value is not None
    return {
        "metric": metric_label(entry.metric),
        "value": shown_number(entry.value, rounded=entry.rounded) if entry.value is not None else "",
        "rounded": entry.rounded,
        "why": "" if known else why_not_available(entry.note),
        "at": shown(entry.taken_at, zone),
        "source": source_label(entry.source, entry.source_words),
    }


def typed_rows(figures: Any, zone: str) -> list[dict[str, Any]]:
    """Who typed what in, newest first, with its proof."""
    rows = figures.exclude(person=None).select_related("person").order_by("-added_at", "-pk")
    return [
        {
            "metric": metric_label(row.metric),
            "value": shown_number(row.value),
            "at": shown(row.taken_at, zone),
            "source": row.source_words,
            "note": row.note,
            "person": name_of(row.person),
            "added": shown(row.added_at, zone),
            "checksum": row.checksum,
            "proof": reverse("figures:proof", args=[row.pk]),
            "small": "" if row.proof.name.endswith(PDF) else reverse("figures:small", args=[row.pk]),
        }
        for row in rows
    ]


def _row(series: Series, zone: str) -> dict[str, Any]:
    newest = series.points[-1]
    last_known = next((point for point in reversed(series.points) if point.value is not None), newest)
    row = figure_row(last_known, zone)
    if newest is not last_known:
        row["since"] = _now("Not available at %(time)s: %(why)s") % {
            "time": shown(newest.taken_at, zone),
            "why": why_not_available(newest.note),
        }
    chart = chart_of([(point.taken_at, point.value) for point in series.points])
    return row | {"chart": _drawn(chart, series, zone) if chart else None}


def _drawn(chart: Chart, series: Series, zone: str) -> dict[str, Any]:
    label = metric_label(series.metric)
    first, last = chart.dots[0], chart.dots[-1]
    return {
        "chart": chart,
        "label": label,
        "most": shown_number(chart.most),
        "first": shown(first.at, zone).partition(" (")[0],
        "last": shown(last.at, zone).partition(" (")[0],
        "dots": [(dot, f"{shown_number(dot.value)} · {shown(dot.at, zone)}") for dot in chart.dots],
        "said": _now("%(metric)s: from %(first)s at %(from)s to %(last)s at %(to)s.")
        % {
            "metric": label,
            "first": shown_number(first.value),
            "from": shown(first.at, zone),
            "last": shown_number(last.value),
            "to": shown(last.at, zone),
        },
    }


def _looks(delivery: Delivery, zone: str) -> dict[str, Any]:
    """When the figures were read last and will be next, and why the last look came to nothing. The very first look only
    sets the time of the next."""
    follow_up = FollowUp.objects.filter(delivery=delivery, kind=FollowUp.Kind.MEASURE).first()
    if follow_up is None:
        return {}
    return {
        "last": shown(follow_up.last_at, zone) if follow_up.step > 1 or follow_up.last_code else "",
        "next": shown(follow_up.due_at, zone),
        "why": why_not_available(follow_up.last_code),
        "failures": follow_up.failures,
    }
