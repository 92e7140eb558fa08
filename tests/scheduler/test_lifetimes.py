"""A few months of a plan's life in random order: after each step nothing is lost, doubled or changed in silence."""

from __future__ import annotations

import pytest

from tests.desk.people import person
from tests.scheduler.lifetimes import Lifetime
from tests.scheduler.town import channel, town

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [2, 304, 311])
def test_nothing_is_lost_doubled_or_changed_in_silence(seed: int) -> None:
    organization = town()
    website = channel(organization, "website")

    Lifetime(seed, organization, website, (person("malika", "Mualliflar"), person("botir", "Tasdiqlovchilar"))).live(25)
