"""Facebook pages: what goes over the wire, and what each answer of the Graph API is taken for."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from publishers.adapters.facebook import FacebookPagePublisher
from publishers.contract import Access, Manners, OutgoingPost, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.page_api import PAGE, POST_ID, TOKEN, error, publisher
from tests.publishers.adapters.posts import jpeg, post, soon
from tests.publishers.adapters.wire import Reply, Wire, closed_address


def published(wire: Wire) -> None:
    wire.on("feed", Reply({"id": POST_ID}))
    wire.on(POST_ID, Reply({"permalink_url": "https://www.facebook.com/sinov/posts/77", "id": POST_ID}))


def failing(wire: Wire, outgoing: OutgoingPost, seconds: float = 5.0) -> PublishError:
    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(outgoing, "k", soon(seconds))
    return caught.value


def test_a_text_with_a_link_is_one_call_and_its_permalink_is_read(wire: Wire) -> None:
    published(wire)

    result = publisher(wire.url).publish(post("Matn", link="https://sayt.example/1"), "k", soon())

    assert result == Published(POST_ID, "https://www.facebook.com/sinov/posts/77", (POST_ID,))
    sent, read = wire.seen
    assert (sent.method, sent.path) == ("POST", "/graph/v26.0/2001/feed")
    assert sent.fields == {"message": "Matn", "link": "https://sayt.example/1", "access_token": TOKEN}
    assert (read.method, read.path, read.query) == ("GET", f"/graph/v26.0/{POST_ID}", {"fields": "permalink_url"})


@pytest.mark.parametrize("count", [1, 3])
def test_photos_are_uploaded_unpublished_and_shown_by_one_post(wire: Wire, count: int) -> None:
    published(wire)
    wire.on("photos", *(Reply({"id": str(900 + number)}) for number in range(count)))

    result = publisher(wire.url).publish(post("Matn", pictures=count, link="https://sayt.example/1"), "k", soon())

    assert isinstance(result, Published)
    uploads = wire.asked("photos")
    assert [seen.fields for seen in uploads] == [
        {"published": "false", "alt_text_custom": f"Rasm {number}", "access_token": TOKEN}
        for number in range(1, count + 1)
    ]
    assert [seen.files["source"] for seen in uploads] == [
        (f"picture-{number}.jpg", "image/jpeg", jpeg(number * 20)) for number in range(1, count + 1)
    ]
    (feed,) = wire.asked("feed")
    assert json.loads(feed.fields["attached_media"]) == [{"media_fbid": str(900 + number)} for number in range(count)]
    assert "link" not in feed.fields


def test_a_link_whose_preview_is_not_wanted_is_not_attached(wire: Wire) -> None:
    published(wire)
    plain = replace(post("Matn", link="https://sayt.example/1"), manners=Manners(link_preview="none"))

    publisher(wire.url).publish(plain, "k", soon())

    assert wire.seen[0].fields == {"message": "Matn", "access_token": TOKEN}


def test_every_call_has_a_connection_of_its_own_for_the_platform_may_close_it_unasked(wire: Wire) -> None:
    published(wire)
    wire.on("photos", Reply({"id": "900"}))

    publisher(wire.url).publish(post(pictures=2), "k", soon())

    assert len(wire.seen) == 4
    assert len({seen.port for seen in wire.seen}) == 4


def test_a_failed_look_at_the_permalink_leaves_the_post_published(wire: Wire) -> None:
    published(wire)
    wire.on(POST_ID, Reply(drop=True))

    result = publisher(wire.url).publish(post(), "k", soon())

    assert result == Published(POST_ID, f"https://www.facebook.com/{POST_ID}", (POST_ID,))


def test_the_apps_secret_proves_every_call_and_the_token_is_in_no_address(wire: Wire) -> None:
    published(wire)

    publisher(wire.url, app_secret="app-secret-of-a-test").publish(post(), "k", soon())

    proof = hmac.new(b"app-secret-of-a-test", TOKEN.encode(), hashlib.sha256).hexdigest()
    sent, read = wire.seen
    assert sent.fields["appsecret_proof"] == proof
    assert read.query["appsecret_proof"] == proof
    assert read.headers["Authorization"] == f"Bearer {TOKEN}"
    assert all("access_token" not in seen.query for seen in wire.seen)


FEED_ERRORS: list[tuple[Reply, type[PublishError], ReasonCode]] = [
    (error(1), OutcomeUnknown, ReasonCode.SERVER_ERROR),
    (error(2, status=500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
    (error(190, status=500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
    (error(99999), OutcomeUnknown, ReasonCode.SERVER_ERROR),
    (error(506), OutcomeUnknown, ReasonCode.CONTENT_REFUSED),
    (error(368, 1404082), OutcomeUnknown, ReasonCode.CONTENT_REFUSED),
    (error(368, 1390008), AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
    (error(368, 4854002), AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
    (error(368), AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
    (error(100), ContentRejected, ReasonCode.CONTENT_REFUSED),
    (error(100, 33), ContentRejected, ReasonCode.CONTENT_REFUSED),
    (error(100, 33, message=f"Object with ID '{PAGE}' does not exist"), AccountRejected, ReasonCode.TARGET_MISSING),
    (
        error(100, message="Invalid appsecret_proof provided in the API argument"),
        Misconfigured,
        ReasonCode.SETTINGS_WRONG,
    ),
    (error(1609005), ContentRejected, ReasonCode.CONTENT_REFUSED),
    (error(803), AccountRejected, ReasonCode.TARGET_MISSING),
    (error(102), AccountRejected, ReasonCode.TOKEN_INVALID),
    (error(190), AccountRejected, ReasonCode.TOKEN_INVALID),
    *((error(190, sub), AccountRejected, ReasonCode.TOKEN_INVALID) for sub in (458, 459, 460, 463, 464, 467)),
    (error(190, 463, status=401), AccountRejected, ReasonCode.TOKEN_INVALID),
    (error(190, 492), AccountRejected, ReasonCode.RIGHTS_MISSING),
    (error(190, 2069032), AccountRejected, ReasonCode.WRONG_TOKEN_KIND),
    (error(3), AccountRejected, ReasonCode.RIGHTS_MISSING),
    (error(10, status=403), AccountRejected, ReasonCode.RIGHTS_MISSING),
    (error(200, status=403), AccountRejected, ReasonCode.RIGHTS_MISSING),
    (error(299), AccountRejected, ReasonCode.RIGHTS_MISSING),
    (Reply({"error": {"message": "odd"}}, 401), AccountRejected, ReasonCode.TOKEN_INVALID),
    (Reply({"error": {"message": "odd"}}, 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
    (Reply({"error": {"message": "odd"}}, 400), OutcomeUnknown, ReasonCode.SERVER_ERROR),
    (Reply({"error": {"message": "odd", "code": "190"}}, 400), AccountRejected, ReasonCode.TOKEN_INVALID),
    (error(200, 2069030), Misconfigured, ReasonCode.SETTINGS_WRONG),
    (error(200, 2069031), Misconfigured, ReasonCode.SETTINGS_WRONG),
    (error(613, 1996), TryLater, ReasonCode.RATE_LIMITED),
    *((error(code), TryLater, ReasonCode.RATE_LIMITED) for code in (4, 17, 32, 341, 613, 80001)),
    (Reply("slow down", 429, content_type="text/plain"), TryLater, ReasonCode.RATE_LIMITED),
    (error(99999, status=429), TryLater, ReasonCode.RATE_LIMITED),
    (Reply("<html>sorry</html>", 502, content_type="text/html"), OutcomeUnknown, ReasonCode.SERVER_ERROR),
    (Reply("<html>welcome</html>", 200, content_type="text/html"), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    (Reply("<html>no</html>", 403, content_type="text/html"), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    (Reply("{broken", 200), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    (Reply("", 200, content_type=None), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    (Reply({"success": True}), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    (Reply("", 302, {"Location": "https://elsewhere.example/"}), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
]


@pytest.mark.parametrize(("reply", "kind", "code"), FEED_ERRORS)
def test_the_visible_step_is_certain_only_by_a_certain_code(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on("feed", reply)

    failure = failing(wire, post())

    assert (type(failure), failure.code) == (kind, code)
    assert len(wire.seen) == 1


HIDDEN_ERRORS: list[tuple[Reply, type[PublishError], ReasonCode]] = [
    (error(1), TryLater, ReasonCode.SERVER_ERROR),
    (error(2, status=500), TryLater, ReasonCode.SERVER_ERROR),
    (error(100), ContentRejected, ReasonCode.MEDIA_REFUSED),
    (error(324), ContentRejected, ReasonCode.MEDIA_REFUSED),
    (error(190), AccountRejected, ReasonCode.TOKEN_INVALID),
    (error(200), AccountRejected, ReasonCode.RIGHTS_MISSING),
    (error(4), TryLater, ReasonCode.RATE_LIMITED),
    (error(506), OutcomeUnknown, ReasonCode.CONTENT_REFUSED),
    (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
    (Reply("<html>welcome</html>", 200, content_type="text/html"), TryLater, ReasonCode.SERVER_ERROR),
    (Reply({"success": True}), TryLater, ReasonCode.SERVER_ERROR),
]


@pytest.mark.parametrize(("reply", "kind", "code"), HIDDEN_ERRORS)
def test_an_upload_that_fails_shows_nothing_and_stops_before_the_visible_step(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    published(wire)
    wire.on("photos", Reply({"id": "900"}), reply)

    failure = failing(wire, post(pictures=2))

    assert (type(failure), failure.code) == (kind, code)
    assert [seen.operation for seen in wire.seen] == ["photos", "photos"]


def test_uploads_that_took_all_the_time_stop_before_the_visible_step(wire: Wire) -> None:
    wire.on("photos", Reply({"id": "900"}))

    failure = failing(wire, post(pictures=1), seconds=0.9)

    assert (type(failure), failure.code) == (TryLater, ReasonCode.UNREACHABLE)
    assert [seen.operation for seen in wire.seen] == ["photos"]


def test_no_answer_before_the_deadline_leaves_the_outcome_unknown(wire: Wire) -> None:
    wire.on("feed", Reply(never=True))

    failure = failing(wire, post(), seconds=0.4)

    assert (type(failure), failure.code) == (OutcomeUnknown, ReasonCode.ANSWER_LOST)


def test_an_answer_that_trickles_in_is_cut_off_at_the_deadline(wire: Wire) -> None:
    wire.on("feed", Reply({"id": POST_ID}, trickle=True))
    began = time.monotonic()

    failure = failing(wire, post(), seconds=0.6)

    assert (type(failure), failure.code) == (OutcomeUnknown, ReasonCode.ANSWER_LOST)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("ending", ["", "/", "/v26.0", "/v26.0/"])
def test_the_base_address_may_hold_the_version(wire: Wire, ending: str) -> None:
    published(wire)
    endpoints = {"graph": f"{wire.url}/graph{ending}"}

    FacebookPagePublisher(Access(PAGE, TOKEN, {}, endpoints)).publish(post(), "k", soon())

    assert wire.seen[0].path == "/graph/v26.0/2001/feed"


@pytest.mark.parametrize("number", [77, "77"])
def test_ids_may_be_numbers_and_need_no_underscore(wire: Wire, number: int | str) -> None:
    wire.on("photos", Reply({"id": 900}))
    wire.on("feed", Reply({"id": number}))
    wire.on("77", error(100))

    result = publisher(wire.url).publish(post(pictures=1), "k", soon())

    assert result == Published("77", "https://www.facebook.com/77", ("77",))
    assert json.loads(wire.asked("feed")[0].fields["attached_media"]) == [{"media_fbid": "900"}]


def test_a_post_carries_the_token_both_ways_for_it_is_never_asked_twice(wire: Wire) -> None:
    published(wire)

    publisher(wire.url).publish(post(), "k", soon())

    sent = wire.seen[0]
    assert (sent.fields["access_token"], sent.headers["Authorization"]) == (TOKEN, f"Bearer {TOKEN}")


def test_a_refused_connection_is_certainly_not_out() -> None:
    with pytest.raises(TryLater) as caught:
        publisher(closed_address()).publish(post(), "k", soon())

    assert caught.value.code is ReasonCode.UNREACHABLE


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"Retry-After": "30"}, timedelta(seconds=30)),
        (
            {
                "X-Business-Use-Case-Usage": json.dumps(
                    {"2001": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 12}]}
                )
            },
            timedelta(minutes=12),
        ),
        ({"Retry-After": "999999999"}, timedelta(days=2)),
        ({"Retry-After": "9" * 30}, None),
        ({"X-Business-Use-Case-Usage": "broken"}, None),
        ({}, None),
    ],
)
def test_a_throttle_carries_the_wait_the_platform_named(
    wire: Wire, headers: dict[str, str], after: timedelta | None
) -> None:
    wire.on("feed", replace(error(32), headers=headers))

    failure = failing(wire, post())

    assert isinstance(failure, TryLater)
    assert failure.after == after


@pytest.mark.parametrize("base", ["ftp://127.0.0.1", "127.0.0.1", "http://"])
def test_a_base_address_that_cannot_be_used_is_the_settings_fault(base: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        FacebookPagePublisher(Access(PAGE, TOKEN, {}, {"graph": base})).publish(post(), "k", soon())

    assert caught.value.code is ReasonCode.SETTINGS_WRONG


@pytest.mark.parametrize(("page", "token", "kind"), [("", TOKEN, Misconfigured), (PAGE, " ", AccountRejected)])
def test_without_page_or_token_nothing_is_sent(wire: Wire, page: str, token: str, kind: type[PublishError]) -> None:
    with pytest.raises(kind):
        FacebookPagePublisher(Access(page, token, {}, {"graph": wire.url})).publish(post(), "k", soon())

    assert wire.seen == []


def test_a_refusals_detail_has_the_platforms_words_its_code_and_its_trace(wire: Wire) -> None:
    wire.on(
        "feed",
        Reply(
            {
                "error": {
                    "message": "(#368) raw",
                    "code": 368,
                    "error_subcode": 1390008,
                    "error_user_msg": "Juda tez-tez",
                    "fbtrace_id": "Abc",
                }
            },
            400,
        ),
    )

    assert failing(wire, post()).detail == "Juda tez-tez [368/1390008, trace Abc]"


def test_the_token_shows_neither_in_logs_nor_in_errors(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    # given talkative loggers and a platform that repeats the token
    caplog.set_level(logging.DEBUG)
    wire.on("feed", error(100, message=f"access_token={TOKEN} is odd"), Reply(drop=True))

    # when posts are refused and lost
    failures = [failing(wire, post()), failing(wire, post())]

    # then the requests were logged, and the token nowhere
    assert "POST /graph/v26.0/2001/feed" in caplog.text
    assert TOKEN not in caplog.text
    assert [TOKEN in f"{failure} {failure!r} {failure.__cause__!r}" for failure in failures] == [False, False]


def test_a_token_that_has_to_travel_in_an_address_shows_in_no_log(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    # given a server that does not look into the header
    caplog.set_level(logging.DEBUG)
    wire.on("2001", error(190, 467, status=401), Reply({"id": "2001", "name": "Namunaobod"}))
    wire.on("me", Reply({"id": "2001", "name": "Namunaobod"}))

    publisher(wire.url).verify_account()

    assert "GET /graph/v26.0/2001?fields=id%2Cname&access_token=***" in caplog.text
    assert TOKEN not in caplog.text
