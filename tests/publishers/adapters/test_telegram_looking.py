"""Telegram: what can be seen without publishing: the account, the public preview page, the post itself."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishers.contract import Accepted, AccountReport, CannotTell, NotFound, Placed, Poll, Published
from publishers.errors import AccountRejected, ReasonCode, TryLater
from tests.publishers.adapters.bot_api import PRIVATE, PUBLIC, ok, publisher
from tests.publishers.adapters.posts import document, post, soon, video
from tests.publishers.adapters.wire import Reply, Wire, closed_address


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
        wire.on(
            "sinov_kanali",
            self.page(
                self.block(11, "Boshqa xabar"),
                self.block(12, "Birinchi <b>qator</b><br/>ikkinchi &amp; oxirgi"),
                self.block(13, "Eng yangi xabar"),
            ),
            self.page(),
        )

        found = publisher(wire.url).find(post("Birinchi <b>qator</b>\nikkinchi &amp; oxirgi"), "k", self.since)

        assert found == Published("12", "https://t.me/sinov_kanali/12", ("12",), found=True)
        assert {seen.path for seen in wire.seen} == {"/t.me/s/sinov_kanali"}

    def test_a_message_telegram_put_off_is_located_with_its_number(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(12, "Namuna matni")), self.page())
        placed = Placed("k", "0", ("0", "15"))

        located = publisher(wire.url).locate(placed, post(), self.since, soon())

        assert located == Published("12", "https://t.me/sinov_kanali/12", ("12", "15"))

    def test_what_is_not_on_the_page_yet_is_asked_for_again(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page())

        located = publisher(wire.url).locate(Placed("k", "0"), post(), self.since, soon())

        assert located == CannotTell("not on the preview page")

    def test_where_there_are_no_links_nothing_is_asked(self, wire: Wire) -> None:
        located = publisher(wire.url, "-4001").locate(Placed("k", "7", ("7",)), post(), self.since, soon())

        assert located == Published("7", note="a basic group has no links")
        assert wire.seen == []

    def test_a_message_put_off_in_a_private_chat_stays_without_a_link(self, wire: Wire) -> None:
        wire.on("getChat", ok(PRIVATE))

        located = publisher(wire.url, "-1001234567890").locate(Placed("k", "0"), post(), self.since, soon())

        assert located == CannotTell("the number of a message put off in a private chat is not known")

    @pytest.mark.parametrize(
        "drawn",
        [
            "<div>\n  Salom 😀 dunyo <br>ikkinchi\n</div>",
            '<span>Salom <i class="emoji" style="background-image:url(x)"><b>😀</b></i> dunyo</span><br>ikkinchi',
            'Salom <img class="emoji" alt="😀" src="x.png"> dunyo<blockquote>ikkinchi</blockquote>',
            "Salom&nbsp;😀\ufe0f dunyo<br/><br/>ikkinchi",
        ],
    )
    def test_the_text_is_the_same_however_the_page_draws_it(self, wire: Wire, drawn: str) -> None:
        wire.on("sinov_kanali", self.page(self.block(12, drawn)), self.page())

        found = publisher(wire.url).find(post("Salom 😀 dunyo\n<blockquote>ikkinchi</blockquote>"), "k", self.since)

        assert found == Published("12", "https://t.me/sinov_kanali/12", ("12",), found=True)

    def test_a_page_that_trickles_in_is_cut_off(self, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("publishers.adapters._telegram_preview._TIMEOUT", (0.5, 0.5))
        wire.on("sinov_kanali", replace(self.page(self.block(12, "Namuna matni")), trickle=True))
        began = time.monotonic()

        found = publisher(wire.url).find(post(), "k", self.since)

        assert isinstance(found, CannotTell)
        assert time.monotonic() - began < 3

    def test_the_same_text_of_an_earlier_time_is_not_this_post(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(11, "Namuna matni", minute=1)))

        found = publisher(wire.url).find(post(), "k", self.since + timedelta(minutes=30))

        assert found == NotFound(conclusive=False)

    def test_a_text_that_only_begins_alike_is_not_this_post(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(11, "Namuna matni va yana")), self.page())

        assert publisher(wire.url).find(post(), "k", self.since) == NotFound(conclusive=False)

    def test_older_pages_are_read_while_they_are_new_enough(self, wire: Wire) -> None:
        wire.on(
            "sinov_kanali",
            self.page(self.block(40, "Yangi"), self.block(41, "Yana")),
            self.page(self.block(38, "Namuna matni")),
            self.page(),
        )

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

        found = publisher(wire.url).find(post(pictures=3), "k", self.since)

        assert found == CannotTell("only 2 of 3 items are shown")

    def later(self, step: str) -> str:
        return json.dumps({"next": step, "ids": ["20"], "link": "https://t.me/sinov_kanali/20"})

    def test_documents_are_recognised_by_their_names_after_what_was_out_before(self, wire: Wire) -> None:
        files = '<a class="tgme_widget_message_document_wrap" href="https://t.me/sinov_kanali/{0}"><div>qaror-1.pdf</div></a>'
        blocks = [self.block(number, "x", photos=files.format(number)) for number in (19, 22, 23)]
        bare = [re.sub(r'<div class="tgme_widget_message_text.*?</div>', "", block) for block in blocks]
        wire.on("sinov_kanali", self.page(*bare), self.page())
        outgoing = replace(post(pictures=1), documents=(document(1),))

        found = publisher(wire.url).find(outgoing, "k", self.since, self.later("documents"))

        assert found == Published("20", "https://t.me/sinov_kanali/20", ("20", "22"), found=True)

    def test_a_poll_is_recognised_by_question_and_answers(self, wire: Wire) -> None:
        poll = '<div class="tgme_widget_message_poll_question">{}</div><div>Ha</div><div>Yoʻq</div>'
        blocks = [
            self.block(number, "", photos=poll.format(words)) for number, words in ((21, "Boshqa?"), (22, "Maʼqulmi?"))
        ]
        wire.on("sinov_kanali", self.page(*blocks), self.page())
        outgoing = replace(post(), poll=Poll("Maʼqulmi?", ("Ha", "Yoʻq")))

        found = publisher(wire.url).find(outgoing, "k", self.since, self.later("poll"))

        assert found == Published("20", "https://t.me/sinov_kanali/20", ("20", "22"), found=True)

    def test_a_second_message_is_not_looked_for_before_the_first(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(18, "Davomi"), self.block(20, "Namuna matni")), self.page())
        outgoing = replace(post(pictures=1), follow_up="Davomi")

        found = publisher(wire.url).find(outgoing, "k", self.since, self.later("follow_up"))

        assert found == NotFound(conclusive=False)

    def test_a_first_message_that_is_found_goes_on_with_the_next(self, wire: Wire) -> None:
        wire.on("sinov_kanali", self.page(self.block(20, "Namuna matni")), self.page())
        outgoing = replace(post(pictures=1), follow_up="Davomi")

        found = publisher(wire.url).find(outgoing, "k", self.since)

        assert isinstance(found, Accepted)
        assert (found.parts, json.loads(found.token)["next"]) == (("20",), "follow_up")

    def test_a_film_without_words_cannot_be_told_apart(self, wire: Wire) -> None:
        found = publisher(wire.url).find(replace(post(""), videos=(video(),)), "k", self.since)

        assert (found, wire.seen) == (CannotTell("a post without text cannot be told apart"), [])

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
