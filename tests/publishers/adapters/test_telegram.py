"""Telegram: what goes over the wire, and what each answer of the Bot API is taken for."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishers.adapters.telegram import TelegramPublisher
from publishers.contract import Access, AccountReport, CannotTell, NotFound, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.posts import jpeg, picture, post, soon
from tests.publishers.adapters.wire import Reply, Wire, closed_address

TOKEN = "100000001:adapter-test-token-not-a-real-one"
PUBLIC = {"id": -1001234567890, "type": "channel", "title": "Sinov kanali", "username": "sinov_kanali"}
PRIVATE = {"id": -1001234567890, "type": "channel", "title": "Yopiq kanal"}


def publisher(base: str, address: str = "@sinov_kanali", **options: Any) -> TelegramPublisher:
    return TelegramPublisher(
        Access(address, TOKEN, options, {"telegram": base, "telegram_preview": f"{base}/t.me"})
    )


def message(number: int, chat: dict[str, Any] = PUBLIC) -> dict[str, Any]:
    return {"message_id": number, "date": 1795000000, "chat": chat}


def ok(result: Any) -> Reply:
    return Reply({"ok": True, "result": result})


def refused(status: int, description: str, **parameters: int) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Reply({**body, "parameters": parameters} if parameters else body, status=status)


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


REFUSALS: list[tuple[int, str, type[PublishError], ReasonCode]] = [
    (400, "Bad Request: message text is empty", ContentRejected, ReasonCode.TEXT_EMPTY),
    (400, "Bad Request: message is too long", ContentRejected, ReasonCode.TEXT_TOO_LONG),
    (400, "Bad Request: message caption is too long", ContentRejected, ReasonCode.TEXT_TOO_LONG),
    (400, 'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0', ContentRejected,
     ReasonCode.MARKUP_REFUSED),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", ContentRejected, ReasonCode.MEDIA_REFUSED),
    (400, "Bad Request: file is too big", ContentRejected, ReasonCode.MEDIA_REFUSED),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", ContentRejected, ReasonCode.MEDIA_REFUSED),
    (400, "Bad Request: wrong type of the web page content", ContentRejected, ReasonCode.MEDIA_REFUSED),
    (400, "Bad Request: something new", ContentRejected, ReasonCode.CONTENT_REFUSED),
    (400, "Bad Request: chat not found", AccountRejected, ReasonCode.TARGET_MISSING),
    (400, "Bad Request: not enough rights to send photos to the chat", AccountRejected, ReasonCode.RIGHTS_MISSING),
    (400, "Bad Request: need administrator rights in the channel chat", AccountRejected, ReasonCode.RIGHTS_MISSING),
    (400, "Bad Request: have no write access to the chat", AccountRejected, ReasonCode.RIGHTS_MISSING),
    (401, "Unauthorized", AccountRejected, ReasonCode.TOKEN_INVALID),
    (401, "Unauthorized: invalid token specified", AccountRejected, ReasonCode.TOKEN_INVALID),
    (404, "Not Found", AccountRejected, ReasonCode.TOKEN_INVALID),
    (403, "Forbidden: bot was kicked from the channel chat", AccountRejected, ReasonCode.RIGHTS_MISSING),
    (403, "Forbidden: bot is not a member of the channel chat", AccountRejected, ReasonCode.RIGHTS_MISSING),
    (403, "Forbidden: the group chat was deleted", AccountRejected, ReasonCode.TARGET_MISSING),
    (409, "Conflict: terminated by other getUpdates request", TryLater, ReasonCode.NOT_READY),
    (413, "Request Entity Too Large", ContentRejected, ReasonCode.MEDIA_REFUSED),
    (500, "Internal Server Error: restart", OutcomeUnknown, ReasonCode.SERVER_ERROR),
    (500, "Internal Server Error: sent message was immediately deleted and can't be returned", OutcomeUnknown,
     ReasonCode.SERVER_ERROR),
]


@pytest.mark.parametrize(("status", "description", "error", "code"), REFUSALS)
def test_each_refusal_is_told_apart(
    wire: Wire, status: int, description: str, error: type[PublishError], code: ReasonCode
) -> None:
    wire.on("sendMessage", refused(status, description))

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(post(), "k", soon())

    assert (type(caught.value), caught.value.code, caught.value.detail) == (error, code, description)
    assert len(wire.seen) == 1


@pytest.mark.parametrize(
    ("description", "error", "code"),
    [
        ('Bad Request: failed to send message #2 with the error message "wrong file"', Partial, ReasonCode.PARTLY_OUT),
        ("Bad Request: group send failed", OutcomeUnknown, ReasonCode.PARTLY_OUT),
        ("Bad Request: chat not found", AccountRejected, ReasonCode.TARGET_MISSING),
        ("Bad Request: message caption is too long", ContentRejected, ReasonCode.TEXT_TOO_LONG),
    ],
)
def test_an_albums_refusal_is_never_taken_for_nothing_out_when_an_item_may_be(
    wire: Wire, description: str, error: type[PublishError], code: ReasonCode
) -> None:
    wire.on("sendMediaGroup", refused(400, description))

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(post(pictures=2), "k", soon())

    assert (type(caught.value), caught.value.code) == (error, code)


def test_a_chat_that_moved_names_its_new_address(wire: Wire) -> None:
    wire.on("sendMessage", refused(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009876543210
    ))

    with pytest.raises(AccountRejected) as caught:
        publisher(wire.url, "-12345").publish(post(), "k", soon())

    assert (caught.value.code, caught.value.new_address) == (ReasonCode.TARGET_MOVED, "-1009876543210")


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (refused(429, "Too Many Requests: retry after 17", retry_after=17), timedelta(seconds=17)),
        (Reply({"ok": False, "error_code": 429, "description": "Too Many Requests"}, 429, {"Retry-After": "9"}),
         timedelta(seconds=9)),
        (refused(429, "Too Many Requests: retry after 5"), timedelta(seconds=5)),
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

    lost = picture(1)
    outgoing = post(pictures=1)
    object.__setattr__(lost, "read", gone)
    object.__setattr__(outgoing, "pictures", (lost,))

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


class TestVerifyAccount:
    def lay_down(self, wire: Wire, member: dict[str, Any], chat: dict[str, Any] = PUBLIC) -> None:
        bot = {"id": 5, "is_bot": True, "first_name": "Sinov", "username": "sinov_bot"}
        wire.on("getMe", ok(bot))
        wire.on("getChat", ok(chat))
        wire.on("getChatMember", ok({"user": bot, **member}))

    def administrator(self, *, can_post: bool) -> dict[str, Any]:
        return {"status": "administrator", "can_post_messages": can_post}

    def test_an_administrator_who_may_post_is_reported_with_the_channels_title(self, wire: Wire) -> None:
        self.lay_down(wire, self.administrator(can_post=True))

        report = publisher(wire.url).verify_account()

        assert report == AccountReport("Sinov kanali", ("bot @sinov_bot", "administrator", "public"))
        assert [seen.operation for seen in wire.seen] == ["getMe", "getChat", "getChatMember"]

    @pytest.mark.parametrize("member", [{"status": "left"}, {"status": "member"}, "administrator"])
    def test_a_bot_that_may_not_post_is_refused(self, wire: Wire, member: Any) -> None:
        self.lay_down(wire, self.administrator(can_post=False) if member == "administrator" else member)

        with pytest.raises(AccountRejected) as caught:
            publisher(wire.url).verify_account()

        assert caught.value.code is ReasonCode.RIGHTS_MISSING

    def test_a_lost_answer_only_means_asking_again(self, wire: Wire) -> None:
        wire.on("getMe", Reply(drop=True))

        with pytest.raises(TryLater) as caught:
            publisher(wire.url).verify_account()

        assert caught.value.code is ReasonCode.UNREACHABLE


class TestFind:
    since = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def block(self, number: int, text: str, minute: int = 1, *, photos: str = "", name: str = "sinov_kanali") -> str:
        return (
            f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" '
            f'data-post="{name}/{number}">{photos}'
            f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
            f'<a class="tgme_widget_message_date" href="https://t.me/{name}/{number}">'
            f'<time datetime="2026-11-24T09:{minute:02}:00+00:00" class="time">x</time></a></div></div>'
        )

    def page(self, *blocks: str) -> Reply:
        return Reply(f"<html><body>{''.join(blocks)}</body></html>", content_type="text/html; charset=utf-8")

    def test_the_post_is_recognised_by_its_text_and_not_by_being_the_newest(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(
            self.block(11, "Boshqa xabar"), self.block(12, "Birinchi <b>qator</b><br/>ikkinchi &amp; oxirgi"),
            self.block(13, "Eng yangi xabar"),
        ), self.page())

        found = publisher(wire.url).find(post("Birinchi <b>qator</b>\nikkinchi &amp; oxirgi"), "k", self.since)

        assert found == Published("12", "https://t.me/sinov_kanali/12", ("12",), found=True)
        assert {seen.path for seen in wire.seen} == {"/t.me/s/sinov_kanali"}

    def test_the_same_text_of_an_earlier_time_is_not_this_post(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(11, "Namuna matni", minute=1)))

        found = publisher(wire.url).find(post(), "k", self.since + timedelta(minutes=30))

        assert found == NotFound(conclusive=False)

    def test_a_text_that_only_begins_alike_is_not_this_post(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(11, "Namuna matni va yana")), self.page())

        assert publisher(wire.url).find(post(), "k", self.since) == NotFound(conclusive=False)

    def test_older_pages_are_read_while_they_are_new_enough(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(40, "Yangi"), self.block(41, "Yana")),
                self.page(self.block(38, "Namuna matni")), self.page())

        found = publisher(wire.url).find(post(), "k", self.since)

        assert found == Published("38", "https://t.me/sinov_kanali/38", ("38",), found=True)
        assert [seen.query for seen in wire.seen] == [{}, {"before": "40"}, {"before": "38"}]

    def photos(self, *numbers: int) -> str:
        return "".join(
            f'<a class="tgme_widget_message_photo_wrap" href="https://t.me/sinov_kanali/{number}?single"></a>'
            for number in numbers
        )

    def test_an_album_is_found_with_all_its_ids(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(20, "Namuna matni", photos=self.photos(20, 21))), self.page())

        found = publisher(wire.url).find(post(pictures=2), "k", self.since)

        assert found == Published("20", "https://t.me/sinov_kanali/20", ("20", "21"), found=True)

    def test_an_album_that_shows_fewer_pictures_than_were_sent_is_left_to_a_person(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(20, "Namuna matni", photos=self.photos(20, 21))), self.page())

        assert publisher(wire.url).find(post(pictures=3), "k", self.since) == CannotTell("only 2 of 3 pictures are shown")

    def test_a_private_chat_cannot_be_looked_at(self, wire: Wire) -> None:
        wire.on("getChat", ok(PRIVATE))

        found = publisher(wire.url, "-1001234567890").find(post(), "k", self.since)

        assert found == CannotTell("private chat")
        assert [seen.operation for seen in wire.seen] == ["getChat"]

    @pytest.mark.parametrize("reply", [Reply("", 302, {"Location": "/sinov_kanali"}), Reply("busy", 503)])
    def test_a_page_that_does_not_show_the_channel_tells_nothing(self, wire: Wire, reply: Reply) -> None:
        wire.on("sinov_kanali", reply)

        assert publisher(wire.url).find(post(), "k", self.since) == CannotTell(f"preview page answered {reply.status}")

    def test_a_page_that_cannot_be_reached_tells_nothing(self) -> None:
        assert publisher(closed_address()).find(post(), "k", self.since) == CannotTell("ConnectionError")


class TestCheck:
    def codes(self, text: str, pictures: int = 0) -> list[str]:
        return [problem.code for problem in publisher("http://unused.test").check(post(text, pictures=pictures))]

    def test_the_length_is_counted_without_markup(self) -> None:
        assert self.codes(f"<b>{'a' * 4096}</b>") == []
        assert self.codes(f"<b>{'a' * 4097}</b>") == ["text_too_long"]

    def test_a_caption_is_shorter_than_a_text(self) -> None:
        assert self.codes("a" * 1024, pictures=1) == []
        assert self.codes("a" * 1025, pictures=1) == ["caption_too_long"]

    def test_empty_texts_and_too_many_pictures_are_named(self) -> None:
        assert self.codes("<b> </b>") == ["text_empty"]
        assert self.codes("Matn", pictures=11) == ["too_many_pictures"]
