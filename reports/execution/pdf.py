"""The report as PDF, and its charts as pictures: laid out by typst, from data alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from reports.execution.codes import as_svg
from reports.execution.parts import Bar, DoneRow, ItemPart, LinkRow, ReachLine, Report, day_words
from reports.ledger.entries import Counts, Status

_HERE = Path(__file__).parent
_FONTS = _HERE.parent.parent / "content" / "cards" / "fonts"
SCRIPTS = {"uz": ("uz", "latn"), "uz-cyrl": ("uz", "cyrl"), "ru": ("ru", "cyrl"), "en": ("en", "latn")}
BREAK = "\u200b"

_laying_out = threading.Lock()
"""A compiler is not made for two threads at once."""


def pdf_of(report: Report, progress: Callable[[int, int], None]) -> bytes:
    """The file's bytes; ``progress`` is told of how many links so many have their code."""
    laid = _compiled("report", "pdf", json.dumps(_data(report, progress), ensure_ascii=False))
    assert isinstance(laid, bytes)
    return laid


def chart_png(chart: Mapping[str, Any]) -> bytes:
    """A picture of bars, 16 cm wide at 220 dots an inch. ``chart``: see ``chart_data``."""
    laid = _compiled("chart", "png", json.dumps(chart, ensure_ascii=False))
    assert isinstance(laid, bytes)
    return laid


def chart_data(bars: Sequence[Bar], *, labels: str = "34%") -> dict[str, Any]:
    return {"bars": [_bar(bar) for bar in bars], "labels": labels, "statuses": []}


def statuses_data(report: Report) -> dict[str, Any]:
    return {"bars": [], "labels": "", "statuses": _statuses(report)}


def _compiled(layout: str, form: str, data: str) -> Any:
    with _laying_out:
        return _compiler(layout).compile(format=form, ppi=220.0, sys_inputs={"report": data})


@cache
def _compiler(layout: str) -> typst.Compiler:
    return typst.Compiler(
        str(_HERE / f"{layout}.typ"), root=str(_HERE), font_paths=[str(_FONTS)], ignore_system_fonts=True
    )


def _data(report: Report, progress: Callable[[int, int], None]) -> dict[str, Any]:
    lang, script = SCRIPTS[report.language]
    return {
        "lang": lang,
        "script": script,
        "words": dict(report.words),
        "organization": report.organization,
        "title": report.title,
        "headline": report.headline,
        "kind": report.kind,
        "period": report.period,
        "checksum": report.checksum,
        "summary": report.summary,
        "statuses": _statuses(report),
        "quarters": [_bar(bar) for bar in report.quarters],
        "channels": [_bar(bar) for bar in report.channels],
        "bars": [_bar(bar) for bar in report.bars],
        "items": [_item(item) for item in report.items],
        "signatures": report.signatures,
        "stamp": report.stamp,
        "links": [_link(row, len(report.links), progress) for row in report.links],
    }


def _statuses(report: Report) -> list[tuple[str, str, int]]:
    return [(str(status), label, number) for status, label, number in report.statuses]


def _strip(counts: Counts) -> list[tuple[str, int]]:
    return [(str(status), counts.of[status]) for status in Status]


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "label": bar.label,
        "counts": _strip(bar.counts),
        "percent": bar.percent,
        "of": f"{bar.counts.fulfilled} / {bar.counts.counted}",
    }


def _item(item: ItemPart) -> dict[str, Any]:
    return {
        "heading": item.heading,
        "title": item.title,
        "planned": item.planned,
        "owes": item.counts.total > 0,
        "counts": _strip(item.counts),
        "told": item.told,
        "done": [_done(row) for row in item.done],
        "missing": [
            {"day": day_words(row.day), "channel": row.channel, "status": row.status, "why": row.why}
            for row in item.missing
        ],
        "besides": [_done(row) for row in item.besides],
        "figures": [reach_cells(line) for line in item.reach],
        "result": item.result,
    }


def _done(row: DoneRow) -> dict[str, Any]:
    return {
        "on": day_words(row.on),
        "title": row.title,
        "remark": row.remark,
        "places": [{"channel": one.channel, "link": one.link, "proof": one.proof} for one in row.places],
    }


def reach_cells(line: ReachLine) -> dict[str, str]:
    """As layouts name them."""
    until = day_words(line.until) if line.until else ""
    return {"channel": line.channel, "told": line.told, "source": line.source, "until": until}


def _link(row: LinkRow, total: int, progress: Callable[[int, int], None]) -> dict[str, Any]:
    progress(row.number, total)
    return {
        "number": row.number,
        "item": row.item,
        "on": day_words(row.on),
        "channel": row.channel,
        "title": row.title,
        "address": row.address,
        "shown": breakable(row.address),
        "is_link": row.is_link,
        "code": as_svg(row.address),
    }


def breakable(address: str) -> str:
    """An address that may go on in the next line after its strokes."""
    return address.replace("/", f"/{BREAK}").replace("-", f"-{BREAK}")
