"""Every coverage phrase of the table: channels, then names of outlets, then questions, compared whole."""

import time

import pytest

from scheduler.plan_import.coverage import Coverage, mentioned_channels, outlets_of, read_coverage
from tests.unit.wording.tables import rows

PHRASES = list(rows("coverage_phrases"))


def spelled(coverage: Coverage) -> str:
    """Return "channels | outlets | questions", each with spaces or semicolons between."""
    return " | ".join((" ".join(coverage.channels), "; ".join(coverage.outlets), " ".join(coverage.review))).rstrip()


@pytest.mark.parametrize(("text", "reading"), PHRASES)
def test_a_coverage_phrase_is_read_as_its_table_says(text: str, reading: str) -> None:
    assert spelled(read_coverage(text)) == reading


def test_the_table_is_as_large_as_promised() -> None:
    texts = [text for text, _ in PHRASES]
    assert len(texts) == len(set(texts)) >= 120


@pytest.mark.parametrize("piece", ["telegram ", "a.", "“a” gazetasi, ", "«", "'a ", "rasmiy ", "(", "fecebook ", "va "])
def test_a_huge_cell_is_read_in_bounded_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    assert read_coverage(text).review
    mentioned_channels(text)
    outlets_of(text)
    assert time.process_time() - started < 5
