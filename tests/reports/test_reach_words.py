"""Every word of reach has its label, and every reason its row in docs/reach.md."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from publishers.adapters._telegram_measuring import read_shown
from publishers.errors import FigureCode
from publishers.metrics import UNITS, Metric, Source, Unit
from publishers.registry import publishers
from reports.reach.labels import METRICS, REASONS, SOURCES, shown_number, why_not_available
from reports.reach.labels import UNITS as UNIT_LABELS
from reports.reach.steps import BACKOFF, STEPS, next_step_at, step_at, try_again_at
from tests.house.test_documents import table

OUT = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)


def test_every_word_has_its_label() -> None:
    assert set(METRICS) == set(Metric) == set(UNITS)
    assert set(SOURCES) == set(Source)
    assert set(UNIT_LABELS) == set(Unit)
    assert set(REASONS) >= set(FigureCode)
    assert why_not_available("") == ""
    assert why_not_available("settings_wrong")


def test_every_reason_has_its_row() -> None:
    rows = [row[0].strip("`") for row in table("reach.md") if row[0].startswith("`figure_")]
    assert rows == [code.value for code in FigureCode]


def test_who_says_that_he_can_measure_can_and_names_what() -> None:
    measuring = {kind for kind, adapter in publishers().items() if adapter.capabilities.can_measure}
    assert measuring == {"telegram", "facebook", "instagram", "website"}
    for kind, adapter in publishers().items():
        assert (hasattr(adapter, "measure") and hasattr(adapter, "measure_place")) == (kind in measuring)
        assert bool(adapter.capabilities.metrics) == (kind in measuring)
        assert set(adapter.capabilities.metrics) <= set(Metric)


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("845", (845, False)),
        ("1.2K", (1200, True)),
        ("3M", (3_000_000, True)),
        ("12.3K", (12_300, True)),
        ("👍 7", (7, False)),
        ("❤1.1K", (1100, True)),
        ("0", (0, False)),
        ("", None),
        ("many", None),
    ],
)
def test_numbers_are_read_as_the_page_shows_them(shown: str, read: tuple[int, bool] | None) -> None:
    assert read_shown(shown) == read


def test_numbers_are_shown_in_threes_and_rounded_ones_say_so() -> None:
    assert shown_number(1234567) == "1\u00a0234\u00a0567"
    assert shown_number(1200, rounded=True) == "≈\u00a01\u00a0200"


def test_steps_come_once_each_and_end_after_thirty_days() -> None:
    assert step_at(OUT, OUT + timedelta(minutes=59)) == 0
    assert [step_at(OUT, OUT + length) for length in STEPS] == [1, 2, 3, 4, 5, 6]
    assert next_step_at(OUT, OUT) == OUT + STEPS[0]
    assert next_step_at(OUT, OUT + STEPS[5]) is None


def test_a_step_is_given_up_when_the_next_one_comes_before_the_next_try() -> None:
    at = OUT + STEPS[0]
    assert try_again_at(0, OUT, at) == at + BACKOFF[0]
    assert try_again_at(3, OUT, OUT + timedelta(hours=4)) is None
    assert try_again_at(len(BACKOFF), OUT, OUT + STEPS[5]) is None
