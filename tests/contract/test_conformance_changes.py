"""Every adapter that can change what is out, or take it away, does so in place, and may be asked again after anything.

A kind joins by naming the situations "amend …" and "withdraw …"; what its capabilities say must agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from publishers.contract import Published, Withdrawn
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.contract.stands import ChangingStand, Journey
from tests.contract.test_conformance import ALL, KINDS, cases

REFUSED: dict[str, tuple[type[PublishError], ReasonCode]] = {
    "token revoked": (AccountRejected, ReasonCode.TOKEN_INVALID),
    "rights missing": (AccountRejected, ReasonCode.RIGHTS_MISSING),
    "throttled": (TryLater, ReasonCode.RATE_LIMITED),
}
UNCLEAR: dict[str, ReasonCode] = {
    "answer lost": ReasonCode.ANSWER_LOST,
    "cut before": ReasonCode.ANSWER_LOST,
    "server error": ReasonCode.SERVER_ERROR,
    "answer garbled": ReasonCode.ANSWER_GARBLED,
}
AMEND_REFUSED = cases(*(f"amend {name}" for name in REFUSED))
AMEND_UNCLEAR = cases(*(f"amend {name}" for name in UNCLEAR))
WITHDRAW_REFUSED = cases(*(f"withdraw {name}" for name in REFUSED))
WITHDRAW_UNCLEAR = cases(*(f"withdraw {name}" for name in UNCLEAR))


@pytest.fixture
def stand(request: pytest.FixtureRequest, kind: str) -> Iterator[ChangingStand]:
    place = KINDS[kind].stand(request)
    yield place  # type: ignore[misc]
    place.calm()


def published(stand: ChangingStand) -> tuple[Journey, Published]:
    journey = Journey(stand.publisher(), stand.post())
    return journey, journey.run()


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_is_tried_in_what_it_says_it_can_do(stand: ChangingStand, kind: str) -> None:
    can = stand.publisher().capabilities

    assert (can.can_amend, can.can_withdraw) == (
        "amend calm" in KINDS[kind].situations,
        "withdraw calm" in KINDS[kind].situations,
    )


# --- amend -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "situation"), cases("amend calm"))
def test_a_correction_is_shown_in_place_and_may_be_repeated(stand: ChangingStand, situation: str) -> None:
    # given
    journey, result = published(stand)
    after = stand.corrected(journey.post)
    assert journey.publisher.check_amend(journey.post, after) == []

    for _again in range(2):
        # when
        amended = journey.amend(result, after)
        # then
        assert (amended.external_id, amended.parts, amended.link) == (result.external_id, result.parts, result.link)
        assert stand.shown() == stand.as_sent(after, result)


@pytest.mark.parametrize(("kind", "situation"), AMEND_REFUSED)
def test_a_refused_correction_leaves_the_post_as_it_was_and_can_be_made_later(
    stand: ChangingStand, situation: str
) -> None:
    # given
    journey, result = published(stand)
    after = stand.corrected(journey.post)
    stand.bring_about(situation)
    # when
    with pytest.raises(PublishError) as caught:
        journey.amend(result, after)
    # then
    assert (type(caught.value), caught.value.code) == REFUSED[situation.removeprefix("amend ")]
    assert not stand.secret or stand.secret not in f"{caught.value!r} {caught.value.detail}"
    assert stand.shown() == stand.as_sent(journey.post, result)
    if isinstance(caught.value, TryLater):
        assert caught.value.after == timedelta(seconds=120)
    # and when nothing stands in the way any more
    stand.calm()
    journey.amend(result, after)
    assert stand.shown() == stand.as_sent(after, result)


@pytest.mark.parametrize(("kind", "situation"), AMEND_UNCLEAR)
def test_a_correction_whose_answer_was_lost_is_made_again(stand: ChangingStand, situation: str) -> None:
    journey, result = published(stand)
    after = stand.corrected(journey.post)
    stand.bring_about(situation)

    with pytest.raises(OutcomeUnknown) as caught:
        journey.amend(result, after)
    assert caught.value.code is UNCLEAR[situation.removeprefix("amend ")]
    stand.calm()
    journey.amend(result, after)

    assert stand.shown() == stand.as_sent(after, result)


@pytest.mark.parametrize(("kind", "situation"), cases("amend calm"))
def test_what_was_removed_by_hand_cannot_be_corrected_and_does_not_come_back(
    stand: ChangingStand, situation: str
) -> None:
    journey, result = published(stand)
    stand.remove(result)

    with pytest.raises(ContentRejected) as caught:
        journey.amend(result, stand.corrected(journey.post))

    assert caught.value.code is ReasonCode.GONE
    assert stand.shown() == []


@pytest.mark.parametrize(("kind", "situation"), cases("amend out of reach"))
def test_a_correction_waits_for_a_platform_out_of_reach(stand: ChangingStand, situation: str) -> None:
    journey, result = published(stand)
    away = Journey(stand.publisher(reachable=False), journey.post)
    stand.bring_about(situation)

    with pytest.raises(TryLater) as caught:
        away.amend(result, stand.corrected(journey.post))

    assert caught.value.code is ReasonCode.UNREACHABLE
    assert stand.shown() == stand.as_sent(journey.post, result)


# --- withdraw --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "situation"), cases("withdraw calm"))
def test_what_is_taken_back_is_gone_and_taking_it_back_may_be_repeated(stand: ChangingStand, situation: str) -> None:
    other, kept = published(stand)
    journey = Journey(stand.publisher(), stand.corrected(stand.post()), key="delivery-2")
    result = journey.run()

    assert [journey.withdraw(result) for _again in range(2)] == [Withdrawn(), Withdrawn()]
    assert stand.shown() == stand.as_sent(other.post, kept)


@pytest.mark.parametrize(("kind", "situation"), cases("withdraw calm"))
def test_what_was_removed_by_hand_counts_as_taken_back(stand: ChangingStand, situation: str) -> None:
    journey, result = published(stand)
    stand.remove(result)

    assert journey.withdraw(result) == Withdrawn()
    assert stand.shown() == []


@pytest.mark.parametrize(("kind", "situation"), WITHDRAW_REFUSED)
def test_what_could_not_be_taken_back_stays_and_can_be_taken_back_later(stand: ChangingStand, situation: str) -> None:
    # given
    journey, result = published(stand)
    stand.bring_about(situation)
    # when
    with pytest.raises(PublishError) as caught:
        journey.withdraw(result)
    # then
    assert (type(caught.value), caught.value.code) == REFUSED[situation.removeprefix("withdraw ")]
    assert stand.shown() == stand.as_sent(journey.post, result)
    # and when nothing stands in the way any more
    stand.calm()
    assert journey.withdraw(result) == Withdrawn()
    assert stand.shown() == []


@pytest.mark.parametrize(("kind", "situation"), WITHDRAW_UNCLEAR)
def test_taking_back_whose_answer_was_lost_is_done_again(stand: ChangingStand, situation: str) -> None:
    journey, result = published(stand)
    stand.bring_about(situation)

    with pytest.raises(OutcomeUnknown) as caught:
        journey.withdraw(result)
    assert caught.value.code is UNCLEAR[situation.removeprefix("withdraw ")]
    stand.calm()

    assert journey.withdraw(result) == Withdrawn()
    assert stand.shown() == []


@pytest.mark.parametrize(("kind", "situation"), cases("withdraw out of reach"))
def test_taking_back_waits_for_a_platform_out_of_reach(stand: ChangingStand, situation: str) -> None:
    journey, result = published(stand)
    away = Journey(stand.publisher(reachable=False), journey.post)
    stand.bring_about(situation)

    with pytest.raises(TryLater) as caught:
        away.withdraw(result)

    assert caught.value.code is ReasonCode.UNREACHABLE
    assert stand.shown() == stand.as_sent(journey.post, result)
