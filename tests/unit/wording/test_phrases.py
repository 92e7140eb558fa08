"""Every phrase of the tables, each reading compared whole."""

import pytest

from scheduler.plan_import.wording import read_wording
from tests.unit.wording.tables import YEAR, rows, spelled, triples

PHRASES = list(rows("phrases"))
SCHOOL_PHRASES = list(rows("school_phrases"))


@pytest.mark.parametrize(("text", "reading"), PHRASES)
def test_a_phrase_is_read_as_its_table_says(text: str, reading: str) -> None:
    assert spelled(read_wording(text, year=YEAR)) == reading


@pytest.mark.parametrize(("text", "reading"), SCHOOL_PHRASES)
def test_a_school_plan_starts_in_september(text: str, reading: str) -> None:
    assert spelled(read_wording(text, year=YEAR, school=True)) == reading


@pytest.mark.parametrize(("latin", "cyrillic", "russian"), triples())
def test_a_phrase_means_the_same_in_latin_cyrillic_and_russian(latin: str, cyrillic: str, russian: str) -> None:
    meaning = read_wording(latin, year=YEAR)
    assert meaning.kind != "unknown" or meaning.review == ("event_relative",)
    assert [read_wording(text, year=YEAR) for text in (cyrillic, russian)] == [meaning, meaning]


def test_the_tables_are_as_large_as_promised() -> None:
    texts = [text for text, _ in PHRASES]
    assert len(texts) == len(set(texts)) >= 400
    assert len(triples()) >= 100
