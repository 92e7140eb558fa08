"""Every adapter keeps the contract: whatever the platform does, it says exactly what is certain.

Each case asserts both the outcome and what the platform shows its readers afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from publishers.adapters.by_hand import BillboardPublisher, ByHandPublisher, RadioPublisher, TelevisionPublisher
from publishers.contract import Accepted, CannotTell, HandedOver, NotFound, Placed, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.contract.by_hand_stand import NOBODY, ByHandKind
from tests.contract.kinds import SANDBOX_KINDS
from tests.contract.matrix_stand import MatrixKind
from tests.contract.media_stands import MEDIA_KINDS
from tests.contract.stands import Journey, Kind, Stand
from tests.contract.website_stand import WebsiteKind
from tests.publishers.adapters.posts import soon

BY_HAND = (BillboardPublisher, TelevisionPublisher, RadioPublisher, ByHandPublisher)
KINDS: dict[str, Kind] = {
    **SANDBOX_KINDS,
    **MEDIA_KINDS,
    "website": WebsiteKind(),
    "website media": WebsiteKind(carries_media=True),
    "the example of another house": MatrixKind(),
    **{adapter.kind: ByHandKind(adapter) for adapter in BY_HAND},
}
"""A kind joins by an entry here; the situations it names are the ones it is tried in."""

ALL = [pytest.param(name, marks=kind.marks) for name, kind in KINDS.items()]
LOOKING = [pytest.param(name, marks=kind.marks) for name, kind in KINDS.items() if kind.can_look]
BLIND = [pytest.param(name, marks=kind.marks) for name, kind in KINDS.items() if not kind.can_look and kind.repeats]
HANDED_OVER = [pytest.param(name, marks=kind.marks) for name, kind in KINDS.items() if not kind.repeats]

CERTAINLY_NOT_OUT: dict[str, tuple[type[PublishError], frozenset[ReasonCode]]] = {
    "content refused": (ContentRejected, frozenset({ReasonCode.CONTENT_REFUSED, ReasonCode.MEDIA_REFUSED})),
    "token revoked": (AccountRejected, frozenset({ReasonCode.TOKEN_INVALID})),
    "rights missing": (AccountRejected, frozenset({ReasonCode.RIGHTS_MISSING})),
    "switched off": (AccountRejected, frozenset({ReasonCode.TARGET_DISABLED})),
    "section missing": (AccountRejected, frozenset({ReasonCode.TARGET_MISSING})),
    NOBODY: (AccountRejected, frozenset({ReasonCode.NO_RESPONSIBLE})),
    "throttled": (TryLater, frozenset({ReasonCode.RATE_LIMITED})),
    "throttled without a wait": (TryLater, frozenset({ReasonCode.RATE_LIMITED})),
    "overloaded": (TryLater, frozenset({ReasonCode.UNREACHABLE})),
    "turned away for now": (TryLater, frozenset({ReasonCode.RATE_LIMITED})),
    "turned away at the end": (TryLater, frozenset({ReasonCode.RATE_LIMITED})),
}
MAYBE_OUT: dict[str, tuple[ReasonCode, int]] = {
    "server error": (ReasonCode.SERVER_ERROR, 0),
    "server error though accepted": (ReasonCode.SERVER_ERROR, 1),
    "cut before": (ReasonCode.ANSWER_LOST, 0),
    "answer lost": (ReasonCode.ANSWER_LOST, 1),
    "answer garbled": (ReasonCode.ANSWER_GARBLED, 1),
    "error page": (ReasonCode.SERVER_ERROR, 0),
    "called a duplicate": (ReasonCode.CONTENT_REFUSED, 0),
    "blocked as spam though shown": (ReasonCode.ACCOUNT_RESTRICTED, 1),
}
"""Situation -> reason, and how many posts the platform shows for all that."""


def cases(*situations: str) -> list[Any]:
    """Every kind in each of the situations it names."""
    return [
        pytest.param(name, situation, marks=kind.marks)
        for name, kind in KINDS.items()
        for situation in situations
        if situation in kind.situations
    ]


@pytest.fixture
def stand(request: pytest.FixtureRequest, kind: str) -> Iterator[Stand]:
    place = KINDS[kind].stand(request)
    yield place
    place.calm()


@pytest.mark.parametrize(("kind", "situation"), cases("calm", "slow"))
def test_an_accepted_post_is_shown_once_as_it_was_sent(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)

    result = journey.run()

    if journey.publisher.capabilities.hands_over:
        assert isinstance(result, HandedOver)
    else:
        assert isinstance(result, Published)
        assert result.link.startswith("http")
        assert not result.found
    assert stand.shown() == stand.as_sent(journey.post, result)


@pytest.mark.parametrize(("kind", "situation"), cases(*CERTAINLY_NOT_OUT))
def test_a_certain_refusal_shows_nothing_and_a_later_attempt_shows_the_post_once(stand: Stand, situation: str) -> None:
    # given
    expected, codes = CERTAINLY_NOT_OUT[situation]
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)

    # when
    with pytest.raises(PublishError) as caught:
        journey.run()

    # then
    assert type(caught.value) is expected
    assert caught.value.code in codes
    assert stand.secret not in f"{caught.value!r} {caught.value.detail}"
    assert stand.shown() == []

    # and when whatever stood in the way is gone
    stand.calm()
    result = journey.run()
    assert stand.shown() == stand.as_sent(journey.post, result)


@pytest.mark.parametrize(("kind", "situation"), cases("throttled", "overloaded"))
def test_a_throttle_carries_the_wait_the_platform_named(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)

    with pytest.raises(TryLater) as caught:
        journey.run()

    assert caught.value.after == timedelta(seconds=120)


@pytest.mark.parametrize(("kind", "situation"), cases("out of reach"))
def test_a_platform_out_of_reach_has_certainly_not_got_the_post(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(reachable=False), stand.post())
    stand.bring_about(situation)

    with pytest.raises(TryLater) as caught:
        journey.run()

    assert (caught.value.code, caught.value.after) == (ReasonCode.UNREACHABLE, None)
    assert stand.shown() == []


@pytest.mark.parametrize(("kind", "situation"), cases(*MAYBE_OUT))
def test_an_uncertain_outcome_is_called_unknown_and_one_look_settles_it(
    stand: Stand, kind: str, situation: str
) -> None:
    # given
    code, count = MAYBE_OUT[situation]
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)

    # when
    with pytest.raises(PublishError) as caught:
        journey.run()

    # then
    assert (type(caught.value), caught.value.code) == (OutcomeUnknown, code)
    assert stand.secret not in f"{caught.value!r} {caught.value.detail}"
    shown = stand.shown()
    assert [post.text for post in shown] == [journey.post.text] * count

    # and a look tells what is the case, or sending again does, or a person must
    if not KINDS[kind].repeats:
        assert isinstance(journey.look(), CannotTell)
        return
    if not KINDS[kind].can_look:
        again = journey.run()
        assert stand.shown() == stand.as_sent(journey.post, again)
        return
    found = journey.look()
    assert stand.shown() == shown
    if not count:
        assert isinstance(found, NotFound)
        return
    result = journey.settle()
    assert isinstance(result, Published)
    assert result.external_id == shown[0].ids[0]
    if isinstance(found, Accepted):
        assert (found.parts, found.link) == (shown[0].ids, result.link)
    else:
        assert found == result
        assert result.found
    assert stand.shown() == stand.as_sent(journey.post, result)


@pytest.mark.parametrize(("kind", "situation"), cases("no answer"))
def test_no_answer_before_the_deadline_is_unknown_and_found_afterwards(stand: Stand, kind: str, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)

    with pytest.raises(OutcomeUnknown) as caught:
        journey.run(seconds=2.0)

    assert caught.value.code is ReasonCode.ANSWER_LOST
    (shown,) = stand.shown()
    if not KINDS[kind].repeats:
        assert isinstance(journey.look(), CannotTell)
        return
    found = journey.settle() if KINDS[kind].can_look else journey.run()
    assert isinstance(found, Published)
    assert found.external_id == shown.ids[0]
    assert stand.shown() == stand.as_sent(journey.post, found)


@pytest.mark.parametrize(("kind", "situation"), cases("cut before"))
def test_what_a_look_did_not_find_can_be_sent_again_and_is_shown_once(stand: Stand, kind: str, situation: str) -> None:
    # given a call that was lost before the platform took it
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)
    with pytest.raises(OutcomeUnknown):
        journey.run()
    assert isinstance(journey.look(), NotFound if KINDS[kind].can_look else CannotTell)

    # when the delivery goes on where it stood
    result = journey.run()

    # then
    assert stand.shown() == stand.as_sent(journey.post, result)


@pytest.mark.parametrize(("kind", "situation"), cases("listing lags"))
def test_a_listing_that_lags_is_looked_at_again(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)
    with pytest.raises(OutcomeUnknown):
        journey.run()

    first, second = journey.look(), journey.look()

    assert isinstance(first, NotFound | CannotTell)
    assert isinstance(second, Published | Accepted)
    assert len(stand.shown()) == 1


@pytest.mark.parametrize("kind", BLIND)
def test_where_nothing_can_be_read_back_the_same_key_is_safe_to_send_again(stand: Stand) -> None:
    journey = Journey(stand.publisher(), stand.post())
    first = journey.run()

    assert isinstance(journey.look(), CannotTell)
    assert journey.publisher.capabilities.repeat_safety == "native"
    assert [journey.run() for _again in range(2)] == [first, first]
    assert stand.shown() == stand.as_sent(journey.post, first)


@pytest.mark.parametrize("kind", [adapter.kind for adapter in BY_HAND])
def test_what_people_put_out_is_handed_over_and_changed_by_them_alone(stand: Stand) -> None:
    journey = Journey(stand.publisher(), stand.post())

    result = journey.run()

    assert result == HandedOver(journey.key)
    assert journey.publisher.capabilities.hands_over
    placed = Placed(journey.key, result.external_id)
    assert [problem.code for problem in journey.publisher.check_amend(journey.post, journey.post)] == ["cannot_amend"]
    with pytest.raises(ContentRejected) as amending:
        journey.publisher.amend(placed, journey.post, journey.post, soon())
    with pytest.raises(ContentRejected) as withdrawing:
        journey.publisher.withdraw(placed, journey.post, soon())
    assert (amending.value.code, withdrawing.value.code) == (ReasonCode.CANNOT_AMEND, ReasonCode.CANNOT_WITHDRAW)


@pytest.mark.parametrize("kind", HANDED_OVER)
def test_where_people_put_it_out_nothing_is_repeated_without_a_person(stand: Stand) -> None:
    journey = Journey(stand.publisher(), stand.post())
    sent = journey.run()

    assert isinstance(journey.look(), CannotTell)
    capabilities = journey.publisher.capabilities
    assert (capabilities.repeat_safety, capabilities.hands_over) == ("none", True)
    assert (capabilities.can_amend, capabilities.can_withdraw) == (False, False)
    assert stand.shown() == stand.as_sent(journey.post, sent)


@pytest.mark.parametrize("kind", LOOKING)
def test_a_look_does_not_take_another_post_for_this_one(stand: Stand) -> None:
    # given a newest post that is not the one looked for
    other = Journey(stand.publisher(), stand.post())
    other.run()
    link = other.post.link and f"{other.post.link}-boshqa"
    another = replace(other.post, text=f"{other.post.text}, boshqa", link=link)
    wanted = Journey(stand.publisher(), another, key="delivery-2")

    # when / then
    assert isinstance(wanted.look(), NotFound)


@pytest.mark.parametrize("kind", LOOKING)
def test_a_look_does_not_take_yesterdays_same_post_for_this_one(stand: Stand) -> None:
    yesterdays = Journey(stand.publisher(), stand.post())
    yesterdays.run()
    tomorrow = yesterdays.since + timedelta(days=1)
    todays = Journey(stand.publisher(), stand.post(), key="delivery-2", since=tomorrow)

    assert isinstance(todays.look(), NotFound)


@pytest.mark.parametrize(("kind", "situation"), cases("half accepted"))
def test_a_half_accepted_post_is_partial_and_never_taken_for_the_whole(stand: Stand, situation: str) -> None:
    journey = Journey(stand.publisher(), stand.post())
    stand.bring_about(situation)

    with pytest.raises(Partial) as caught:
        journey.run()

    assert caught.value.code is ReasonCode.PARTLY_OUT
    (shown,) = stand.shown()
    assert shown.pictures == tuple(picture.checksum for picture in journey.post.pictures[:2])
    assert not isinstance(journey.look(), Published | Accepted)


@pytest.mark.parametrize("kind", ALL)
def test_a_working_account_is_reported_by_its_name(stand: Stand) -> None:
    report = stand.publisher().verify_account()

    assert report.name
    assert stand.shown() == []


@pytest.mark.parametrize(("kind", "situation"), cases("token revoked"))
def test_a_revoked_token_is_seen_without_publishing(stand: Stand, situation: str) -> None:
    stand.bring_about(situation)

    with pytest.raises(AccountRejected) as caught:
        stand.publisher().verify_account()

    assert caught.value.code is ReasonCode.TOKEN_INVALID


@pytest.mark.parametrize(("kind", "situation"), cases("out of reach"))
def test_an_account_out_of_reach_is_asked_again_later(stand: Stand, situation: str) -> None:
    stand.bring_about(situation)

    with pytest.raises(TryLater) as caught:
        stand.publisher(reachable=False).verify_account()

    assert caught.value.code is ReasonCode.UNREACHABLE


@pytest.mark.parametrize("kind", ALL)
def test_a_post_this_kind_can_carry_has_no_problems_and_an_empty_one_has(stand: Stand) -> None:
    post = stand.post()
    assert [problem for problem in stand.publisher().check(post) if problem.blocking] == []

    assert "text_empty" in [problem.code for problem in stand.publisher().check(replace(post, text="", follow_up=""))]
