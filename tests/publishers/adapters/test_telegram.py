"""Telegram: what goes over the wire, and what each answer of the Bot API is taken for."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from publishers.adapters.telegram import TelegramPublisher
from publishers.contract import Access, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.bot_api import PRIVATE, TOKEN, message, ok, publisher, refused
from tests.publishers.adapters.posts import jpeg, picture, post, soon
from tests.publishers.adapters.wire import Reply, Wire, closed_address


def test_text_goes_out_as_html_with_the_preview_of_the_posts_link(wire: Wire) -> None:
    wire.on("sendMessage", ok(message(7)))

    result = publisher(wire.url).publish(post("<b>Salom</b>", link="https://sayt.example/1"), "k", soon())

    assert result == Published("7", "https://t.me/sinov_kanali/7", ("7",))
    (sent,) = wire.seen
    assert sent.path == f"/bot{TOKEN}/sendMessage"
    assert sent.fields["chat_id"] == "@sinov_kanali"
    assert sent.fields["text"] == "<b>Salom</b>"
    assert sent.fields["parse_mode"] == "HTML"
    assert json.loads(sent.fields["link_preview_options"]) == {"url": "https://sayt.example/1"}
    assert "disable_notification" not in sent.fields


def test_options_silence_the_post_and_its_link_preview(wire: Wire) -> None:
    wire.on("sendMessage", ok(message(7)))

    publisher(wire.url, silent=True, link_preview=False).publish(post(link="https://sayt.example/1"), "k", soon())

    (sent,) = wire.seen
    assert json.loads(sent.fields["link_preview_options"]) == {"is_disabled": True}
    assert sent.fields["disable_notification"] == "true"


@pytest.mark.parametrize("ending", ["", "/", "/bot", "/bot/"])
def test_base_address_is_taken_with_or_without_its_bot_ending(wire: Wire, ending: str) -> None:
    wire.on("sendMessage", ok(message(7)))

    publisher(wire.url + ending).publish(post(), "k", soon())

    assert [seen.path for seen in wire.seen] == [f"/bot{TOKEN}/sendMessage"]


@pytest.mark.parametrize("address", ["@sinov_kanali", "sinov_kanali", "https://t.me/sinov_kanali", "t.me/sinov_kanali"])
def test_a_channels_name_is_understood_however_it_is_written(wire: Wire, address: str) -> None:
    wire.on("sendMessage", ok(message(7)))

    publisher(wire.url, address).publish(post(), "k", soon())

    assert wire.seen[0].fields["chat_id"] == "@sinov_kanali"


@pytest.mark.parametrize("address", ["", "ikki so'z", "@ab"])
def test_an_address_that_is_none_is_the_settings_fault_and_sends_nothing(wire: Wire, address: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        publisher(wire.url, address).publish(post(), "k", soon())

    assert caught.value.code is ReasonCode.SETTINGS_WRONG
    assert wire.seen == []


def test_one_picture_is_uploaded_with_the_text_as_its_caption(wire: Wire) -> None:
    wire.on("sendPhoto", ok(message(8)))

    result = publisher(wire.url).publish(post("Matn", pictures=1), "k", soon())

    assert result == Published("8", "https://t.me/sinov_kanali/8", ("8",))
    (sent,) = wire.seen
    assert (sent.fields["caption"], sent.fields["parse_mode"]) == ("Matn", "HTML")
    assert sent.files["photo"] == ("picture-1.jpg", "image/jpeg", jpeg(20))


def test_several_pictures_are_one_album_with_the_caption_on_the_first(wire: Wire) -> None:
    wire.on("sendMediaGroup", ok([message(8), message(9), message(10)]))

    result = publisher(wire.url).publish(post("Matn", pictures=3), "k", soon())

    assert result == Published("8", "https://t.me/sinov_kanali/8", ("8", "9", "10"))
    (sent,) = wire.seen
    media = json.loads(sent.fields["media"])
    assert [item.get("caption") for item in media] == ["Matn", None, None]
    assert [item["type"] for item in media] == ["photo"] * 3
    parts = [sent.files[item["media"].removeprefix("attach://")] for item in media]
    assert parts == [(f"picture-{number}.jpg", "image/jpeg", jpeg(number * 20)) for number in (1, 2, 3)]


def test_a_private_channels_link_has_the_form_only_members_can_open(wire: Wire) -> None:
    wire.on("sendMessage", ok(message(7, PRIVATE)))

    result = publisher(wire.url, "-1001234567890").publish(post(), "k", soon())

    assert result == Published("7", "https://t.me/c/1234567890/7", ("7",))
    assert wire.seen[0].fields["chat_id"] == "-1001234567890"


def test_a_message_telegram_put_off_is_out_without_a_link(wire: Wire) -> None:
    wire.on("sendMessage", ok(message(0)))

    assert publisher(wire.url).publish(post(), "k", soon()) == Published("0", "", ("0",))


def test_a_stand_in_servers_links_lead_to_itself(wire: Wire) -> None:
    wire.on("sendMessage", ok(message(7)))

    result = publisher(wire.url, link_base="http://sandbox.test/t.me/").publish(post(), "k", soon())

    assert result == Published("7", "http://sandbox.test/t.me/sinov_kanali/7", ("7",))


@pytest.mark.parametrize(
    ("address", "chat", "link"),
    [
        ("@sinov_kanali", {"id": -1001234567890, "type": "channel"}, "https://t.me/sinov_kanali/7"),
        ("@sinov_kanali", {"id": -1001234567890}, "https://t.me/sinov_kanali/7"),
        ("-1001234567890", {"id": "-1001234567890"}, "https://t.me/c/1234567890/7"),
        ("-1001234567890", None, "https://t.me/c/1234567890/7"),
        ("-4455", {"id": -4455, "type": "group"}, ""),
    ],
)
@pytest.mark.parametrize("number", [7, "7"])
def test_a_message_described_in_few_words_is_out_all_the_same(
    wire: Wire, address: str, chat: dict[str, object] | None, link: str, number: int | str
) -> None:
    wire.on("sendMessage", ok({"message_id": number, "chat": chat}))

    assert publisher(wire.url, address).publish(post(), "k", soon()) == Published("7", link, ("7",))


def test_an_album_described_in_few_words_keeps_all_its_ids(wire: Wire) -> None:
    wire.on("sendMediaGroup", ok([{"message_id": 8}, {"message_id": 9}]))

    result = publisher(wire.url).publish(post(pictures=2), "k", soon())

    assert result == Published("8", "https://t.me/sinov_kanali/8", ("8", "9"))


def test_an_album_of_which_an_id_is_missing_is_not_taken_for_known(wire: Wire) -> None:
    wire.on("sendMediaGroup", ok([{"message_id": 8}, {"date": 1}]))

    with pytest.raises(OutcomeUnknown) as caught:
        publisher(wire.url).publish(post(pictures=2), "k", soon())

    assert caught.value.code is ReasonCode.ANSWER_GARBLED


def test_the_base_address_may_name_the_place_of_the_token(wire: Wire) -> None:
    wire.on("sendMessage", ok(message(7)))

    publisher(wire.url + "/bot{token}/test").publish(post(), "k", soon())

    assert [seen.path for seen in wire.seen] == [f"/bot{TOKEN}/test/sendMessage"]


def test_a_chat_that_moved_names_its_new_address(wire: Wire) -> None:
    wire.on(
        "sendMessage",
        refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009876543210),
    )

    with pytest.raises(AccountRejected) as caught:
        publisher(wire.url, "-12345").publish(post(), "k", soon())

    assert (caught.value.code, caught.value.new_address) == (ReasonCode.TARGET_MOVED, "-1009876543210")


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (refused(429, "Too Many Requests: retry after 17", retry_after=17), timedelta(seconds=17)),
        (
            Reply({"ok": False, "error_code": 429, "description": "Too Many Requests"}, 429, {"Retry-After": "9"}),
            timedelta(seconds=9),
        ),
        (refused(429, "Too Many Requests: retry after 5"), timedelta(seconds=5)),
        (Reply({"ok": False, "parameters": {"retry_after": 6.5}}, 429), timedelta(seconds=7)),
        (Reply({"ok": False, "parameters": {"retry_after": 999999999}}, 429), timedelta(days=2)),
        (Reply("<html>slow down</html>", 429, {"Retry-After": "4"}, "text/html"), timedelta(seconds=4)),
        (refused(429, "Too Many Requests"), None),
        (Reply("slow down", 429, content_type="text/plain"), None),
    ],
)
def test_a_throttle_carries_the_wait_the_platform_named(wire: Wire, reply: Reply, after: timedelta | None) -> None:
    wire.on("sendMessage", reply)

    with pytest.raises(TryLater) as caught:
        publisher(wire.url).publish(post(), "k", soon())

    assert (caught.value.code, caught.value.after) == (ReasonCode.RATE_LIMITED, after)


@pytest.mark.parametrize(
    "reply",
    [
        Reply("<html>welcome</html>", 200, content_type="text/html"),
        Reply("", 200, content_type=None),
        Reply({"ok": True}, 200),
        Reply({"ok": True, "result": True}, 200),
        Reply({"ok": True, "result": {"date": 1}}, 200),
        Reply({"ok": False, "description": "odd"}, 200),
        Reply(["not", "an", "object"], 200),
        Reply("<html>bad request</html>", 400, content_type="text/html"),
        Reply("<html>forbidden</html>", 403, content_type="text/html"),
        Reply("<html>not found</html>", 404, content_type="text/html"),
        Reply("", 302, {"Location": "https://elsewhere.example/"}),
    ],
)
def test_an_answer_that_is_not_telegrams_leaves_the_outcome_unknown(wire: Wire, reply: Reply) -> None:
    wire.on("sendMessage", reply)

    with pytest.raises(OutcomeUnknown) as caught:
        publisher(wire.url).publish(post(), "k", soon())

    assert caught.value.code is ReasonCode.ANSWER_GARBLED
    assert len(wire.seen) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_servers_fault_leaves_the_outcome_unknown_even_when_it_names_a_wait(wire: Wire, status: int) -> None:
    wire.on("sendMessage", refused(status, "Bad Gateway", retry_after=3))

    with pytest.raises(OutcomeUnknown) as caught:
        publisher(wire.url).publish(post(), "k", soon())

    assert caught.value.code is ReasonCode.SERVER_ERROR


@pytest.mark.parametrize("pictures", [0, 1, 2])
def test_a_connection_cut_after_the_request_leaves_the_outcome_unknown(wire: Wire, pictures: int) -> None:
    for operation in ("sendMessage", "sendPhoto", "sendMediaGroup"):
        wire.on(operation, Reply(drop=True))

    with pytest.raises(OutcomeUnknown) as caught:
        publisher(wire.url).publish(post(pictures=pictures), "k", soon())

    assert caught.value.code is ReasonCode.ANSWER_LOST
    assert len(wire.seen) == 1


def test_no_answer_before_the_deadline_leaves_the_outcome_unknown(wire: Wire) -> None:
    wire.on("sendMessage", Reply(never=True))

    with pytest.raises(OutcomeUnknown) as caught:
        publisher(wire.url).publish(post(), "k", soon(0.5))

    assert caught.value.code is ReasonCode.ANSWER_LOST
    assert len(wire.seen) == 1


def test_a_refused_connection_is_certainly_not_out() -> None:
    with pytest.raises(TryLater) as caught:
        publisher(closed_address()).publish(post(), "k", soon())

    assert (caught.value.code, caught.value.after) == (ReasonCode.UNREACHABLE, None)


@pytest.mark.parametrize("base", ["ftp://127.0.0.1", "127.0.0.1", "http://127.0.0.1:notaport"])
def test_a_base_address_that_cannot_be_used_is_the_settings_fault(base: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        publisher(base).publish(post(), "k", soon())

    assert caught.value.code is ReasonCode.SETTINGS_WRONG


def test_without_a_token_nothing_is_sent(wire: Wire) -> None:
    with pytest.raises(AccountRejected) as caught:
        TelegramPublisher(Access("@sinov_kanali", " ", {}, {"telegram": wire.url})).publish(post(), "k", soon())

    assert caught.value.code is ReasonCode.TOKEN_INVALID
    assert wire.seen == []


def test_a_picture_that_is_gone_is_found_before_anything_is_sent(wire: Wire) -> None:
    def gone() -> bytes:
        raise FileNotFoundError("picture-1.jpg")

    outgoing = replace(post(), pictures=(replace(picture(1), read=gone),))

    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url).publish(outgoing, "k", soon())

    assert caught.value.code is ReasonCode.MEDIA_MISSING
    assert wire.seen == []


def test_the_token_shows_neither_in_logs_nor_in_errors(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    # given every logger at its most talkative
    for name in ("", "httpx", "httpcore", "telegram", "telegram.Bot", "telegram.request.BaseRequest"):
        caplog.set_level(logging.DEBUG, logger=name)
    wire.on("sendMessage", refused(400, f"Bad Request: bot{TOKEN} is odd"), Reply("garbage"), ok(message(7)))

    # when a post is refused, garbled and accepted
    telegram = publisher(wire.url)
    with pytest.raises(ContentRejected) as refusal:
        telegram.publish(post(), "k", soon())
    with pytest.raises(OutcomeUnknown) as garbled:
        telegram.publish(post(), "k", soon())
    telegram.publish(post(), "k", soon())

    # then the request lines were logged, without the token
    assert "HTTP Request: POST" in caplog.text
    assert TOKEN not in caplog.text
    for caught in (refusal, garbled):
        assert TOKEN not in str(caught.value)
        assert TOKEN not in repr(caught.value)
        assert TOKEN not in str(caught.getrepr(showlocals=True, style="long"))
