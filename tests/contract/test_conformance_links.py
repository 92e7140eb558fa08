"""A platform that can say later where a post is, says so by the post's own number, and shows nothing a second time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from publishers.contract import Locates, Placed, Published
from publishers.errors import PublishError, TryLater
from tests.contract.stands import Journey, Stand
from tests.contract.test_conformance import KINDS, cases
from tests.publishers.adapters.posts import soon


@pytest.fixture
def stand(request: pytest.FixtureRequest, kind: str) -> Iterator[Stand]:
    place = KINDS[kind].stand(request)
    yield place
    place.calm()


@pytest.mark.parametrize(("kind", "situation"), cases("link unread"))
def test_a_link_that_could_not_be_read_is_read_later_and_the_post_is_there_once(stand: Stand, situation: str) -> None:
    # given a post that went out while its address could not be asked for
    stand.bring_about(situation)
    journey = Journey(stand.publisher(), stand.post())
    result = journey.run()
    assert isinstance(result, Published)
    assert result.link == ""
    placed = Placed(journey.key, result.external_id, result.parts)
    # when it still cannot, and when nobody listens
    for publisher in (journey.publisher, stand.publisher(reachable=False)):
        assert isinstance(publisher, Locates)
        stand.bring_about(situation)
        with pytest.raises(PublishError) as caught:
            publisher.locate(placed, journey.post, journey.since - timedelta(minutes=1), soon())
        assert isinstance(caught.value, TryLater)
        assert not stand.secret or stand.secret not in f"{caught.value!r} {caught.value.detail}"
        stand.calm()
    # then it is read when nothing stands in the way any more
    assert isinstance(journey.publisher, Locates)
    found = journey.publisher.locate(placed, journey.post, journey.since - timedelta(minutes=1), soon())
    assert isinstance(found, Published)
    assert (found.external_id, found.parts) == (result.external_id, result.parts)
    assert urlsplit(found.link).netloc
    assert stand.shown() == stand.as_sent(journey.post, result)
