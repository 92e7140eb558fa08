"""What the service notes in a delivery's history is read in the reader's language; words of people stay."""

from __future__ import annotations

import ast
from pathlib import Path

from django.utils import translation

from publishers.labels import NOTES, note_words

ROOMS = ("publishers", "scheduler", "reports", "desk")


def noted_by_the_service() -> set[str]:
    """Each text that our code gives as a note, by itself or where a person gave none."""
    found: set[str] = set()
    for room in ROOMS:
        for path in Path(room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "note":
                    found |= {
                        part.value
                        for part in ast.walk(node.value)
                        if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    }
    return {note for note in found if note.strip() and "%(" not in note and note != " · "}


def test_every_note_of_ours_has_words_to_translate() -> None:
    assert noted_by_the_service() == set(NOTES)


def test_a_note_is_read_in_the_readers_language_and_a_persons_words_as_they_are() -> None:
    with translation.override("ru"):
        assert note_words("a basic group has no links") == "в обычной группе нет ссылок"
        assert note_words("Kanal yopilgan edi") == "Kanal yopilgan edi"
