"""What docs/ says of the code is so."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import translation

from publishers.errors import ReasonCode
from publishers.labels import REASONS
from tests.house.tree import ROOT


def table(page: str) -> list[list[str]]:
    """The cells of every row of a page's tables, without the rows of headings."""
    lines = (ROOT / "docs" / page).read_text().splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if line.startswith("|") and not _is_rule(line) and not _is_rule(following)
    ]


def _is_rule(line: str) -> bool:
    return line.startswith("|--")


def test_reasons_have_a_row_each_with_the_sentence_staff_read() -> None:
    rows = table("reasons.md")

    with translation.override("en"):
        expected = [(f"`{code.value}`", str(REASONS[code])) for code in ReasonCode]
    assert [(code, sentence) for code, sentence, _machine, _person in rows] == expected
    assert all(machine and person for *_start, machine, person in rows)


@pytest.mark.parametrize("row", table("glossary.md"), ids=lambda row: row[0])
def test_a_term_of_the_glossary_is_explained_in_three_languages_and_stands_in_the_code(row: list[str]) -> None:
    term, meaning, uzbek, russian, path = row

    assert term
    assert meaning.endswith(".")
    assert re.search("[а-я]", russian)
    assert uzbek
    assert not re.search("[а-я]", uzbek)
    assert found(path.strip("`")) is not None


def test_the_glossary_has_the_fields_words() -> None:
    assert {row[0] for row in table("glossary.md")} >= {
        "media plan", "plan item", "recurrence", "occurrence", "slot", "post", "rendition", "channel", "account",
        "delivery", "attempt", "outbox", "lease", "reconciliation", "proof", "reach",
    }  # fmt: skip


def found(path: str) -> Any:
    """What a dotted path leads to: a module, something in it, or a field. Raises when it leads nowhere."""
    parts = path.split(".")
    thing: Any = import_module(parts[0])
    for at, part in enumerate(parts[1:], start=1):
        if isinstance(thing, type) and issubclass(thing, Model):
            try:
                thing = thing._meta.get_field(part)
                continue
            except FieldDoesNotExist:
                pass
        if not hasattr(thing, part) and part in getattr(thing, "__annotations__", {}):
            return thing.__annotations__[part]
        thing = getattr(thing, part) if hasattr(thing, part) else import_module(".".join(parts[: at + 1]))
    return thing
