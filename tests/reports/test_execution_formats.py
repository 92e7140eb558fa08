"""The report as DOCX, XLSX and JSON: each number against the rows, and the same bytes from the same rows."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.utils import translation

from content.models import Channel
from publishers.models import Delivery
from reports.execution.as_json import SCHEMA
from reports.execution.making import FORMATS, LANGUAGES
from scheduler.models import Occurrence
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage
from tests.reports.told import EXCUSE, Told, told_plan


@pytest.fixture
def told(stage: Stage, website: Channel, telegram: Channel, carry: Carry, now: datetime) -> Told:
    return told_plan(stage, [website, telegram], carry, now)


def links_from_rows(told: Told) -> list[str]:
    posts = Occurrence.objects.filter(item__plan=told.plan, post__isnull=False).values("post")
    return sorted(Delivery.objects.filter(post__in=posts, state="published").values_list("link", flat=True))


def owed_from_rows(told: Told) -> Counter[str]:
    """By number of the item, asked one duty after the other."""
    found: Counter[str] = Counter()
    for duty in Occurrence.objects.filter(item__plan=told.plan):
        found[duty.item.number] += duty.channels.count()
    return found


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_rows_give_the_same_bytes_whenever_and_in_every_format(told: Told, language: str) -> None:
    for format in FORMATS:
        made = told.made(format, language)
        told.now += timedelta(seconds=70)
        assert told.made(format, language) == made, format


def test_every_number_of_the_workbook_is_counted_from_the_rows(told: Told) -> None:
    book = openpyxl.load_workbook(io.BytesIO(told.made("xlsx", "en")))
    summary, items, duties, figures, links = (book[name] for name in book.sheetnames)
    owed = owed_from_rows(told)
    # then each item has as many duties as there are rows, and no others
    assert Counter(str(row["Item"]) for row in table(duties)) == owed
    assert {str(row["Item"]): row["Total"] for row in table(items)} == dict(owed)
    # and they stand where the plan was made to stand
    stands = {(str(row["Item"]), row["Status"]) for row in table(duties)}
    assert stands == {
        ("1", "carried out"), ("2", "carried out late"), ("3", "excused"), ("4", "not carried out"),
        ("5", "its time has not come"),
    }  # fmt: skip
    asked = {str(row["Item"]): (row["Can be asked for"], row["Fulfilled"], row["Percent"]) for row in table(items)}
    assert asked == {"1": (2, 2, 1), "2": (2, 2, 1), "3": (0, 0, None), "4": (2, 0, 0), "5": (0, 0, None)}
    # and sums of the summary are those of the duties
    cells = {row[0].value: row[1].value for row in summary.iter_rows(max_col=2)}
    assert cells["carried out"] == cells["carried out late"] == cells["excused"] == 2
    assert sum(owed.values()) == 10
    # and no figure stands there that no row has
    assert figures.max_row == 1
    assert links.max_row == 1 + len(links_from_rows(told))


def test_days_are_days_links_can_be_followed_and_no_word_is_a_formula(told: Told) -> None:
    book = openpyxl.load_workbook(io.BytesIO(told.made("xlsx", "en")))
    duties, links = book.worksheets[2], book.worksheets[4]
    for row in table(duties):
        assert isinstance(row["Date"], datetime)
        assert row["Published at"] is None or isinstance(row["Published at"], datetime)
    followed = sorted(row[5].hyperlink.target for row in links.iter_rows(min_row=2))
    assert followed == links_from_rows(told)
    excused = [row for row in table(duties) if row["Status"] == "excused"]
    assert {row["Why"] for row in excused} == {EXCUSE}
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_word_file_opens_and_holds_every_link_with_its_code(told: Told) -> None:
    made = told.made("docx", "en")
    document = docx.Document(io.BytesIO(made))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [[cell.text for cell in row.cells] for one in document.tables for row in one.rows]
    # then sums of each item are those of the rows
    assert "2 of 2 carried out (100 %)." in words
    assert "0 of 2 carried out (0 %)." in words
    for why, number in (("No post was prepared.", "4"), (EXCUSE, "3")):
        (row,) = [row for row in cells if why in row]
        assert len(row[1].split(", ")) == owed_from_rows(told)[number]  # channels
    # and each link can be followed from its table and from beside its code
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        body = archive.read("word/document.xml").decode()
        codes = [name for name in archive.namelist() if name.startswith("word/media/rIdCode")]
        related = archive.read("word/_rels/document.xml.rels").decode()
        assert all(f'Target="media/{name.rpartition("/")[2]}"' in related for name in codes)
    followed = Counter(re.findall(r'HYPERLINK "([^"]+)"', body))
    assert followed == dict.fromkeys(links_from_rows(told), 2)
    assert len(codes) == len(links_from_rows(told))
    # and tables that go on repeat their heads
    assert body.count("<w:tblHeader") >= 2
    assert "{{ 7*7 }}" in "".join(paragraph for row in cells for paragraph in row)


def test_the_three_writings_are_turned_and_names_of_links_stay(told: Told) -> None:
    latin, cyrillic, russian = (_text(told.made("docx", language)) for language in ("uz", "uz-cyrl", "ru"))
    assert "1-tadbir" in latin
    assert "1-тадбир" in cyrillic
    assert "1-tadbir" in russian
    for link in links_from_rows(told):
        assert link in latin
        assert link in cyrillic
        assert link in russian


def test_json_tells_all_of_it_for_programs(told: Told) -> None:
    with translation.override("en"):
        value = json.loads(told.made("json", "en"))
    assert value["schema"] == SCHEMA
    assert Counter(row["item"] for row in value["duties"]) == owed_from_rows(told)
    assert value["counts"]["total"] == sum(owed_from_rows(told).values())
    assert sorted(row["address"] for row in value["links"]) == links_from_rows(told)
    late = [row for row in value["duties"] if row["status"] == "late"]
    assert {row["why"] for row in late} == {
        f"Due by {told_day(row['window_end'])}, out on {told_day(row['out_on'])}." for row in late
    }
    assert re.fullmatch(r"[0-9a-f]{64}", value["checksum"])


def test_progress_never_goes_back_and_ends_at_a_hundred(told: Told) -> None:
    from reports.execution.making import make_report

    for format in FORMATS:
        steps: list[int] = []
        make_report(
            told.plan, told.first, told.last, format=format, language="ru", now=told.now,
            progress=lambda done, of, steps=steps: steps.append(100 * done // of),
        )  # fmt: skip
        assert steps == sorted(steps)
        assert steps[-1] == 100


def told_day(iso: str) -> str:
    return ".".join(reversed(iso.split("-")))


def _text(made: bytes) -> str:
    return "\n".join(_pieces(docx.Document(io.BytesIO(made))))


def _pieces(document: Any) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for one in document.tables for row in one.rows for cell in row.cells)
