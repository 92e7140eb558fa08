"""Facebook pages: what can be seen without publishing: the account, the page's own listing, the post itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishers.adapters._graph import warn_of_version
from publishers.contract import AccountReport, CannotTell, NotFound, Published
from publishers.errors import AccountRejected, PublishError, ReasonCode, TryLater
from tests.publishers.adapters.page_api import PAGE, error, publisher
from tests.publishers.adapters.posts import post
from tests.publishers.adapters.wire import Reply, Wire

SCOPES = ["pages_manage_posts", "pages_read_engagement", "publish_video"]


class TestVerifyAccount:
    def lay_down(self, wire: Wire, *, me: str = PAGE, **inspected: Any) -> None:
        wire.on(PAGE, Reply({"id": PAGE, "name": "Sinov sahifasi"}, headers={"facebook-api-version": "v26.0"}))
        wire.on("me", Reply({"id": me, "name": "Kimdir"}, headers={"facebook-api-version": "v26.0"}))
        token = {"type": "PAGE", "is_valid": True, "expires_at": 0, "scopes": SCOPES, **inspected}
        wire.on("debug_token", Reply({"data": token}, headers={"facebook-api-version": "v26.0"}))

    def test_a_page_token_is_reported_with_the_pages_name(self, wire: Wire) -> None:
        self.lay_down(wire)

        assert publisher(wire.url).verify_account() == AccountReport("Sinov sahifasi")

    def test_a_persons_token_is_the_wrong_kind(self, wire: Wire) -> None:
        self.lay_down(wire, me="555")

        with pytest.raises(AccountRejected) as caught:
            publisher(wire.url).verify_account()

        assert caught.value.code is ReasonCode.WRONG_TOKEN_KIND

    @pytest.mark.parametrize(
        ("inspected", "code"),
        [
            ({"is_valid": False}, ReasonCode.TOKEN_INVALID),
            ({"type": "USER"}, ReasonCode.WRONG_TOKEN_KIND),
            ({"scopes": ["pages_show_list"]}, ReasonCode.RIGHTS_MISSING),
        ],
    )
    def test_the_inspected_token_is_judged(self, wire: Wire, inspected: dict[str, Any], code: ReasonCode) -> None:
        self.lay_down(wire, **inspected)

        with pytest.raises(AccountRejected) as caught:
            publisher(wire.url, app_id="9", app_secret="app-secret-of-a-test").verify_account()

        assert caught.value.code is code

    @pytest.mark.parametrize("targets", [None, [], [PAGE], ["555", PAGE]])
    def test_a_permission_given_for_this_page_or_for_all_is_enough(self, wire: Wire, targets: list[str] | None) -> None:
        granular = {"scope": "pages_manage_posts"} | ({} if targets is None else {"target_ids": targets})
        self.lay_down(wire, granular_scopes=[granular])

        report = publisher(wire.url, app_id="9", app_secret="app-secret-of-a-test").verify_account()

        assert report == AccountReport("Sinov sahifasi", ("token of kind PAGE",))

    def test_a_permission_given_for_other_pages_is_missing_here(self, wire: Wire) -> None:
        self.lay_down(wire, granular_scopes=[{"scope": "pages_manage_posts", "target_ids": ["555"]}])

        with pytest.raises(AccountRejected) as caught:
            publisher(wire.url, app_id="9", app_secret="app-secret-of-a-test").verify_account()

        words = f"permission pages_manage_posts was given for other pages or accounts, not for {PAGE}"
        assert (caught.value.code, caught.value.detail) == (ReasonCode.RIGHTS_MISSING, words)

    def test_a_further_permission_given_for_other_pages_is_noted(self, wire: Wire) -> None:
        self.lay_down(wire, granular_scopes=[{"scope": "publish_video", "target_ids": ["555"]}])

        report = publisher(wire.url, app_id="9", app_secret="app-secret-of-a-test").verify_account()

        assert report.notes == ("token of kind PAGE", "without publish_video no film and no broadcast can go out")

    def test_the_tokens_end_is_reported(self, wire: Wire) -> None:
        self.lay_down(wire, data_access_expires_at=1800000000)

        report = publisher(wire.url, app_id="9", app_secret="app-secret-of-a-test").verify_account()

        assert report == AccountReport(
            "Sinov sahifasi", ("token of kind PAGE",), datetime.fromtimestamp(1800000000, UTC)
        )
        (asked,) = wire.asked("debug_token")
        assert asked.headers["Authorization"] == "Bearer 9|app-secret-of-a-test"

    def test_another_version_and_nearly_used_up_limits_are_noted(
        self, wire: Wire, caplog: pytest.LogCaptureFixture
    ) -> None:
        warn_of_version.cache_clear()
        self.lay_down(wire)
        wire.on(
            PAGE,
            Reply(
                {"id": PAGE, "name": "Sinov sahifasi"},
                headers={
                    "facebook-api-version": "v21.0",
                    "X-App-Usage": '{"call_count":91,"total_time":5,"total_cputime":5}',
                },
            ),
        )

        report = publisher(wire.url).verify_account()

        notes = ("asked for v26.0, answered by v21.0", "91 % of the platform's call limit is used")
        assert report.notes == notes
        said = [f"graph: {note}" for note in notes]
        assert [record.getMessage() for record in caplog.records] == said
        # and of the version not again
        publisher(wire.url).verify_account()
        assert [record.getMessage() for record in caplog.records] == [*said, said[1]]

    @pytest.mark.parametrize(
        ("standing", "note"),
        [
            ({"is_published": False, "tasks": ["MANAGE"]}, ("the page is not published: readers do not see it",)),
            ({"is_published": True, "tasks": ["CREATE_CONTENT"]}, ()),
            ({"is_published": True, "tasks": []}, ()),
        ],
    )
    def test_a_page_nobody_sees_is_noted(self, wire: Wire, standing: dict[str, Any], note: tuple[str, ...]) -> None:
        self.lay_down(wire)
        wire.on(PAGE, Reply({"id": PAGE, "name": "Sinov sahifasi", **standing}))

        assert publisher(wire.url).verify_account() == AccountReport("Sinov sahifasi", note)

    def test_without_a_task_that_may_post_the_right_is_missing(self, wire: Wire) -> None:
        self.lay_down(wire)
        wire.on(PAGE, Reply({"id": PAGE, "name": "Sinov sahifasi", "tasks": ["ANALYZE", "MODERATE"]}))

        with pytest.raises(AccountRejected) as caught:
            publisher(wire.url).verify_account()

        assert caught.value.code is ReasonCode.RIGHTS_MISSING

    def test_fields_a_server_does_not_know_are_no_reason_to_stop_a_page(self, wire: Wire) -> None:
        self.lay_down(wire)
        wire.on(PAGE, Reply({"id": PAGE, "name": "Sinov sahifasi"}), error(100))

        assert publisher(wire.url).verify_account() == AccountReport("Sinov sahifasi")
        assert [seen.query["fields"] for seen in wire.asked(PAGE)] == ["id,name", "is_published,tasks", "is_published"]

    def test_rights_that_only_some_posts_need_are_noted(self, wire: Wire) -> None:
        self.lay_down(wire, scopes=["pages_manage_posts"])

        report = publisher(wire.url, secret="app-secret-of-a-test", app_id="9").verify_account()

        assert report.notes == (
            "token of kind PAGE",
            "without pages_read_engagement lost answers cannot be looked up",
            "without publish_video no film and no broadcast can go out",
        )

    def test_a_server_that_knows_no_me_is_no_reason_to_stop_a_page(self, wire: Wire) -> None:
        self.lay_down(wire)
        wire.on("me", Reply("<h1>Not Found</h1>", 404, content_type="text/html"))

        assert publisher(wire.url).verify_account() == AccountReport("Sinov sahifasi")

    @pytest.mark.parametrize("refusal", [error(190), error(190, 467), error(104, status=401), error(102)])
    def test_a_server_that_reads_no_header_is_asked_with_the_parameter(self, wire: Wire, refusal: Reply) -> None:
        self.lay_down(wire)
        wire.on(PAGE, refusal, Reply({"id": PAGE, "name": "Sinov sahifasi"}))

        assert publisher(wire.url).verify_account() == AccountReport("Sinov sahifasi")
        assert ["access_token" in seen.query for seen in wire.asked(PAGE)] == [False, True, False]

    @pytest.mark.parametrize(
        ("reply", "kind", "code"),
        [
            (error(100, 33), AccountRejected, ReasonCode.TARGET_MISSING),
            (error(190), AccountRejected, ReasonCode.TOKEN_INVALID),
            (error(2, status=500), TryLater, ReasonCode.SERVER_ERROR),
            (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
        ],
    )
    def test_a_refused_look_at_the_page_is_told_apart(
        self, wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
    ) -> None:
        wire.on(PAGE, reply)

        with pytest.raises(kind) as caught:
            publisher(wire.url).verify_account()

        assert caught.value.code is code


class TestFind:
    since = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def entry(self, number: int, message: str | None, minute: int = 1, **more: Any) -> dict[str, Any]:
        entry = {
            "id": f"2001_{number}",
            "created_time": f"2026-11-24T09:{minute:02}:00+0000",
            "permalink_url": f"https://www.facebook.com/p/{number}",
            **more,
        }
        return entry if message is None else {**entry, "message": message}

    def listing(self, *entries: dict[str, Any], after: str = "") -> Reply:
        paging = {"cursors": {"after": after}, "next": "https://next.example/"} if after else {}
        return Reply({"data": list(entries), "paging": paging})

    def found(self, number: int) -> Published:
        return Published(f"2001_{number}", f"https://www.facebook.com/p/{number}", (f"2001_{number}",), found=True)

    def test_the_same_message_is_adopted_with_its_permalink(self, wire: Wire) -> None:
        wire.on("published_posts", self.listing(self.entry(3, "Yangi"), self.entry(2, "Namuna\n\n matni")))

        assert publisher(wire.url).find(post("Namuna matni"), "k", self.since) == self.found(2)
        (asked,) = wire.seen
        assert asked.query["since"] == str(int((self.since - timedelta(minutes=2)).timestamp()))

    @pytest.mark.parametrize(
        "shown", ["https://sayt.example/1", "https://l.facebook.com/l.php?u=https%3A%2F%2Fsayt.example%2F1&h=x"]
    )
    def test_the_same_link_is_adopted_even_when_the_message_reads_otherwise(self, wire: Wire, shown: str) -> None:
        attached = {"data": [{"media_type": "link", "url": shown}]}
        wire.on("published_posts", self.listing(self.entry(2, "Oʻzgartirilgan", attachments=attached)))

        found = publisher(wire.url).find(post("Matn", link="https://sayt.example/1"), "k", self.since)

        assert found == self.found(2)

    def test_another_apps_post_is_not_ours(self, wire: Wire) -> None:
        wire.on("published_posts", self.listing(self.entry(2, "Namuna matni", application={"id": "8", "name": "x"})))

        assert publisher(wire.url, app_id="9").find(post(), "k", self.since) == NotFound(conclusive=True)
        assert publisher(wire.url, app_id="8").find(post(), "k", self.since) == self.found(2)

    def test_an_earlier_post_with_the_same_message_is_not_this_one(self, wire: Wire) -> None:
        wire.on("published_posts", self.listing(self.entry(2, "Namuna matni", minute=1)))

        found = publisher(wire.url).find(post(), "k", self.since + timedelta(minutes=30))

        assert found == NotFound(conclusive=True)

    def test_all_pages_are_read_and_the_oldest_match_is_taken(self, wire: Wire) -> None:
        wire.on(
            "published_posts",
            self.listing(self.entry(5, "Namuna matni", minute=9), after="c1"),
            self.listing(self.entry(4, "Namuna matni", minute=2)),
        )

        assert publisher(wire.url).find(post(), "k", self.since) == self.found(4)
        assert [seen.query.get("after") for seen in wire.seen] == [None, "c1"]

    @pytest.mark.parametrize("how", ["offset=50", "__paging_token=abc&until=1795000000", "page=2"])
    def test_a_next_page_is_asked_for_however_the_platform_counts_its_pages(self, wire: Wire, how: str) -> None:
        following = f"https://next.example/?access_token=secret-of-a-test&{how}"
        wire.on(
            "published_posts",
            Reply({"data": [], "paging": {"next": following}}),
            self.listing(self.entry(4, "Namuna matni")),
        )

        assert publisher(wire.url).find(post(), "k", self.since) == self.found(4)
        assert wire.seen[1].query.items() >= dict(part.split("=") for part in how.split("&")).items()
        assert "access_token" not in wire.seen[1].query

    def test_a_next_page_that_cannot_be_asked_for_leaves_the_listing_incomplete(self, wire: Wire) -> None:
        wire.on("published_posts", Reply({"data": [], "paging": {"next": "https://next.example/2"}}))

        assert publisher(wire.url).find(post(), "k", self.since) == CannotTell("GraphLost")

    @pytest.mark.parametrize("time", [1795510860, "1795510860", "2026-11-24T09:01:00", "2026-11-24T09:01:00Z"])
    def test_a_posts_time_is_read_in_every_form(self, wire: Wire, time: int | str) -> None:
        wire.on("published_posts", self.listing({**self.entry(2, "Namuna matni"), "created_time": time}))

        assert publisher(wire.url).find(post(), "k", self.since) == self.found(2)

    @pytest.mark.parametrize("time", [None, "kecha", 7])
    def test_our_text_at_an_unreadable_time_is_never_taken_for_absent(self, wire: Wire, time: object) -> None:
        wire.on("published_posts", self.listing({**self.entry(2, "Namuna matni"), "created_time": time}))

        assert publisher(wire.url).find(post(), "k", self.since) == CannotTell("GraphLost")

    def test_a_listing_without_end_is_not_taken_for_complete(self, wire: Wire) -> None:
        wire.on("published_posts", self.listing(self.entry(5, "Boshqa"), after="again"))

        assert publisher(wire.url).find(post(), "k", self.since) == CannotTell("GraphLost")

    @pytest.mark.parametrize(
        ("reply", "why"),
        [(error(190), "GraphRefused"), (Reply(drop=True), "GraphLost"), (Reply({"id": "1"}), "GraphLost")],
    )
    def test_a_listing_that_cannot_be_read_tells_nothing(self, wire: Wire, reply: Reply, why: str) -> None:
        wire.on("published_posts", reply)

        assert publisher(wire.url).find(post(), "k", self.since) == CannotTell(why)


def test_a_post_without_text_is_named_before_any_call() -> None:
    assert [problem.code for problem in publisher("http://unused.test").check(post(""))] == ["text_empty"]
