"""Understanding a file is bounded: twice the text takes about twice the work, whatever it is made of."""

from __future__ import annotations

import time

import pytest

from scheduler.plan_import.paragraph_labels import labels_in


def seconds(line: str) -> float:
    begun = time.process_time()
    labels_in(line)
    return time.process_time() - begun


@pytest.mark.parametrize("piece", ["Tadbir (dekabr, telegram) - ", "izoh bor: ", "a-b – c: ", "muddati: "])
def test_a_long_line_with_many_signs_takes_time_by_its_length(piece: str) -> None:
    labels_in(piece)
    assert seconds(piece * 20_000) < 20 * seconds(piece * 2_000) + 0.5


def test_a_label_is_found_far_down_a_line() -> None:
    line = f"{'Xabar tayyorlash; ' * 5_000}Muddati: dekabr"

    assert [(label.role, line[label.start : label.end]) for label in labels_in(line)] == [("deadline", "Muddati: ")]
