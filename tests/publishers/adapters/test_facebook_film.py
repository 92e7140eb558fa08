"""A film on a Facebook page: uploaded unseen, published by its id, looked up by it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishers.contract import Accepted, CannotTell, NotFound, OutgoingPost, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.page_api import TOKEN, error, publisher
from tests.publishers.adapters.posts import jpeg, mp4, picture, post, soon, video
from tests.publishers.adapters.wire import Reply, Wire

HELD = '{"video": "501"}'
LINK = "https://www.facebook.com/sinov/videos/501/"
OUT = Published("501", LINK, ("501",))
SINCE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def film_post(**film: Any) -> OutgoingPost:
    return replace(post("Matn"), videos=(video(**film),))


def state(*, published: bool = False, **more: Any) -> Reply:
    return Reply({"id": "501", "published": published, "permalink_url": "/sinov/videos/501/", **more})


def failing(wire: Wire, held: str = HELD, seconds: float = 5.0) -> PublishError:
    with pytest.raises(PublishError) as caught:
        publisher(wire.url).resume(film_post(), held, soon(seconds))
    return caught.value


def test_the_film_is_uploaded_with_its_words_and_cover_and_nothing_is_shown(wire: Wire) -> None:
    wire.on("videos", Reply({"id": 501}))

    result = publisher(wire.url).publish(film_post(cover=picture(3)), "k", soon())

    assert result == Accepted(HELD, timedelta(seconds=2))
    (sent,) = wire.seen
    assert (sent.method, sent.path) == ("POST", "/graph/v26.0/2001/videos")
    assert sent.fields == {"published": "false", "title": "Namuna", "description": "Matn", "access_token": TOKEN}
    assert sent.files == {
        "source": ("video-1.mp4", "video/mp4", mp4(1)),
        "thumb": ("picture-3.jpg", "image/jpeg", jpeg(60)),
    }


def test_a_large_film_is_fetched_by_the_platform(wire: Wire) -> None:
    wire.on("videos", Reply({"id": "501"}))

    publisher(wire.url).publish(film_post(size=25_000_001), "k", soon())

    assert wire.seen[0].fields["file_url"] == "https://media.example.org/video-1.mp4"
    assert wire.seen[0].files == {}


def test_a_large_film_without_an_absolute_address_is_the_settings_fault(wire: Wire) -> None:
    with pytest.raises(Misconfigured):
        publisher(wire.url).publish(film_post(size=25_000_001, base_url="/media"), "k", soon())

    assert wire.seen == []


@pytest.mark.parametrize("more", [{"videos": (video(1), video(2))}, {"pictures": (picture(1),)}])
def test_two_films_or_a_picture_beside_one_are_refused_unsent(wire: Wire, more: dict[str, Any]) -> None:
    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url).publish(replace(film_post(), **more), "k", soon())

    assert caught.value.code is ReasonCode.MEDIA_REFUSED
    assert wire.seen == []


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (error(1), TryLater, ReasonCode.SERVER_ERROR),
        (error(2, status=500), TryLater, ReasonCode.SERVER_ERROR),
        (error(100), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (error(352), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (error(389), TryLater, ReasonCode.MEDIA_UNREACHABLE),
        (error(190, 460), AccountRejected, ReasonCode.TOKEN_INVALID),
        (error(200), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (error(32), TryLater, ReasonCode.RATE_LIMITED),
        (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
        (Reply({"success": True}), TryLater, ReasonCode.SERVER_ERROR),
    ],
)
def test_an_upload_never_leaves_the_outcome_unknown(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on("videos", reply)

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(film_post(), "k", soon())

    assert (type(caught.value), caught.value.code) == (kind, code)


def test_the_uploaded_film_is_published_by_its_id(wire: Wire) -> None:
    wire.on("501", state(), Reply({"success": True}), state(published=True))

    assert publisher(wire.url).resume(film_post(), HELD, soon()) == OUT
    asked, sent, _link = wire.seen
    assert (asked.method, asked.query["fields"]) == ("GET", "id,published,status,permalink_url")
    assert (sent.method, sent.fields) == ("POST", {"published": "true", "access_token": TOKEN})


def test_a_film_that_is_out_already_is_not_published_again(wire: Wire) -> None:
    wire.on("501", state(published=True))

    assert publisher(wire.url).resume(film_post(), HELD, soon()) == replace(OUT, found=True)
    assert [seen.method for seen in wire.seen] == ["GET"]


def test_a_server_that_does_not_know_the_state_is_told_to_publish_all_the_same(wire: Wire) -> None:
    wire.on("501", error(100), Reply({"success": True}), error(100))

    result = publisher(wire.url).resume(film_post(), HELD, soon())

    assert result == Published("501", "https://www.facebook.com/501", ("501",))


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (error(100, 33), TryLater, ReasonCode.NOT_READY),
        (error(803), TryLater, ReasonCode.NOT_READY),
        (error(2, status=500), TryLater, ReasonCode.SERVER_ERROR),
        (error(190), AccountRejected, ReasonCode.TOKEN_INVALID),
        (state(status={"video_status": "error"}), ContentRejected, ReasonCode.MEDIA_REFUSED),
    ],
)
def test_a_film_that_cannot_be_published_is_seen_before_the_visible_step(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on("501", reply)

    failure = failing(wire)

    assert (type(failure), failure.code) == (kind, code)
    assert {seen.method for seen in wire.seen} == {"GET"}


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
        (error(2, status=500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<html></html>", content_type="text/html"), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply({"success": False}), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (error(200), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (error(4), TryLater, ReasonCode.RATE_LIMITED),
    ],
)
def test_the_visible_step_is_certain_only_by_a_certain_code(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on("501", state(), reply)

    failure = failing(wire)

    assert (type(failure), failure.code) == (kind, code)
    assert [seen.method for seen in wire.seen] == ["GET", "POST"]


@pytest.mark.parametrize("held", ["", "{}", "null", "{", '{"video": 5}'])
def test_a_token_that_cannot_be_read_begins_anew(wire: Wire, held: str) -> None:
    failure = failing(wire, held)

    assert (type(failure), failure.code) == (TryLater, ReasonCode.NOT_READY)
    assert wire.seen == []


def test_with_no_time_left_the_visible_step_is_not_begun(wire: Wire) -> None:
    wire.on("501", state())

    assert publisher(wire.url).resume(film_post(), HELD, soon(0.9)) == Accepted(HELD, timedelta(seconds=2))


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (state(published=True), replace(OUT, found=True)),
        (state(), NotFound()),
        (Reply({"id": "501"}), NotFound()),
        (error(100, 33), NotFound()),
        (error(190), CannotTell("GraphRefused")),
        (Reply(drop=True), CannotTell("GraphLost")),
    ],
)
def test_a_look_asks_for_the_uploaded_film(wire: Wire, reply: Reply, found: object) -> None:
    wire.on("501", reply)

    assert publisher(wire.url).find(film_post(), "k", SINCE, HELD) == found


@pytest.mark.parametrize(
    ("entry", "is_found"),
    [
        ({}, True),
        ({"description": "Matn"}, True),
        ({"published": False}, False),
        ({"title": "Boshqa"}, False),
        ({"description": "Boshqa"}, False),
        ({"created_time": "2026-11-24T08:50:00+0000"}, False),
    ],
)
def test_without_a_token_the_pages_films_are_looked_through_by_title_and_time(
    wire: Wire, entry: dict[str, Any], is_found: bool
) -> None:
    listed = {"id": "501", "title": "Namuna", "created_time": "2026-11-24T09:01:00+0000", "published": True, **entry}
    wire.on("videos", Reply({"data": [{**listed, "permalink_url": "/sinov/videos/501/"}]}))

    found = publisher(wire.url).find(film_post(), "k", SINCE)

    assert found == (replace(OUT, found=True) if is_found else NotFound())
    assert json.loads(wire.seen[0].query["since"]) == int(SINCE.timestamp()) - 120
