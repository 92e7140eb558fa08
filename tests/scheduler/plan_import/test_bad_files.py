"""Files that are no plan or mean harm: each is refused with its own code, and nothing is stored.

What bounds their time and memory is the confined process; see test_confinement.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.labels import REFUSALS, WITHOUT_SUFFIX, refusal_sentence
from scheduler.plan_import import NotAPlan, limits, read_plan
from scheduler.plan_import.__main__ import answer
from scheduler.plan_import.readers.kinds import SUFFIXES
from tests.desk.commands.running import rows, run_here
from tests.scheduler.plan_import import hostile as bad
from tests.scheduler.plan_import.workbooks import rewrite, write_xlsx

Refusal = tuple[str, dict[str, object]]
TOO_BIG: Refusal = ("too_big", {"limit_bytes": limits.UNPACKED_BYTES})
UNREADABLE: Refusal = ("unreadable", {})
UNSAFE: Refusal = ("unsafe_xml", {})
MACROS: Refusal = ("has_macros", {})
ENCRYPTED: Refusal = ("encrypted", {})


def wrong(suffix: str, actual: str) -> Refusal:
    return "wrong_extension", {"suffix": suffix, "actual": actual}


def unsupported(suffix: str) -> Refusal:
    return "unsupported_type", {"suffix": suffix}


FILES: dict[str, tuple[Callable[[Path], Path], Refusal]] = {
    "bomb in a document": (lambda at: bad.bomb(at / "a.docx", bad.WORD), TOO_BIG),
    "bomb in a workbook": (lambda at: bad.bomb(at / "a.xlsx", bad.SHEET), TOO_BIG),
    "lying size": (lambda at: bad.with_lying_size(bad.docx(at), "word/more.xml"), UNREADABLE),
    "too many parts": (bad.many_parts, TOO_BIG),
    "zip in zip": (lambda at: bad.written(at, "a.docx", bad.nested_zip()), wrong(".docx", ".zip")),
    "billion laughs in a document": (
        lambda at: rewrite(bad.docx(at), bad.part(bad.WORD, bad.before_root(bad.LAUGHS))),
        UNSAFE,
    ),
    "billion laughs in a workbook": (
        lambda at: rewrite(bad.xlsx(at), bad.part(bad.SHEET, bad.before_root(bad.LAUGHS))),
        UNSAFE,
    ),
    "billion laughs in UTF-16": (lambda at: rewrite(bad.docx(at), bad.part(bad.WORD, bad.in_utf16)), UNSAFE),
    "billion laughs under another name": (
        lambda at: bad.with_part(bad.docx(at), "word/media/image1.png", bad.LAUGHS),
        UNSAFE,
    ),
    "external entity": (
        lambda at: rewrite(bad.docx(at), bad.part(bad.WORD, bad.before_root(bad.external_entity(at)))),
        UNSAFE,
    ),
    "an encoding that hides": (
        lambda at: bad.with_part(bad.xlsx(at), "xl/more.xml", b'<?xml version="1.0" encoding="utf-7"?><a/>'),
        UNSAFE,
    ),
    "broken XML": (lambda at: rewrite(bad.docx(at), bad.part(bad.WORD, lambda xml: xml[:-20])), UNREADABLE),
    "broken XML in a sheet": (lambda at: rewrite(bad.xlsx(at), bad.part(bad.SHEET, lambda xml: xml[:-20])), UNREADABLE),
    "no XML": (lambda at: bad.with_part(bad.docx(at), "word/more.xml", b"\x01\x02\x03"), UNREADABLE),
    "deep XML": (bad.deep_document, UNREADABLE),
    "macros by name": (lambda at: bad.named(bad.xlsx(at), "a.xlsm"), MACROS),
    "macros in a workbook": (lambda at: bad.with_part(bad.xlsx(at), "xl/vbaProject.bin", b"x"), MACROS),
    "macros in a document": (lambda at: bad.with_part(bad.docx(at), "word/vbaProject.bin", b"x"), MACROS),
    "macros by type": (
        lambda at: rewrite(
            bad.xlsx(at),
            bad.part(bad.TYPES, lambda xml: xml.replace(b"</Types>", b"<!-- macroEnabled --></Types>")),
        ),
        MACROS,
    ),
    "password on a document": (lambda at: bad.written(at, "a.docx", bad.compound("EncryptedPackage")), ENCRYPTED),
    "password on a workbook": (lambda at: bad.written(at, "a.xlsx", bad.compound("EncryptedPackage")), ENCRYPTED),
    "password on a zip": (bad.locked_zip, ENCRYPTED),
    "old Word": (lambda at: bad.written(at, "a.doc", bad.compound("WordDocument")), unsupported(".doc")),
    "old Excel": (lambda at: bad.written(at, "a.xls", bad.compound("Workbook")), unsupported(".xls")),
    "older Excel": (lambda at: bad.written(at, "a.xls", bad.compound("Book")), unsupported(".xls")),
    "old Word named new": (lambda at: bad.written(at, "a.docx", bad.compound("WordDocument")), wrong(".docx", ".doc")),
    "another compound file": (lambda at: bad.written(at, "a.docx", bad.compound("Contents")), UNREADABLE),
    "RTF": (lambda at: bad.written(at, "a.rtf", rb"{\rtf1 reja}"), unsupported(".rtf")),
    "RTF named DOCX": (lambda at: bad.written(at, "a.docx", rb"{\rtf1 reja}"), wrong(".docx", ".rtf")),
    "ODT": (lambda at: bad.opendocument(at, "text", "a.odt"), unsupported(".odt")),
    "ODS": (lambda at: bad.opendocument(at, "spreadsheet", "a.ods"), unsupported(".ods")),
    "ODS named XLSX": (lambda at: bad.opendocument(at, "spreadsheet", "a.xlsx"), wrong(".xlsx", ".ods")),
    "a page named XLS": (lambda at: bad.written(at, "a.xls", b"<html><table></table>"), wrong(".xls", ".html")),
    "document named XLSX": (lambda at: bad.named(bad.docx(at), "a.xlsx"), wrong(".xlsx", ".docx")),
    "workbook named DOCX": (lambda at: bad.named(bad.xlsx(at), "a.docx"), wrong(".docx", ".xlsx")),
    "document named PDF": (lambda at: bad.named(bad.docx(at), "a.pdf"), wrong(".pdf", ".docx")),
    "document named TXT": (lambda at: bad.named(bad.docx(at), "a.txt"), wrong(".txt", ".docx")),
    "document named DOC": (lambda at: bad.named(bad.docx(at), "a.doc"), wrong(".doc", ".docx")),
    "document without a type": (lambda at: bad.named(bad.docx(at), "reja"), wrong("", ".docx")),
    "PDF named DOCX": (lambda at: bad.written(at, "a.docx", b"%PDF-1.7\n"), wrong(".docx", ".pdf")),
    "lines named XLSX": (lambda at: bad.written(at, "a.xlsx", b"T/r;Muddati\n1;May\n"), wrong(".xlsx", ".csv")),
    "picture named PDF": (lambda at: bad.written(at, "a.pdf", b"\xff\xd8\xff\xe0JFIF"), wrong(".pdf", ".jpg")),
    "picture": (lambda at: bad.written(at, "a.jpg", b"\xff\xd8\xff\xe0JFIF"), unsupported(".jpg")),
    "text of another type": (lambda at: bad.written(at, "a.md", b"MEDIA-REJA"), unsupported(".md")),
    "text without a type": (lambda at: bad.written(at, "reja", b"MEDIA-REJA"), unsupported("")),
    "bytes that mean nothing": (lambda at: bad.written(at, "a.csv", bytes(range(256)) * 9), UNREADABLE),
    "formulas": (lambda at: write_xlsx(at / "a.xlsx", [["=1+1"]]), ("formulas", {"places": "A1"})),
    "200,000 rows": (lambda at: bad.long_sheet(at, 200_000), ("too_big", {"limit_rows": limits.ROWS})),
    "10,000 columns": (lambda at: bad.wide_sheet(at, 10_000), ("too_big", {"limit_columns": limits.COLUMNS})),
    "no content": (lambda at: bad.written(at, "a.xlsx", b""), ("empty_file", {})),
    "a big text": (
        lambda at: bad.written(at, "a.csv", b"x" * (limits.TEXT_FILE_BYTES + 1)),
        ("too_big", {"limit_bytes": limits.TEXT_FILE_BYTES}),
    ),
    "no file": (lambda at: at / "a.docx", ("not_found", {})),
    "a name that cannot be": (lambda at: at / f"{'a' * 300}.docx", ("not_found", {})),
    "a folder": (lambda at: at, UNREADABLE),
    "a pipe": (bad.pipe, UNREADABLE),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_with_its_own_code(tmp_path: Path, name: str) -> None:
    build, expected = FILES[name]
    path = build(tmp_path)
    with pytest.raises(NotAPlan) as caught:
        read_plan(path)
    assert (caught.value.code, caught.value.params) == expected


@pytest.mark.django_db
def test_the_command_says_one_sentence_for_each_and_stores_nothing(tmp_path: Path) -> None:
    by_code = {build_and_refusal[1][0]: name for name, build_and_refusal in FILES.items()}
    before = rows()
    for code, name in by_code.items():
        build, (_code, params) = FILES[name]
        (tmp_path / code).mkdir()
        ran = run_here("import_plan", build(tmp_path / code))
        with translation.override("en"):
            assert (ran.status, ran.out, ran.err) == (2, "", f"{refusal_sentence(code, params)}\n")
    assert rows() == before
    assert set(REFUSALS) - set(by_code) == {"took_too_long", "images_only", "no_table", "is_report"}


def test_a_nested_bomb_inside_a_plan_is_never_unpacked(tmp_path: Path) -> None:
    plain = read_plan(bad.docx(tmp_path))
    path = bad.with_part(bad.docx(tmp_path), "word/embeddings/more.zip", bad.nested_zip())
    assert read_plan(path) == plain


@pytest.mark.parametrize("make", [bad.docx, bad.xlsx])
def test_a_copy_that_broke_off_is_unreadable(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    for content in bad.cuts(path):
        path.write_bytes(content)
        with pytest.raises(NotAPlan) as caught:
            read_plan(path)
        assert (caught.value.code, caught.value.params) == UNREADABLE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from(SUFFIXES), content=st.binary(max_size=3_000))
def test_any_bytes_end_in_a_document_or_a_refusal(tmp_path: Path, suffix: str, content: bytes) -> None:
    given_answer = answer(bad.written(tmp_path, f"a{suffix}", content))
    assert given_answer.get("refusal", "read") in {"read", *REFUSALS}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    make=st.sampled_from([bad.docx, bad.xlsx]),
    damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_plan_with_damaged_bytes_ends_in_a_document_or_a_refusal(
    tmp_path: Path, make: Callable[[Path], Path], damage: list[tuple[float, int]]
) -> None:
    path = make(tmp_path)
    content = bytearray(path.read_bytes())
    for share, value in damage:
        content[int(share * len(content))] = value
    path.write_bytes(content)
    assert answer(path).get("refusal", "read") in {"read", *REFUSALS}


def test_a_suffix_that_would_upset_a_terminal_is_shown_without_it(tmp_path: Path) -> None:
    with pytest.raises(NotAPlan) as caught:
        read_plan(bad.written(tmp_path, "a.\x1b[31mx", b"MEDIA-REJA"))
    assert caught.value.params == {"suffix": ".?[31mx"}


@pytest.mark.parametrize(
    ("suffix", "named"), [(".doc", "as DOCX."), (".ods", "as XLSX."), (".png", "as DOCX, XLSX, CSV, PDF, TXT.")]
)
def test_what_is_not_read_says_what_to_save_it_as(suffix: str, named: str) -> None:
    with translation.override("en"):
        assert refusal_sentence("unsupported_type", {"suffix": suffix}).endswith(named)


def test_every_refusal_says_that_nothing_was_stored_and_a_next_step() -> None:
    params = {"suffix": ".a", "actual": ".b", "places": "B7"}
    with translation.override("en"):
        sentences = [refusal_sentence(code, params) for code in REFUSALS]
        sentences += [refusal_sentence(code, {**params, "suffix": ""}) for code in WITHOUT_SUFFIX]
    assert [text for text in sentences if "nothing was stored. " not in text or not text.endswith(".")] == []
