"""What reading a plan file costs, and what a hostile one does: time and memory of the process that reads it.

Each is read by the confined process; the baseline is the sample plan as a Word document in the same run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scheduler.samples import build_sample
from tests.scheduler.plan_import import hostile
from tests.scheduler.plan_import.plans import plan_rows, write_text
from tests.scheduler.plan_import.workbooks import SHEET, rewrite, write_csv, write_xlsx

ROOT = Path(__file__).resolve().parent.parent
MEASURING = """
import os, subprocess, sys, tempfile, time
with tempfile.TemporaryFile() as written:
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "scheduler.plan_import", sys.argv[1]], stdout=written)
    used = os.wait4(process.pid, 0)[2]
    print(time.perf_counter() - started, used.ru_maxrss, sep="\\n")
    process.returncode = 0
    written.seek(0)
    print(written.read(200).decode())
"""
"""A process that starts another lends it its own peak of memory; this one is as small as can be."""

PLAN = [[build_sample.TITLE], [], build_sample.HEADER, *build_sample.ROWS]


def as_docx(folder: Path) -> Path:
    build_sample.as_docx(folder / "reja.docx")
    return folder / "reja.docx"


def million_empty_rows(folder: Path) -> Path:
    empty = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % at for at in range(100, 1_000_100))
    plan = write_xlsx(folder / "reja.xlsx", PLAN)
    return rewrite(plan, hostile.part(SHEET, lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>")))


def laughing(folder: Path) -> Path:
    return rewrite(hostile.docx(folder), hostile.part("word/document.xml", hostile.before_root(hostile.LAUGHS)))


FILES: dict[str, Callable[[Path], Path]] = {
    "sample plan, DOCX": as_docx,
    "sample plan, TXT": lambda at: write_text(at / "reja.txt", build_sample.as_text()),
    "sample plan, XLSX": lambda at: write_xlsx(at / "reja.xlsx", PLAN),
    "sample plan, CSV": lambda at: write_csv(at / "reja.csv", PLAN),
    "1,000 rows of a plan, XLSX": lambda at: write_xlsx(at / "reja.xlsx", plan_rows(*["Har oyda"] * 1_000)),
    "plan above a million formatted empty rows": million_empty_rows,
    "200,000 filled rows": lambda at: hostile.long_sheet(at, 200_000),
    "10,000 columns": lambda at: hostile.wide_sheet(at, 10_000),
    "zip bomb": lambda at: hostile.bomb(at / "reja.docx", "word/document.xml"),
    "zip in zip in zip": lambda at: hostile.written(at, "reja.docx", hostile.nested_zip()),
    "part of 30 MB that says it has 100 bytes": lambda at: hostile.with_lying_size(hostile.docx(at), "word/a.xml"),
    "billion laughs": laughing,
    "20,000 tables, one inside the other": hostile.deep_document,
}


def measured(path: Path) -> tuple[float, int, str]:
    """Return seconds, megabytes at the peak, and what the process said."""
    command = [sys.executable, "-c", MEASURING, str(path)]
    seconds, kilobytes, start = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n", 2)
    said = start.split('"')[3] if start.startswith('{"refusal"') else "read"
    return float(seconds), int(kilobytes) // 1024, said


def main() -> None:
    print(f"{'what':44} {'seconds':>8} {'MB':>6}  what is said")
    for name, build in FILES.items():
        with tempfile.TemporaryDirectory() as folder:
            seconds, megabytes, said = measured(build(Path(folder)))
        print(f"{name:44} {seconds:8.2f} {megabytes:6}  {said}")


if __name__ == "__main__":
    main()
