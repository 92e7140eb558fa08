"""Each adapter's quality file: what it meets, and why it need not meet the rest. The suite bears it out."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from content.models.places import BY_HAND
from desk.connection_guides import DONE_BY_PEOPLE, FROM_ELSEWHERE, GUIDES, guide_for
from publishers import adapters
from publishers.registry import capabilities_of, publishers
from tests.contract.test_conformance import KINDS

FOLDER = Path(str(adapters.__file__)).parent / "quality"
ROOT = FOLDER.parent.parent.parent
SITUATIONS = {
    "accepted": "calm",
    "content_refused": "content refused",
    "token_revoked": "token revoked",
    "rights_missing": "rights missing",
    "throttled_with_a_wait": "throttled",
    "throttled_without_a_wait": "throttled without a wait",
    "connection_refused": "out of reach",
    "answer_lost": "answer lost",
    "half_accepted": "half accepted",
    "slow": "slow",
    "answer_garbled": "answer garbled",
}
"""Rule -> the situation of the suite in which it is tried."""
OTHERS = {
    "found_again", "not_found", "withdrawn_by_hand", "amend", "withdraw", "reconciliation", "pace", "token_end_known",
    "guide", "documentation", "preview", "sandbox",
}  # fmt: skip


def kinds() -> list[str]:
    return list(publishers())


def rules(kind: str) -> dict[str, str]:
    return {name: str(value) for name, value in tomllib.loads((FOLDER / f"{kind}.toml").read_text()).items()}


def tried(kind: str) -> set[str]:
    """The situations in which any form of the kind is tried."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, place in KINDS.items():
        found[getattr(place, "platform", name.partition(" ")[0])] |= place.situations
    return found[kind]


def test_every_adapter_has_its_file_and_no_file_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(kinds())


@pytest.mark.parametrize("kind", kinds())
def test_every_rule_is_done_or_exempt_with_a_reason(kind: str) -> None:
    found = rules(kind)

    assert set(found) == set(SITUATIONS) | OTHERS
    for value in found.values():
        assert value == "done" or (value.startswith("exempt: ") and len(value) > len("exempt: ") + 10), value


@pytest.mark.parametrize("kind", kinds())
def test_what_is_said_to_be_done_is_tried_by_the_suite(kind: str) -> None:
    said, situations = rules(kind), tried(kind)

    assert {rule: said[rule] == "done" for rule in SITUATIONS} == {
        rule: situation in situations for rule, situation in SITUATIONS.items()
    }


@pytest.mark.parametrize("kind", kinds())
def test_what_is_said_of_looking_changing_and_pace_is_what_the_adapter_declares(kind: str) -> None:
    said, capabilities = rules(kind), capabilities_of(kind)
    places = [p for name, p in KINDS.items() if getattr(p, "platform", name.partition(" ")[0]) == kind]
    looks = any(place.can_look for place in places)

    assert {
        rule: said[rule] == "done" for rule in ("found_again", "not_found", "reconciliation", "amend", "withdraw")
    } == {
        "found_again": looks,
        "not_found": looks,
        "reconciliation": looks,
        "amend": capabilities.can_amend,
        "withdraw": capabilities.can_withdraw,
    }
    assert (said["withdrawn_by_hand"] == "done") == (capabilities.can_amend or capabilities.can_withdraw)
    assert (said["pace"] == "done") == (capabilities.pace > timedelta(0))


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_has_a_page_a_guide_and_a_preview(kind: str) -> None:
    page = "by-hand" if kind in BY_HAND else kind

    assert (ROOT / "docs" / "channels" / f"{page}.md").is_file()
    assert guide_for(kind) is (DONE_BY_PEOPLE if kind in BY_HAND else GUIDES[kind])
    assert guide_for("from another house") is FROM_ELSEWHERE
