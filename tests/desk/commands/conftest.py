from __future__ import annotations

from pathlib import Path

import pytest

from tests.scheduler.plan_import.plans import plan_rows, write_docx


@pytest.fixture(autouse=True)
def wide_english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C")
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A plan of three rows that names no year."""
    return write_docx(tmp_path / "reja.docx", plan_rows("Dekabr", "Har oyda bir marotaba", "Doimiy"))
