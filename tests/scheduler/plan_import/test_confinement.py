"""The process that reads a file: what it hands back, and what stops it."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.plan_import import NotAPlan, confinement, limits
from scheduler.plan_import.confinement import read_confined
from scheduler.plan_import.document_json import document_from_json, document_to_json
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.rows import Cell, Document, NotRead, Paragraph, Row, Table
from tests.scheduler.plan_import import hostile
from tests.scheduler.plan_import.workbooks import write_xlsx

ROOT = Path(__file__).parents[3]
LIMITED = "from scheduler.plan_import import limits, confinement; limits.{limit}; confinement.set_limits(); "


def ends_of(program: str, limit: str) -> tuple[int, str]:
    """Run a program under a smaller limit; return its exit status and the last line of its complaint."""
    command = [sys.executable, "-c", LIMITED.format(limit=limit) + program]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.returncode, (ran.stderr.splitlines() or [""])[-1]


def test_a_document_comes_back_as_it_was_read(tmp_path: Path) -> None:
    path = hostile.docx(tmp_path)
    assert read_confined(path) == open_document(path)


def test_every_part_of_a_document_survives_the_way() -> None:
    rows = (Row((Cell("a", 0, 2), Cell("o‘\n“ҳ”", 2, inherited=True)), (1, 7)), Row((), (1, 8)))
    blocks = (Paragraph("yuqorida", 1), Table(rows, 1, "Reja"), Paragraph("pastda", 2))
    document = Document(blocks, (NotRead(None, None, "Eski", "hidden_sheet"), NotRead(1, 3, "x", "hidden_row")))
    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


def test_a_relative_path_and_one_that_looks_like_an_option_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    hostile.docx(tmp_path, "-c.docx")
    assert len(read_confined(Path("-c.docx")).blocks) == 2


def test_the_reading_process_sees_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that the process loads by itself writes down what it finds in its environment."""
    (tmp_path / "sitecustomize.py").write_text(
        f"import os, pathlib; pathlib.Path({str(tmp_path / 'seen')!r}).write_text(' '.join(os.environ))"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "x")
    read_confined(hostile.docx(tmp_path))
    seen = set((tmp_path / "seen").read_text().split())
    assert {"PYTHONUTF8", "PYTHONPATH"} <= seen
    assert seen <= {*confinement.KEPT_IN_ENVIRONMENT, "PYTHONUTF8", "LC_CTYPE"}


def test_waiting_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile.docx(tmp_path)
    monkeypatch.setattr(limits, "WAITING_SECONDS", 0.001)
    with pytest.raises(NotAPlan) as caught:
        read_confined(path)
    assert (caught.value.code, caught.value.params) == ("took_too_long", {"limit_seconds": 0.001})


def test_processor_time_ends() -> None:
    assert ends_of("[None for _ in iter(int, 1)]", "PROCESSOR_SECONDS = 1")[0] == -signal.SIGXCPU


def test_memory_ends() -> None:
    assert ends_of("bytearray(400_000_000)", "MEMORY_BYTES = 300_000_000") == (1, "MemoryError")


def test_what_a_process_may_write_ends(tmp_path: Path) -> None:
    program = f"open({str(tmp_path / 'a')!r}, 'wb').write(bytes(2_000_000))"
    status, complaint = ends_of(program, "ANSWER_BYTES = 1_000_000")
    assert (status, complaint) == (1, "OSError: [Errno 27] File too large")
    assert os.stat(tmp_path / "a").st_size == 1_000_000


@pytest.mark.parametrize(
    ("written", "status", "code"),
    [
        (b"", -signal.SIGXCPU, "took_too_long"),
        (b"", -signal.SIGKILL, "took_too_long"),
        (b"", -signal.SIGSEGV, "unreadable"),
        (b'{"document', 1, "unreadable"),
    ],
)
def test_a_process_that_died_is_judged_by_how_it_died(written: bytes, status: int, code: str) -> None:
    with pytest.raises(NotAPlan) as caught:
        confinement.answer_of(written, status)
    assert caught.value.code == code


def test_a_file_that_a_library_cannot_read_is_logged_by_place_and_not_by_content(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = hostile.rewrite(hostile.xlsx(tmp_path), hostile.part(hostile.SHEET, lambda xml: xml[:-20]))
    with caplog.at_level(logging.WARNING), pytest.raises(NotAPlan):
        read_confined(path)
    (message,) = caplog.messages
    assert message.startswith("a plan file could not be read: ParseError at ")
    assert "reja" not in message


def test_more_text_or_cells_than_a_plan_has_are_refused(tmp_path: Path) -> None:
    long = write_xlsx(tmp_path / "a.xlsx", [["x" * 30_000, "y"]] * (limits.CHARACTERS // 30_000 + 1))
    wide = write_xlsx(tmp_path / "b.xlsx", [["x"] * 50] * (limits.CELLS // 50 + 1))
    for path, params in (
        (long, {"limit_characters": limits.CHARACTERS}),
        (wide, {"limit_cells": limits.CELLS}),
    ):
        with pytest.raises(NotAPlan) as caught:
            read_confined(path)
        assert (caught.value.code, caught.value.params) == ("too_big", params)


def test_reading_loads_no_framework_and_only_the_library_it_needs() -> None:
    found = "{'django', 'celery', 'docx', 'openpyxl', 'pdfplumber'} & {*sys.modules}"
    program = f"import sys, scheduler.plan_import.__main__; print(sorted({found}))"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_what_no_program_can_show_is_not_taken_over() -> None:
    rows = (Row((Cell("a\x1b[31m\x0bb\r\ud800", 0), Cell("o‘\tx\n“ҳ”", 1)), (1, 1)),)
    document = Document((Paragraph("\u202egnp.exe\u2069 \x00", 1), Table(rows, 1)), (NotRead(1, 2, "x\x7f", "total"),))

    read = document_from_json(document_to_json(document))

    plain = (Row((Cell("a [31m b  ", 0), Cell("o‘\tx\n“ҳ”", 1)), (1, 1)),)
    assert read == Document((Paragraph("gnp.exe  ", 1), Table(plain, 1)), (NotRead(1, 2, "x ", "total"),))
