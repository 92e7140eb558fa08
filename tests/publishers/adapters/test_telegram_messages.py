"""Telegram: a post as the messages it takes, one call each, and how they are changed and taken away."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from publishers.contract import Accepted, CannotTell, Manners, OutgoingPost, Poll, Published
from publishers.errors import AccountRejected, ContentRejected, Misconfigured, OutcomeUnknown, ReasonCode, TryLater
from tests.publishers.adapters.bot_api import message, ok, publisher, refused
from tests.publishers.adapters.posts import document, picture, post, soon, video
from tests.publishers.adapters.wire import Reply, Wire

LINK = "https://t.me/sinov_kanali/8"
POLL = Poll("Maʼqulmi?", ("Ha", "Yoʻq"), multiple=True)


def run(wire: Wire, outgoing: OutgoingPost) -> Published:
    telegram = publisher(wire.url)
    result = telegram.publish(outgoing, "k", soon())
    while isinstance(result, Accepted):
        result = telegram.resume(outgoing, result.token, soon())
    return result


def lay_down_all(wire: Wire) -> None:
    wire.on("sendMediaGroup", ok([message(8), message(9)]), ok([message(11), message(12)]))
    wire.on("sendMessage", ok(message(10)))
    wire.on("sendPoll", ok(message(13)))
    wire.on("pinChatMessage", ok(True))


def everything() -> OutgoingPost:
    return replace(
        post("Matn", pictures=1),
        videos=(video(cover=picture(5)),),
        documents=(document(1), document(2)),
        follow_up="Davomi",
        poll=POLL,
        manners=Manners(silent=True, pin=True),
    )


def test_all_of_a_post_goes_out_in_its_order_one_message_a_call(wire: Wire) -> None:
    lay_down_all(wire)

    result = run(wire, everything())

    assert result == Published("8", LINK, ("8", "9", "10", "11", "12", "13"))
    operations = ["sendMediaGroup", "sendMessage", "sendMediaGroup", "sendPoll", "pinChatMessage"]
    assert [seen.operation for seen in wire.seen] == operations
    assert {seen.fields["disable_notification"] for seen in wire.seen} == {"true"}
    assert wire.seen[1].fields["text"] == "Davomi"
    assert wire.seen[4].fields["message_id"] == "8"


def test_the_first_answer_tells_what_is_out_and_what_comes_next(wire: Wire) -> None:
    lay_down_all(wire)

    first = publisher(wire.url).publish(everything(), "k", soon())

    assert isinstance(first, Accepted)
    assert (first.parts, first.link) == (("8", "9"), LINK)
    assert json.loads(first.token) == {"next": "follow_up", "ids": ["8", "9"], "link": LINK}


def test_a_film_carries_its_sides_length_and_cover(wire: Wire) -> None:
    wire.on("sendVideo", ok(message(8)))

    run(wire, replace(post("Matn"), videos=(video(cover=picture(5)),)))

    (sent,) = wire.seen
    assert {name: sent.fields[name] for name in ("width", "height", "duration", "supports_streaming", "caption")} == {
        "width": "1280", "height": "720", "duration": "13", "supports_streaming": "true", "caption": "Matn",
    }  # fmt: skip
    assert sent.files["video"] == ("video-1.mp4", "video/mp4", video().read())
    assert sent.files[sent.fields["cover"].removeprefix("attach://")][2] == picture(5).read()


def test_in_an_album_a_film_keeps_its_cover(wire: Wire) -> None:
    wire.on("sendMediaGroup", ok([message(8), message(9)]))

    run(wire, replace(post("Matn", pictures=1), videos=(video(cover=picture(5)),)))

    (sent,) = wire.seen
    items = json.loads(sent.fields["media"])
    assert [item["type"] for item in items] == ["photo", "video"]
    assert sent.files[items[1]["cover"].removeprefix("attach://")][2] == picture(5).read()
    assert sent.files[items[1]["media"].removeprefix("attach://")][2] == video().read()


def test_a_file_that_is_gone_is_found_before_anything_is_sent(wire: Wire) -> None:
    def gone() -> Any:
        raise FileNotFoundError

    with pytest.raises(ContentRejected) as caught:
        run(wire, replace(post(), videos=(replace(video(), open=gone),)))

    assert (caught.value.code, wire.seen) == (ReasonCode.MEDIA_MISSING, [])


@pytest.mark.parametrize(
    ("text", "operations"),
    [("a" * 1024, ["sendDocument"]), ("a" * 1025, ["sendMessage", "sendDocument"]), ("", ["sendDocument"])],
)
def test_a_text_too_long_to_stand_beside_a_document_goes_before_it(
    wire: Wire, text: str, operations: list[str]
) -> None:
    wire.on("sendMessage", ok(message(8)))
    wire.on("sendDocument", ok(message(9)))

    run(wire, replace(post(text), documents=(document(),)))

    assert [seen.operation for seen in wire.seen] == operations
    assert wire.seen[-1].files["document"] == ("qaror-1.pdf", "application/pdf", document().read())


def test_a_poll_is_anonymous_and_takes_several_answers_when_asked_to(wire: Wire) -> None:
    wire.on("sendPoll", ok(message(8)))

    assert run(wire, replace(post(""), poll=POLL)) == Published("8", LINK, ("8",))

    (sent,) = wire.seen
    assert sent.fields["question"] == "Maʼqulmi?"
    assert [option["text"] for option in json.loads(sent.fields["options"])] == ["Ha", "Yoʻq"]
    assert (sent.fields["is_anonymous"], sent.fields["allows_multiple_answers"]) == ("true", "true")


PREVIEWS: list[tuple[str, dict[str, Any], dict[str, Any] | None]] = [
    ("auto", {}, {"url": "https://sayt.example/1"}),
    ("auto", {"link_preview": False}, {"is_disabled": True}),
    ("none", {}, {"is_disabled": True}),
    ("small", {"link_preview": False}, {"url": "https://sayt.example/1", "prefer_small_media": True}),
    (
        "large",
        {"link_preview_above": True},
        {"url": "https://sayt.example/1", "prefer_large_media": True, "show_above_text": True},
    ),
]


@pytest.mark.parametrize(("choice", "options", "expected"), PREVIEWS)
def test_the_card_of_a_link_is_as_the_post_asks(
    wire: Wire, choice: Any, options: dict[str, Any], expected: dict[str, Any]
) -> None:
    wire.on("sendMessage", ok(message(8)))
    outgoing = replace(post(link="https://sayt.example/1"), manners=Manners(link_preview=choice))

    publisher(wire.url, **options).publish(outgoing, "k", soon())

    assert json.loads(wire.seen[0].fields["link_preview_options"]) == expected


# --- pin -------------------------------------------------------------------------------------------------------------


def pinning(wire: Wire, reply: Reply) -> Published | Accepted:
    wire.on("sendMessage", ok(message(8)))
    wire.on("pinChatMessage", reply)
    return run(wire, replace(post(), manners=Manners(pin=True)))


@pytest.mark.parametrize(
    ("reply", "note"),
    [
        (
            refused(400, "Bad Request: not enough rights to manage pinned messages in the chat"),
            "not pinned: Bad Request: not enough rights to manage pinned messages in the chat",
        ),
        (
            refused(400, "Bad Request: message to pin not found"),
            "not pinned: Bad Request: message to pin not found",
        ),
        (refused(500, "Internal Server Error: restart"), "not pinned: Internal Server Error: restart"),
    ],
)
def test_a_pin_that_fails_is_noted_and_the_post_is_out(wire: Wire, reply: Reply, note: str) -> None:
    assert pinning(wire, reply) == Published("8", LINK, ("8",), note=note)


def test_a_pin_waits_when_the_platform_names_a_wait_and_follows_a_group(wire: Wire) -> None:
    with pytest.raises(TryLater):
        pinning(wire, refused(429, "Too Many Requests: retry after 5", retry_after=5))
    with pytest.raises(AccountRejected) as caught:
        pinning(wire, refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005))
    assert caught.value.new_address == "-1005"


def test_a_lost_pin_is_set_again_without_looking(wire: Wire) -> None:
    outgoing = replace(post(), manners=Manners(pin=True))
    token = json.dumps({"next": "pin", "ids": ["8"], "link": LINK}, separators=(",", ":"))

    found = publisher(wire.url).find(outgoing, "k", datetime(2026, 11, 24, tzinfo=UTC), token)

    assert isinstance(found, Accepted)
    assert (found.token, wire.seen) == (token, [])


@pytest.mark.parametrize("token", ["rubbish", "[]", '{"next":"poll","ids":["8"]}', '{"next":"pin","ids":"8"}'])
def test_a_token_that_is_not_ours_sends_nothing(wire: Wire, token: str) -> None:
    with pytest.raises(Misconfigured):
        publisher(wire.url).resume(post(), token, soon())

    found = publisher(wire.url).find(post(), "k", datetime(2026, 11, 24, tzinfo=UTC), token)
    assert found == CannotTell("a token that is not ours")
    assert wire.seen == []


def test_an_album_of_which_fewer_came_back_is_not_taken_for_known(wire: Wire) -> None:
    wire.on("sendMediaGroup", ok([message(8)]))

    with pytest.raises(OutcomeUnknown):
        run(wire, post(pictures=2))
