"""The report as a Word document: a template that an office edits in Word, filled by docxtpl in a sandbox."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from content.template_sandbox import STEP, Group, StepCounter, TemplateSandbox, TooMuch, Written
from reports.execution.codes import as_png
from reports.execution.packing import packed
from reports.execution.parts import DoneRow, ItemPart, Report, day_words
from reports.execution.pdf import chart_data, chart_png, reach_cells, statuses_data
from reports.execution.word_xml import EMU_A_CENTIMETRE, annex, code_key, picture, places, words_of

DEFAULT_TEMPLATE = Path(__file__).parent / "report-template.docx"
STEPS_A_ROW = 20
"""So many turns of loops a template may take for each row of the report: it may show a row a few times over."""
MOST_OF_TEMPLATE = 20_000_000
MOST_A_ROW = 20_000
"""Signs of XML."""
ANNEX = "<w:p><w:r><w:t>\u2063annex\u2063</w:t></w:r></w:p>"
"""Where the annex goes, once docxtpl is done: with thousands of links it would work on it for long."""
CHART_WIDTH = 16 * EMU_A_CENTIMETRE
CHARTS = ("statuses", "quarters", "channels", "points")
_BODY = "word/document.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_PICTURE_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

Progress = Callable[[int, int], None]


class ReportSandbox(TemplateSandbox):
    """As post templates have, with values written as XML; docxtpl asks for templates by ``from_string``."""

    def __init__(self, most: int) -> None:
        super().__init__(words_of)
        self.most = most

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        return _Bounded(self.compiled(source), self.most)


class _Bounded:
    """A template whose output ends at so many signs: loops within loops could fill the memory within their bound."""

    def __init__(self, template: Any, most: int) -> None:
        self.template, self.most = template, most

    def render(self, context: Mapping[str, Any]) -> str:
        pieces, length = [], 0
        for piece in self.template.generate(context):
            length += len(piece)
            if length > self.most:
                raise TooMuch("too_long", self.most)
            pieces.append(piece)
        return "".join(pieces)


class _Template(DocxTemplate):  # type: ignore[misc]
    """``rendered`` is called with the body as it was filled in, before docxtpl mends what is torn."""

    def __init__(self, file: io.BytesIO, rendered: Callable[[str], object]) -> None:
        super().__init__(file)
        self.rendered = rendered

    def fix_tables(self, xml: str) -> Any:
        self.rendered(xml)
        return super().fix_tables(xml)


def docx_of(
    report: Report, progress: Progress, template: bytes | None = None, rendered: Callable[[str], object] = len
) -> bytes:
    """The file's bytes; ``template``: the office's own. ``progress`` is told of how many links so many have their code.

    Raises what docxtpl and Jinja2 raise over a template that ``reports.execution.templates`` would have refused.
    """
    charts = {f"rIdChart{name}": chart_png(chart) for name, chart in _charts(report).items()}
    document = _Template(io.BytesIO(template or DEFAULT_TEMPLATE.read_bytes()), rendered)
    rows = len(report.duties) + len(report.links) + sum(len(item.reach) for item in report.items) + 200
    context = {**context_of(report, charts), STEP: StepCounter(rows * STEPS_A_ROW)}
    document.render(context, ReportSandbox(MOST_OF_TEMPLATE + rows * MOST_A_ROW))
    held = io.BytesIO()
    document.save(held)
    body = _body_of(held.getvalue())
    pictures = {key: png for key, png in charts.items() if f'"{key}"' in body}
    if ANNEX in body:
        body = body.replace(ANNEX, annex(report.links, report.words["item"], first_number=9_100_000))
        for row in report.links:
            pictures[code_key(row.number)] = as_png(row.address)
            progress(row.number, len(report.links))
    return packed(
        held.getvalue(),
        day=report.as_of,
        changes={_BODY: lambda _body: body.encode(), _RELATIONS: partial(_related, pictures), _TYPES: _with_png},
        added={f"word/media/{key}.png": png for key, png in pictures.items()},
    )


def context_of(report: Report, charts: Mapping[str, bytes]) -> dict[str, Any]:
    """Every name that a template may use."""
    words = report.words
    drawn = {
        key.removeprefix("rIdChart"): Written(picture(key, number, CHART_WIDTH, _height(png), words["percent"]))
        for number, (key, png) in enumerate(charts.items(), start=9_000_000)
    }
    return {
        "words": Group("words", {**words, "points": words["items"]}),  # a group has a method of that name
        "charts": Group("charts", {**dict.fromkeys(CHARTS, ""), **drawn}),
        "organization": report.organization,
        "title": report.title,
        "headline": report.headline,
        "kind": report.kind,
        "period": report.period,
        "day": day_words(report.as_of),
        "checksum": report.checksum,
        "short_checksum": report.checksum[:16],
        "summary": report.summary,
        "statuses": [Group("status", {"label": label, "number": number}) for _code, label, number in report.statuses],
        "points": [_point(item) for item in report.items],
        "signatures": [
            Group("signature", {"position": position, "name": name}) for position, name in report.signatures
        ],
        "stamp": report.stamp,
        "has_links": bool(report.links),
        "annex": Written(ANNEX),
    }


def _point(item: ItemPart) -> Group:
    return Group(
        "point",
        {
            "number": item.number,
            "heading": item.heading,
            "title": item.title,
            "planned": [Group("planned", {"label": label, "text": text}) for label, text in item.planned],
            "told": item.told,
            "percent": item.percent,
            "owes": item.counts.total > 0,
            "done": [_done(row) for row in item.done],
            "missing": [
                Group("row", {"day": day_words(row.day), "channel": row.channel, "status": row.status, "why": row.why})
                for row in item.missing
            ],
            "besides": [_done(row) for row in item.besides],
            "figures": [Group("figure", reach_cells(line)) for line in item.reach],
            "result": [part for part in item.result.splitlines() if part.strip()],
        },
    )


def _done(row: DoneRow) -> Group:
    members = {"day": day_words(row.on), "title": row.title, "remark": row.remark, "where": Written(places(row))}
    return Group("row", members)


def _charts(report: Report) -> dict[str, Mapping[str, Any]]:
    charts: dict[str, Mapping[str, Any]] = {
        "statuses": statuses_data(report),
        "points": chart_data(report.bars, labels="8%"),
    }
    for name, bars in (("quarters", report.quarters), ("channels", report.channels)):
        if bars:
            charts[name] = chart_data(bars)
    return charts


def _height(png: bytes) -> int:
    width, height = struct.unpack(">II", png[16:24])
    return CHART_WIDTH * height // width


def _body_of(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(_BODY).decode()


def _related(pictures: Iterable[str], relations: bytes) -> bytes:
    added = "".join(f'<Relationship Id="{key}" Type="{_PICTURE_TYPE}" Target="media/{key}.png"/>' for key in pictures)
    return relations.replace(b"</Relationships>", f"{added}</Relationships>".encode())


def _with_png(types: bytes) -> bytes:
    if b'Extension="png"' in types:
        return types
    return types.replace(b"<Default ", b'<Default Extension="png" ContentType="image/png"/><Default ', 1)
