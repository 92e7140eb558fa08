"""Films on Instagram: reels and mixed carousels, asked for slowly and made anew; and what may be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from publishers.contract import Accepted, OutgoingPost, Placed, Withdrawn
from publishers.errors import ContentRejected, Misconfigured, PublishError, ReasonCode, TryLater
from tests.publishers.adapters.account_api import ACCOUNT, TOKEN, error, publisher, quota, state, token
from tests.publishers.adapters.posts import picture, post, soon, video
from tests.publishers.adapters.wire import Reply, Wire

PLACED = Placed("k", "900", ("900",))


def reel(**film: Any) -> OutgoingPost:
    return replace(post("Matn"), videos=(replace(video(), **film),))


@pytest.mark.parametrize(
    ("film", "look"),
    [
        ({}, {"thumb_offset": "1000"}),
        ({"seconds": 0.5}, {"thumb_offset": "250"}),
        ({"cover": picture(3)}, {"cover_url": "https://media.example.org/picture-3.jpg"}),
    ],
)
def test_a_film_alone_becomes_a_reel(wire: Wire, film: dict[str, Any], look: dict[str, str]) -> None:
    wire.on("content_publishing_limit", quota())
    wire.on("media", Reply({"id": "501"}))

    result = publisher(wire.url).publish(reel(**film), "k", soon())

    assert isinstance(result, Accepted)
    assert result.again_after == timedelta(minutes=1)
    assert json.loads(result.token)["container"] == "501"
    (made,) = wire.asked("media")
    assert made.fields == {
        "media_type": "REELS",
        "video_url": "https://media.example.org/video-1.mp4",
        "share_to_feed": "true",
        "caption": "Matn",
        "access_token": TOKEN,
        **look,
    }


def test_pictures_and_films_become_one_carousel_in_their_order(wire: Wire) -> None:
    wire.on("content_publishing_limit", quota())
    wire.on("media", Reply({"id": "501"}), Reply({"id": "502"}), Reply({"id": "600"}))
    wire.on("501", state("FINISHED"))
    wire.on("502", state("FINISHED"))
    mixed = replace(post("Matn", pictures=1), videos=(video(cover=picture(3)),))
    adapter = publisher(wire.url)

    begun = adapter.publish(mixed, "k", soon())
    assert isinstance(begun, Accepted)
    joined = adapter.resume(mixed, begun.token, soon())

    assert isinstance(joined, Accepted)
    held = json.loads(joined.token)
    assert (held["container"], held["films"], held["polls"]) == ("600", True, 0)
    first, second, carousel = wire.asked("media")
    assert first.fields == {
        "image_url": "https://media.example.org/picture-1.jpg",
        "alt_text": "Rasm 1",
        "is_carousel_item": "true",
        "access_token": TOKEN,
    }
    assert second.fields == {
        "media_type": "VIDEO",
        "video_url": "https://media.example.org/video-1.mp4",
        "is_carousel_item": "true",
        "access_token": TOKEN,
    }
    assert carousel.fields == {
        "media_type": "CAROUSEL",
        "children": "501,502",
        "caption": "Matn",
        "access_token": TOKEN,
    }


def test_a_film_is_asked_for_once_a_minute_and_five_times_then_made_anew(wire: Wire) -> None:
    wire.on("501", state("IN_PROGRESS"))
    held, waits = token(films=True), []

    for _poll in range(5):
        result = publisher(wire.url).resume(reel(), held, soon())
        assert isinstance(result, Accepted)
        held = result.token
        waits.append(result.again_after)
    with pytest.raises(TryLater) as caught:
        publisher(wire.url).resume(reel(), held, soon())

    assert waits == [timedelta(minutes=1)] * 5
    assert caught.value.code is ReasonCode.NOT_READY


@pytest.mark.parametrize("words", ["Error: 2207026", "Media upload has failed with error code 2207057"])
def test_a_film_the_platform_cannot_take_goes_back_to_its_author(wire: Wire, words: str) -> None:
    wire.on("501", state("ERROR", words))
    wire.on("media", Reply({"data": []}))

    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url).resume(reel(), token(films=True), soon())

    assert caught.value.code is ReasonCode.MEDIA_REFUSED


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (error(352, 2207026), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (error(1, 2207057), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (error(100, 2207023), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (error(100, 2207035), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (error(-2, 2207020), TryLater, ReasonCode.MEDIA_UNREACHABLE),
        (error(-1, 2207053), TryLater, ReasonCode.SERVER_ERROR),
        (error(9004, 2207052), TryLater, ReasonCode.MEDIA_UNREACHABLE),
        (error(24, 2207008), TryLater, ReasonCode.NOT_READY),
        (error(24, 2207006), TryLater, ReasonCode.NOT_READY),
    ],
)
def test_making_a_films_container_never_leaves_the_outcome_unknown(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on("content_publishing_limit", quota())
    wire.on("media", reply)

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(reel(), "k", soon())

    assert (type(caught.value), caught.value.code) == (kind, code)


@pytest.mark.parametrize("film", [{"url": "/media/video-1.mp4"}, {"cover": replace(picture(3), url="/media/c.jpg")}])
def test_a_film_or_cover_without_an_absolute_address_is_the_settings_fault(wire: Wire, film: dict[str, Any]) -> None:
    with pytest.raises(Misconfigured):
        publisher(wire.url).publish(reel(**film), "k", soon())

    assert wire.seen == []


def test_what_is_out_can_be_neither_corrected_nor_as_a_rule_taken_back(wire: Wire) -> None:
    adapter = publisher(wire.url)

    assert [problem.code for problem in adapter.check_amend(post("Matn"), post("Boshqa"))] == ["cannot_amend"]
    for refused, code in (
        (lambda: adapter.amend(PLACED, post("Matn"), post("Boshqa"), soon()), ReasonCode.CANNOT_AMEND),
        (lambda: adapter.withdraw(PLACED, post(), soon()), ReasonCode.CANNOT_WITHDRAW),
    ):
        with pytest.raises(ContentRejected) as caught:
            refused()
        assert caught.value.code is code
    assert wire.seen == []


@pytest.mark.parametrize("reply", [Reply({"success": True, "deleted_id": "900"}), error(100, 33)])
def test_a_persons_token_that_may_delete_takes_a_post_back(wire: Wire, reply: Reply) -> None:
    wire.on("900", reply)
    wire.on(ACCOUNT, Reply({"id": ACCOUNT}))

    assert publisher(wire.url, may_delete=True).withdraw(PLACED, post(), soon()) == Withdrawn()
    assert (wire.seen[0].method, wire.seen[0].path) == ("DELETE", "/v26.0/900")
