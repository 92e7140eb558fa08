"""A small report with something in every part: what a template of an office is tried on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

from reports.execution.duties import DutyRow
from reports.execution.figures import lines_of
from reports.execution.parts import Bar, DoneRow, FigureRow, ItemPart, LinkRow, MissingRow, Place, Report
from reports.execution.words import WORDS
from reports.ledger.entries import Counts, Status
from reports.ledger.labels import status_label

LINK = "https://namunaobod.example/yangiliklar/ochiqlik-kuni"
DAY = date(2026, 12, 15)
NAME = "Ochiqlik kuni oʻtkazildi"


def example_report() -> Report:
    """In the active language."""
    counts = Counts({status: number for number, status in enumerate(Status, start=1)})
    row = DoneRow(DAY, NAME, (Place("Rasmiy sayt", LINK), Place("Gazeta", proof="№ 48")), remark="15.12.2026")
    figure = FigureRow("Rasmiy sayt", "views", 1_200, 3, 1, "example", DAY)
    items = tuple(
        ItemPart(
            number=str(number),
            title=NAME,
            heading=str(number),
            planned=(("Muddat", "Dekabr"),),
            counts=counts,
            told="1 / 2",
            done=(row,) * rows,
            missing=(MissingRow(DAY, "Telegram", status_label(Status.NOT_DONE), "…"),) * rows,
            besides=(row,) * rows,
            figures=(figure,) * rows,
            reach=tuple(lines_of((figure,) * rows)),
            result="Natija & xulosa.\nIkkinchi satr." * rows,
        )
        for number, rows in pairwise((1, 2, 0))
    )
    return Report(
        language="uz",
        title="Media-reja",
        headline="…",
        kind="MAʼLUMOTNOMA",
        organization="Namunaobod shahar hokimligi",
        period="2026",
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        as_of=DAY,
        checksum="0" * 64,
        counts=counts,
        summary=("…", "…"),
        statuses=tuple((status, status_label(status), counts.of[status]) for status in Status),
        quarters=(Bar("I", counts), Bar("II", counts)),
        channels=(Bar("Telegram", counts),),
        bars=tuple(Bar(item.number, counts) for item in items),
        items=items,
        links=tuple(LinkRow(number, "1", DAY, "Rasmiy sayt", NAME, LINK, True) for number in (1, 2, 3)),
        duties=(_duty(),) * 3,
        signatures=(("Matbuot kotibi", "A. Aliyev"), ("Hokim oʻrinbosari", "B. Boboyev")),
        stamp=("…",),
        words={name: str(word) for name, word in WORDS.items()},
    )


def _duty() -> DutyRow:
    return DutyRow(
        item="1",
        title=NAME,
        day=DAY,
        window_start=DAY,
        window_end=DAY,
        channel="Rasmiy sayt",
        status=Status.DONE.value,
        status_words=status_label(Status.DONE),
        owed=True,
        out_on=DAY,
        at=datetime(2026, 12, 15, 5, tzinfo=UTC),
        link=LINK,
        issue="",
        proofs=(),
        approved_by="",
        approved_at=None,
        why="",
        occurrence=1,
        post=1,
        delivery=1,
    )
