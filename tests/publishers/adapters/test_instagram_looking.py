"""Instagram: what can be seen without publishing: the account, containers and the media list, the post itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from publishers.contract import AccountReport, CannotTell, NotFound, Placed, Published
from publishers.errors import AccountRejected, PublishError, ReasonCode, TryLater
from tests.publishers.adapters.account_api import ACCOUNT, SINCE, entry, error, found, publisher, quota, state, token
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.wire import Reply, Wire


class TestLocate:
    PLACED = Placed("k", "7", ("7",))

    def test_the_address_is_read_by_the_posts_own_number(self, wire: Wire) -> None:
        wire.on("7", Reply({"permalink": "https://www.instagram.com/p/7/", "id": "7"}))

        located = publisher(wire.url).locate(self.PLACED, post(pictures=1), SINCE, soon())

        assert located == Published("7", "https://www.instagram.com/p/7/", ("7",))
        assert [seen.operation for seen in wire.seen] == ["7"]

    def test_an_answer_without_it_tells_nothing_yet(self, wire: Wire) -> None:
        wire.on("7", Reply({"id": "7"}))

        assert publisher(wire.url).locate(self.PLACED, post(pictures=1), SINCE, soon()) == CannotTell(
            "no address in the answer"
        )

    def test_a_wait_the_platform_names_is_handed_on(self, wire: Wire) -> None:
        wire.on("7", Reply({"error": {"message": "slow", "code": 4}}, 400, headers={"Retry-After": "90"}))

        with pytest.raises(TryLater) as caught:
            publisher(wire.url).locate(self.PLACED, post(pictures=1), SINCE, soon())

        assert caught.value.after == timedelta(seconds=90)


class TestFind:
    def look(self, wire: Wire, *entries: dict[str, str], held: str = "", text: str = "Namuna matni") -> Any:
        wire.on("media", Reply({"data": list(entries)}))
        return publisher(wire.url).find(post(text, pictures=1), "k", SINCE, held)

    @pytest.mark.parametrize("word", ["PUBLISHED", "FINISHED", "ERROR"])
    def test_a_post_in_the_media_list_is_found_whatever_its_container_says(self, wire: Wire, word: str) -> None:
        wire.on("501", state(word))

        assert self.look(wire, entry(8, "Boshqa"), entry(7, "Namuna\n matni"), held=token()) == found(7)

    def test_a_listing_without_addresses_is_made_good_by_the_posts_own(self, wire: Wire) -> None:
        wire.on("7", Reply({"permalink": "https://www.instagram.com/p/7/", "id": "7"}))

        assert self.look(wire, {**entry(7, "Namuna matni"), "permalink": ""}) == found(7)

    def test_a_caption_that_lost_its_at_sign_is_the_same(self, wire: Wire) -> None:
        assert self.look(wire, entry(7, "Salom hokimlik"), text="Salom @hokimlik") == found(7)

    def test_an_earlier_post_with_the_same_caption_is_not_this_one(self, wire: Wire) -> None:
        earlier = entry(7, "Namuna matni", SINCE - timedelta(minutes=3))

        assert self.look(wire, earlier) == NotFound(conclusive=True)

    def test_our_caption_at_an_unreadable_time_is_never_taken_for_absent(self, wire: Wire) -> None:
        assert self.look(wire, {**entry(7, "Namuna matni"), "timestamp": "kecha"}) == CannotTell("server_error")

    @pytest.mark.parametrize("word", ["FINISHED", "IN_PROGRESS", "ERROR", "EXPIRED"])
    def test_a_container_that_is_not_published_and_no_media_is_conclusive(self, wire: Wire, word: str) -> None:
        wire.on("501", state(word))

        assert self.look(wire, held=token()) == NotFound(conclusive=True)

    def test_a_published_container_without_its_media_tells_nothing_yet(self, wire: Wire) -> None:
        wire.on("501", state("PUBLISHED"))

        assert self.look(wire, held=token()) == CannotTell("published, but not listed yet")

    def test_a_post_without_text_cannot_be_told_apart_in_the_list(self, wire: Wire) -> None:
        wire.on("501", state("EXPIRED"))

        assert self.look(wire, text="", held=token()) == CannotTell("a post without text cannot be told apart")

    @pytest.mark.parametrize(("reply", "why"), [(Reply(drop=True), "unreachable"), (error(190), "token_invalid")])
    def test_a_look_that_fails_tells_nothing(self, wire: Wire, reply: Reply, why: str) -> None:
        wire.on("501", reply)

        assert self.look(wire, held=token()) == CannotTell(why)


class TestVerifyAccount:
    def test_the_account_is_reported_with_its_quota(self, wire: Wire) -> None:
        wire.on(ACCOUNT, Reply({"id": ACCOUNT, "username": "sinov"}))
        wire.on("content_publishing_limit", quota(2))

        assert publisher(wire.url).verify_account() == AccountReport(
            "@sinov", ("2 of 50 posts today",), quota_used=2, quota_total=50
        )

    @pytest.mark.parametrize(
        ("reply", "kind", "code"),
        [
            (error(190, 463), AccountRejected, ReasonCode.TOKEN_INVALID),
            (error(100, 33), AccountRejected, ReasonCode.TARGET_MISSING),
            (error(10), AccountRejected, ReasonCode.RIGHTS_MISSING),
            (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
        ],
    )
    def test_a_refusal_is_told_apart(
        self, wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
    ) -> None:
        wire.on(ACCOUNT, reply)

        with pytest.raises(kind) as caught:
            publisher(wire.url).verify_account()

        assert caught.value.code is code

    @pytest.mark.parametrize(
        ("scope", "target", "missing"),
        [
            ("instagram_content_publish", ACCOUNT, False),
            ("instagram_content_publish", "17849", True),
            ("instagram_business_content_publish", "17849", True),
            ("pages_read_engagement", "555", False),
        ],
    )
    def test_a_permission_given_for_other_accounts_is_missing_here(
        self, wire: Wire, scope: str, target: str, missing: bool
    ) -> None:
        wire.on(ACCOUNT, Reply({"id": ACCOUNT, "username": "sinov"}))
        wire.on("content_publishing_limit", quota(2))
        granted = scope if scope.startswith("instagram") else "instagram_content_publish"
        facts = {"is_valid": True, "scopes": [granted], "granular_scopes": [{"scope": scope, "target_ids": [target]}]}
        wire.on("debug_token", Reply({"data": facts}))
        asking = publisher(wire.url, app_id="9", app_secret="app-secret-of-a-test")

        if not missing:
            assert asking.verify_account().name == "@sinov"
            return
        with pytest.raises(AccountRejected) as caught:
            asking.verify_account()
        words = f"permission {scope} was given for other pages or accounts, not for {ACCOUNT}"
        assert (caught.value.code, caught.value.detail) == (ReasonCode.RIGHTS_MISSING, words)


def test_a_post_without_a_picture_is_named_before_any_call() -> None:
    problems = publisher("http://unused.test").check(post("a" * 2201))

    assert [problem.code for problem in problems] == ["text_too_long", "picture_needed"]
