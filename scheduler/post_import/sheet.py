"""A spreadsheet of posts, one a row, to the texts under its headings. Nothing is looked up here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.plan_import.confinement import read_confined
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.folding import fold
from scheduler.plan_import.readers.decoding import decoded
from scheduler.plan_import.readers.kinds import check_kind, refuse_at_sight

MOST_ROWS = 300
SEPARATORS = (";", "\t", ",", "|")
READ = (".xlsx", ".csv")
_LONGEST_CELL = 100_000

HEADINGS: Mapping[str, str] = {
    fold(phrase): column
    for column, phrases in {
        "title": "sarlavha; sarlavhasi; mavzu; mavzusi; nomi; заголовок; тема; название; title; heading",
        "text": "matn; matni; post matni; текст; текст поста; text; body",
        "channels": "kanal; kanallar; kanallari; канал; каналы; channel; channels",
        "date": "sana; sanasi; kun; kuni; chiqish sanasi; дата; день; дата выхода; date; day",
        "time": "vaqt; vaqti; soat; soati; время; час; time; hour",
        "item": "reja bandi; band; bandi; band raqami; reja bandi raqami; пункт; пункт плана; номер пункта; "
        "item; plan item; item number",
        "hashtags": "heshteg; heshteglar; xeshteg; xeshteglar; хештег; хештеги; хэштег; хэштеги; hashtag; hashtags",
        "pictures": "rasm; rasmlar; rasmlari; surat; suratlar; rasm fayli; rasm fayllari; картинка; картинки; фото; "
        "изображение; изображения; файлы картинок; picture; pictures; image; images; photos; picture files",
        "alt": "muqobil matn; rasm tavsifi; rasmlar tavsifi; tavsif; tavsifi; альтернативный текст; описание; "
        "описание картинки; описание картинок; alt; alt text; alternative text; description",
    }.items()
    for phrase in phrases.split(";")
}


class NotASheet(Exception):
    """The file holds no posts. code: a code of NotAPlan, or no_columns, no_rows, too_many_rows."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The filled cells of one row by the names of HEADINGS. line: where it stands in the file, from 1."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


Cells = tuple[int, dict[int, str]]
"""The line, and the texts by column."""


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows below the headings. XLSX is read by a process of its own, as plans are. Raises NotASheet."""
    try:
        refuse_at_sight(path)
        if path.suffix.lower() not in READ:
            raise NotASheet("unsupported_type", {"suffix": path.suffix.lower()})
        if path.suffix.lower() == ".csv":
            check_kind(path)
            tables = [list(cut) for cut in _cuts(decoded(path.read_bytes()))]
        else:
            tables = [list(_cells_of(path))]
    except NotAPlan as refusal:
        raise NotASheet(refusal.code, refusal.params) from None
    found = max((_below_headings(table) for table in tables), key=lambda one: len(one[0]))
    columns, rows = found
    if not {"title", "text"} & set(columns.values()):
        raise NotASheet("no_columns")
    if not rows:
        raise NotASheet("no_rows")
    if len(rows) > MOST_ROWS:
        raise NotASheet("too_many_rows", {"limit": MOST_ROWS})
    return rows


def _below_headings(table: Sequence[Cells]) -> tuple[dict[int, str], list[SheetRow]]:
    """What stands in which column, and the rows that hold something; what stands above the headings is a title."""
    for at, (_line, cells) in enumerate(table):
        columns = _columns(cells)
        if len(columns) > 1:
            rows = [SheetRow(line, _named(cells, columns)) for line, cells in table[at + 1 :]]
            return columns, [row for row in rows if row.cells]
    return {}, []


def _columns(cells: Mapping[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, text in cells.items():
        name = HEADINGS.get(" ".join(fold(text).replace(".", " ").replace(":", " ").replace("*", " ").split()))
        if name and name not in found.values():
            found[at] = name
    return found


def _named(cells: Mapping[int, str], columns: Mapping[int, str]) -> dict[str, str]:
    texts = {name: cells.get(at, "").strip()[:_LONGEST_CELL] for at, name in columns.items()}
    return {name: text for name, text in texts.items() if text}


def _cells_of(path: Path) -> Iterator[Cells]:
    """A text that is shown over the empty cells beside it stands in the first of them alone."""
    for table in read_confined(path).tables:
        for row in table:
            yield row.place[1], {cell.column: cell.text for cell in row.cells if cell.text.strip()}


def _cuts(text: str) -> Iterator[Iterator[Cells]]:
    """The lines cut at every separator that may be meant."""
    first, _break, rest = text.removeprefix("\ufeff").partition("\n")
    named = first.lower().startswith("sep=") and first.strip()[4:5]
    for separator in [named] if named else SEPARATORS:
        yield _cut(rest if named else text.removeprefix("\ufeff"), separator)


def _cut(text: str, separator: str) -> Iterator[Cells]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, {at: cell for at, cell in enumerate(cells) if cell.strip()}
    except csv.Error:
        raise NotAPlan("unreadable") from None
