"""The secret address of a calendar leads to its owner while it is in force, and nowhere else."""

from __future__ import annotations

import pytest

from content.feed_keys import close_feed, open_feed, owner_of_key
from content.models import Organization

pytestmark = pytest.mark.django_db


def test_an_address_is_made_once_renewed_and_withdrawn() -> None:
    owner, other = (Organization.objects.create(name=slug, slug=slug) for slug in ("biz", "boshqa"))
    assert owner_of_key(Organization, "") is None
    key = open_feed(owner)

    assert len(key) >= 32
    assert open_feed(owner) == key
    assert owner_of_key(Organization, key) == owner
    assert open_feed(other) != key

    newer = open_feed(owner, renew=True)
    assert newer != key
    assert owner_of_key(Organization, key) is None

    close_feed(owner)
    assert owner_of_key(Organization, newer) is None
