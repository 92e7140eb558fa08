"""What is out on a Facebook page is corrected in place and taken away; both may be repeated."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from publishers.contract import Manners, OutgoingPost, Placed, Published, Withdrawn
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.page_api import PAGE, POST_ID, TOKEN, error, publisher
from tests.publishers.adapters.posts import picture, post, soon, video
from tests.publishers.adapters.wire import Reply, Wire

PLACED = Placed("k", POST_ID, (POST_ID,), "https://www.facebook.com/sinov/posts/77")
LIVE_AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DONE = Reply({"success": True})
HERE = Reply({"id": PAGE})


@pytest.mark.parametrize(
    ("before", "fields"),
    [
        (post("Matn"), {"message": "Tuzatilgan"}),
        (post("Matn", pictures=2), {"message": "Tuzatilgan"}),
        (replace(post("Matn"), videos=(video(),)), {"description": "Tuzatilgan"}),
        (replace(post("Matn"), live_at=LIVE_AT), {"title": "Namuna", "description": "Tuzatilgan"}),
    ],
)
def test_new_words_take_the_place_of_the_old_ones(wire: Wire, before: OutgoingPost, fields: dict[str, str]) -> None:
    wire.on(POST_ID, DONE)

    result = publisher(wire.url).amend(PLACED, before, replace(before, text="Tuzatilgan"), soon())

    assert result == Published(POST_ID, PLACED.link, PLACED.parts)
    (sent,) = wire.seen
    assert (sent.method, sent.path) == ("POST", f"/graph/v26.0/{POST_ID}")
    assert sent.fields == {**fields, "access_token": TOKEN}


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (post("Matn"), post("Boshqa"), []),
        (post("Matn", pictures=1), post("Matn", pictures=2), ["media_cannot_change"]),
        (post("Matn"), replace(post("Matn"), videos=(video(),)), ["media_cannot_change"]),
        (post("Matn", link="https://a.example/1"), post("Matn", link="https://a.example/2"), ["cannot_amend"]),
        (post("Matn", link="https://a.example/1", pictures=1), post("Matn", pictures=1), []),
        (
            replace(post("Matn", link="https://a.example/1"), manners=Manners(link_preview="none")),
            post("Matn"),
            [],
        ),
        (
            replace(post("Matn"), live_at=LIVE_AT),
            replace(post("Matn"), live_at=LIVE_AT + timedelta(hours=1)),
            ["cannot_amend"],
        ),
        (post("Matn"), post(""), ["text_empty"]),
    ],
)
def test_what_cannot_be_changed_is_said_before(before: OutgoingPost, after: OutgoingPost, codes: list[str]) -> None:
    assert [problem.code for problem in publisher("http://unused.test").check_amend(before, after)] == codes


def test_a_change_of_pictures_is_not_even_tried(wire: Wire) -> None:
    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url).amend(PLACED, post(pictures=1), replace(post(), pictures=(picture(2),)), soon())

    assert caught.value.code is ReasonCode.CANNOT_AMEND
    assert wire.seen == []


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (error(100, 33), ContentRejected, ReasonCode.GONE),
        (error(803), ContentRejected, ReasonCode.GONE),
        (error(100, message="only by the application that made it"), ContentRejected, ReasonCode.CANNOT_AMEND),
        (error(190, 460), AccountRejected, ReasonCode.TOKEN_INVALID),
        (error(200), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (error(32), TryLater, ReasonCode.RATE_LIMITED),
        (error(2, status=500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply({"success": False}), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ],
)
def test_each_answer_to_a_correction_is_told_apart(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on(POST_ID, reply)

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).amend(PLACED, post("Matn"), post("Boshqa"), soon())

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert len(wire.seen) == 1


def test_what_is_taken_back_is_deleted_by_its_id(wire: Wire) -> None:
    wire.on(POST_ID, DONE)

    assert publisher(wire.url).withdraw(PLACED, post(), soon()) == Withdrawn()
    (sent,) = wire.seen
    assert (sent.method, sent.path, sent.query) == ("DELETE", f"/graph/v26.0/{POST_ID}", {})
    assert sent.headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_server_that_reads_no_header_gets_the_token_as_parameter(wire: Wire) -> None:
    wire.on(POST_ID, error(104, status=401), DONE)

    assert publisher(wire.url).withdraw(PLACED, post(), soon()) == Withdrawn()
    assert ["access_token" in seen.query for seen in wire.seen] == [False, True]


@pytest.mark.parametrize("reply", [error(100, 33), error(803)])
def test_what_is_gone_already_is_taken_back_when_the_page_itself_is_seen(wire: Wire, reply: Reply) -> None:
    wire.on(POST_ID, reply)
    wire.on(PAGE, HERE)

    assert publisher(wire.url).withdraw(PLACED, post(), soon()) == Withdrawn()


def test_what_only_cannot_be_seen_is_not_called_taken_back(wire: Wire) -> None:
    wire.on(POST_ID, error(100, 33))
    wire.on(PAGE, error(100, 33, message=f"Object with ID '{PAGE}' does not exist"))

    with pytest.raises(AccountRejected) as caught:
        publisher(wire.url).withdraw(PLACED, post(), soon())

    assert caught.value.code is ReasonCode.TARGET_MISSING


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (error(100), ContentRejected, ReasonCode.CANNOT_WITHDRAW),
        (error(200), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (error(4), TryLater, ReasonCode.RATE_LIMITED),
        (error(1), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply({"success": False}), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ],
)
def test_each_answer_to_a_withdrawal_is_told_apart(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on(POST_ID, reply)

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).withdraw(PLACED, post(), soon())

    assert (type(caught.value), caught.value.code) == (kind, code)
