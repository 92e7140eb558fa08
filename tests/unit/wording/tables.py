"""Tables of phrases: a line "= reading" and below it the phrases that are read so, "#" for a remark.

A reading is spelled: kind, rrule, window as start/end, dates with commas, anchor, "x3" for three in each period, the
hour, the moving holiday with its offset in days, and after "?" the questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scheduler.plan_import.wording import Wording

HERE = Path(__file__).parent
YEAR = 2026


def spelled(wording: Wording) -> str:
    """Return a whole reading as one line."""
    parts = [wording.kind]
    if wording.rrule:
        parts.append(wording.rrule)
    if wording.window:
        parts.append("/".join(wording.window.to_json().values()))
    parts.extend([",".join(day.text() for day in wording.dates)] if wording.dates else [])
    parts.append(wording.anchor)
    if wording.per_period != 1:
        parts.append(f"x{wording.per_period}")
    if wording.at:
        parts.append(f"{wording.at:%H:%M}")
    if wording.holiday or wording.holiday_offset:
        parts.append(f"{wording.holiday}{wording.holiday_offset:+d}")
    return " ".join([*parts, *(["?", *wording.review] if wording.review else [])])


def rows(folder: str) -> Iterator[tuple[str, str]]:
    """Return each phrase of the tables in `folder` with the reading it must have."""
    for path in sorted((HERE / folder).glob("*.txt")):
        reading = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("= "):
                reading = line[2:]
            elif line and not line.startswith("#"):
                yield line, reading


def triples() -> list[tuple[str, ...]]:
    """Return one meaning in three writings a row: Uzbek Latin, Uzbek Cyrillic, Russian."""
    lines = (HERE / "triples.txt").read_text("utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line and not line.startswith("#")]
