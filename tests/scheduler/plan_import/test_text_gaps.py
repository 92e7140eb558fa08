"""Items without a title, and cells that break off, are never scheduled without a question."""

from __future__ import annotations

import pytest

from tests.scheduler.plan_import.neutral import HEADER, PAGES, items_of


def review_of(title: str, deadline: str, coverage: str) -> tuple[str, ...]:
    rows = [HEADER, ["1", "Maqola tayyorlash", "Maqola", "Yanvar", PAGES], ["2", title, "Maqola", deadline, coverage]]
    return items_of(rows)[1].review


@pytest.mark.parametrize(
    ("title", "deadline", "coverage", "review"),
    [
        ("Rolik tayyorlash", "Noyabr", PAGES, ()),
        ("", "Noyabr", PAGES, ("swapped_cells",)),
        ("", "Har oyda", PAGES, ("swapped_cells",)),
        ("Rolik tayyorlash", "Fevral, may…", PAGES, ("multi_deadline",)),
        ("Rolik tayyorlash", "Fevral, may...", PAGES, ("multi_deadline",)),
        ("Rolik tayyorlash", "Noyabr", "Telegram, Facebook…", ("channel_unclear",)),
        ("Rolik tayyorlash…", "Noyabr", PAGES, ()),
    ],
)
def test_text_that_is_missing_or_cut_asks(title: str, deadline: str, coverage: str, review: tuple[str, ...]) -> None:
    assert review_of(title, deadline, coverage) == review
