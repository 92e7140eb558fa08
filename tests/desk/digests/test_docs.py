"""docs/digests.md says what the code does."""

from __future__ import annotations

from datetime import timedelta

from content.models import Organization
from desk.digests.models import DigestWish
from desk.digests.pruning import KEPT
from desk.digests.reading import LOOK_BACK
from desk.digests.times import LATEST, Kind
from tests.house.test_documents import table
from tests.house.tree import ROOT


def test_each_kind_has_a_row_with_its_latest_time() -> None:
    found = {row[1].strip("`"): row[4] for row in table("digests.md")}
    assert found == {kind.value: f"{_in_words(LATEST[kind])} later" for kind in Kind}


def test_the_numbers_are_those_of_the_code() -> None:
    text = " ".join((ROOT / "docs" / "digests.md").read_text().split())
    hour, days = Organization().digest_at, Organization().draft_reminder_days
    assert f'("digests go out at", {hour:%-H:%M})' in text
    assert f"as the organization says ({days}; 0 for none)" in text
    assert f"of the last {LOOK_BACK.days} days" in text
    assert f"({DigestWish().night_from:%H:%M} to {DigestWish().night_until:%-H:%M}," in text
    assert timedelta(days=365) == KEPT


def _in_words(length: timedelta) -> str:
    return f"{length.days} days" if length.days else f"{length.seconds // 3600} hours"
