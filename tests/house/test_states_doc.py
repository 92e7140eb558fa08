"""``docs/states.md`` says what the machine does: the same states, moves, words and times as the code."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

from publishers.labels import STATES
from publishers.rules import ARTICLE_GRACE, BACKOFF, LINK_AGAIN, LOOK_AGAIN
from publishers.states import MOVES, State

TEXT = (Path(__file__).resolve().parent.parent.parent / "docs" / "states.md").read_text(encoding="utf-8")
ALLOWED = {(old.value, new.value) for old, many in MOVES.items() for new in many}


def test_the_table_of_moves_is_the_machines() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| .+ \|$", TEXT, re.MULTILINE)

    assert sorted(rows) == sorted(ALLOWED)


def test_the_diagram_shows_the_same_moves() -> None:
    arrows = re.findall(r"^    (\w+) --> (\w+)$", TEXT, re.MULTILINE)

    assert sorted(arrows) == sorted(ALLOWED)


def test_the_table_of_states_has_each_with_the_words_of_the_log() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^`|]+) \| [^|]+ \| [^|]+ \|$", TEXT, re.MULTILINE))

    with translation.override("en"):
        assert rows == {state.value: str(STATES[state]) for state in State}


def test_final_states_lead_nowhere_else() -> None:
    ends = set(re.findall(r"^    (\w+) --> \[\*\]$", TEXT, re.MULTILINE))

    assert ends == {"published", "cancelled", "withdrawn"}
    # what is out can be taken back
    assert {(old, new) for old, new in ALLOWED if old in ends} == {("published", "withdrawn")}


def test_the_times_are_those_of_the_code() -> None:
    assert [step.total_seconds() for step in BACKOFF] == [5, 15, 60, 300, 900, 1800, 3600, 7200]
    assert "after 5 s, 15 s, 1, 5, 15 and 30 min, 1 h, then every 2 h" in TEXT.replace("\n", " ")
    assert [step.total_seconds() for step in LINK_AGAIN] == [60, 600, 3600, 21600, 86400]
    assert "after 1 and 10 minutes, 1 and 6 hours, and a day" in TEXT.replace("\n", " ")
    assert [step.total_seconds() for step in LOOK_AGAIN] == [60, 300, 900]
    assert "then 1, 5 and 15 min later; after the fourth look" in TEXT.replace("\n", " ")
    assert ARTICLE_GRACE.total_seconds() == 120
    assert "two minutes at most" in TEXT
    assert f"`CALL_SECONDS` ({settings.CALL_TIME_LIMIT.seconds})" in TEXT
    assert f"`LEASE_SECONDS` ({settings.LEASE.seconds})" in TEXT
