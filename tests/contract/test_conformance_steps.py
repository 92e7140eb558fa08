"""A post of several messages: whatever meets a later one, what is out stays known, and nothing is shown twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from publishers.contract import NotFound, Published
from publishers.errors import AccountRejected, OutcomeUnknown, Partial, PublishError, ReasonCode, TryLater
from tests.contract.stands import LATER, Journey, Stand
from tests.contract.test_conformance import KINDS, cases

WAITS: dict[str, tuple[type[PublishError], ReasonCode]] = {
    "throttled": (TryLater, ReasonCode.RATE_LIMITED),
    "token revoked": (AccountRejected, ReasonCode.TOKEN_INVALID),
    "rights missing": (AccountRejected, ReasonCode.RIGHTS_MISSING),
}
LOST = ("answer lost", "server error though accepted", "answer garbled")
NEVER_CAME = ("cut before", "server error")
OPERATIONS = tuple(
    dict.fromkeys(
        name.removeprefix("then ").split()[0]
        for kind in KINDS.values()
        for name in sorted(kind.situations)
        if name.startswith("then ")
    )
)


def later(*situations: str) -> list[object]:
    return cases(*(f"then {operation} {situation}" for operation in OPERATIONS for situation in situations))


@pytest.fixture
def stand(request: pytest.FixtureRequest, kind: str) -> Iterator[Stand]:
    place = KINDS[kind].stand(request)
    yield place
    place.calm()


def situation_of(name: str) -> str:
    return name.split(maxsplit=2)[2]


def test_every_situation_is_judged() -> None:
    assert set(LATER) == {*WAITS, *LOST, *NEVER_CAME, "content refused"}


@pytest.mark.parametrize(("kind", "situation"), later(*WAITS))
def test_a_later_message_that_has_to_wait_goes_out_afterwards(stand: Stand, situation: str) -> None:
    # given
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)
    # when
    with pytest.raises(PublishError) as caught:
        journey.run()
    # then
    assert (type(caught.value), caught.value.code) == WAITS[situation_of(situation)]
    if isinstance(caught.value, TryLater):
        assert caught.value.after == timedelta(seconds=120)
    before = stand.shown()
    assert before and journey.token
    # and when nothing stands in the way any more
    stand.calm()
    result = journey.run()
    assert stand.shown() == stand.as_sent(journey.post, result)
    assert stand.shown()[: len(before)] == before


@pytest.mark.parametrize(("kind", "situation"), later("content refused"))
def test_a_later_message_that_is_refused_leaves_the_post_partly_out(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)

    with pytest.raises(Partial) as caught:
        journey.run()

    assert caught.value.code is ReasonCode.PARTLY_OUT
    assert caught.value.parts == tuple(each for shown in stand.shown() for each in shown.ids)


@pytest.mark.parametrize(("kind", "situation"), later(*LOST))
def test_a_later_message_whose_answer_was_lost_is_found_and_the_rest_follows(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)
    with pytest.raises(OutcomeUnknown):
        journey.run()
    before = stand.shown()

    result = journey.settle()

    assert isinstance(result, Published)
    assert stand.shown() == stand.as_sent(journey.post, result)
    assert stand.shown()[: len(before)] == before


@pytest.mark.parametrize(("kind", "situation"), later(*NEVER_CAME))
def test_a_later_message_that_never_came_is_not_found_and_goes_out_again(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)
    with pytest.raises(OutcomeUnknown):
        journey.run()

    assert isinstance(journey.look(), NotFound)

    result = journey.run()
    assert stand.shown() == stand.as_sent(journey.post, result)
