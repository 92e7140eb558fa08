"""Webhook: what goes over the wire, and what each answer of a receiver is taken for."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
import time
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from publishers.adapters.webhook import WebhookPublisher
from publishers.contract import Access, AccountReport, CannotTell, OutgoingPost, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.posts import picture, post, soon
from tests.publishers.adapters.wire import Reply, Seen, Wire

KEY = "4f0c9a71d2b35e68-3-1"
NEW, OLD = (f"whsec_{b64encode(letter * 32).decode()}" for letter in (b"n", b"o"))
POST = OutgoingPost(
    title="Ochiq budjet",
    text="<p>Hisobot eʼlon qilindi.</p>",
    link="https://sayt.example/yangiliklar/ochiq-budjet/",
    pictures=(picture(1), picture(2)),
    section="yangiliklar",
    summary="Hisobot eʼlon qilindi.",
    slot=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
)


def publisher(address: str, secret: str = NEW) -> WebhookPublisher:
    return WebhookPublisher(Access(f"{address}/qabul", secret, {}, {"webhook_networks": "127.0.0.0/8"}))


def failing(wire: Wire, secret: str = NEW) -> PublishError:
    with pytest.raises(PublishError) as caught:
        publisher(wire.url, secret).publish(post(), KEY, soon())
    return caught.value


def proof(seen: Seen, key: str) -> str:
    signed = f"{seen.headers['webhook-id']}.{seen.headers['webhook-timestamp']}.".encode() + seen.body
    return f"v1,{b64encode(hmac.digest(b64decode(key.removeprefix('whsec_')), signed, hashlib.sha256)).decode()}"


def test_a_post_is_one_signed_message(wire: Wire) -> None:
    wire.on("qabul", Reply({"id": 41, "link": "https://portal.example/41"}))
    before = int(time.time())

    result = publisher(wire.url).publish(POST, KEY, soon())

    assert result == Published("41", "https://portal.example/41", ("41",))
    (seen,) = wire.seen
    assert (seen.method, seen.path, seen.query) == ("POST", "/qabul", {})
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers["webhook-id"] == KEY
    assert before <= int(seen.headers["webhook-timestamp"]) <= time.time()
    assert seen.headers["webhook-signature"] == proof(seen, NEW)
    assert json.loads(seen.body) == {
        "type": "post.published",
        "timestamp": "2026-11-20T15:00:00Z",
        "data": {
            "id": KEY,
            "title": "Ochiq budjet",
            "summary": "Hisobot eʼlon qilindi.",
            "text": "<p>Hisobot eʼlon qilindi.</p>",
            "note": "",
            "link": "https://sayt.example/yangiliklar/ochiq-budjet/",
            "section": "yangiliklar",
            "language": "uz",
            "slot": "2026-11-20T15:00:00Z",
            "live_at": None,
            "pictures": [{"url": each.url, "alt": each.alt, "sha256": each.checksum} for each in POST.pictures],
            "videos": [],
            "documents": [],
            "poll": None,
        },
    }


def test_the_signature_is_that_of_the_standards_own_example(wire: Wire) -> None:
    wire.on("qabul", Reply())
    known = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    publisher(wire.url, known).publish(post(), "msg_p5jXN8AQM9LWM0D4loKWxJek", soon())

    (seen,) = wire.seen
    assert seen.headers["webhook-signature"] == proof(seen, known)
    example = replace(
        seen,
        headers={"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330"},
        body=b'{"test": 2432232314}',
    )
    assert proof(example, known) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_attempt_has_the_same_id_and_the_same_bytes(wire: Wire) -> None:
    wire.on("qabul", Reply(drop=True), Reply(status=202))
    with pytest.raises(OutcomeUnknown):
        publisher(wire.url).publish(POST, KEY, soon())

    publisher(wire.url).publish(POST, KEY, soon())

    first, second = wire.seen
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


def test_while_a_key_is_changed_each_of_the_two_signs(wire: Wire) -> None:
    wire.on("qabul", Reply())

    publisher(wire.url, f"{NEW} {OLD}").publish(POST, KEY, soon())

    (seen,) = wire.seen
    assert seen.headers["webhook-signature"] == f"{proof(seen, NEW)} {proof(seen, OLD)}"


def test_without_slot_the_message_is_of_now(wire: Wire) -> None:
    wire.on("qabul", Reply())
    before = datetime.now(UTC).replace(microsecond=0)

    publisher(wire.url).publish(post(), KEY, soon())

    message = json.loads(wire.seen[0].body)
    assert message["data"]["slot"] is None
    assert before <= datetime.fromisoformat(message["timestamp"]) <= datetime.now(UTC)


@pytest.mark.parametrize(
    "answer",
    [
        Reply("", 204),
        Reply("<h1>OK</h1>", content_type="text/html"),
        Reply(["41"]),
        Reply({"id": True, "link": "javascript:alert(1)"}),
        Reply({"id": "x" * 201, "link": "https://p.example/" + "x" * 2000}),
        Reply({"id": "a\u0000b", "link": "https://p.example/\u0000"}),
        Reply(b"[" * 60_000),
        Reply(b" " * 64_001),
    ],
)
def test_any_2xx_is_an_acceptance_whatever_stands_in_it(wire: Wire, answer: Reply) -> None:
    wire.on("qabul", answer)

    assert publisher(wire.url).publish(post(), KEY, soon()) == Published(KEY, "", (KEY,))


def test_a_2xx_whose_body_never_ends_is_an_acceptance_in_time(wire: Wire) -> None:
    wire.on("qabul", Reply("{", trickle=True))
    began = time.monotonic()

    assert publisher(wire.url).publish(post(), KEY, soon(1.0)) == Published(KEY, "", (KEY,))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (Reply({}, 400), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (Reply({}, 413), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (Reply({}, 422), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (Reply({}, 401), AccountRejected, ReasonCode.TOKEN_INVALID),
        (Reply({}, 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (Reply({}, 410), AccountRejected, ReasonCode.TARGET_DISABLED),
        (Reply({}, 404), Misconfigured, ReasonCode.TARGET_MISSING),
        (Reply({}, 405), Misconfigured, ReasonCode.TARGET_MISSING),
        (Reply({}, 415), Misconfigured, ReasonCode.TARGET_MISSING),
        (Reply({}, 429), TryLater, ReasonCode.RATE_LIMITED),
        (Reply({}, 503), TryLater, ReasonCode.UNREACHABLE),
        (Reply({}, 409), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply({}, 500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<h1>502</h1>", 502), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
        (Reply(never=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ],
)
def test_an_answer_that_is_no_acceptance(wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode) -> None:
    wire.on("qabul", answer)

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(post(), KEY, soon(1.0))

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert getattr(caught.value, "after", None) is None


@pytest.mark.parametrize("status", [400, 401, 403])
@pytest.mark.parametrize(("hours", "sign"), [(-1, "-"), (1, "+")])
def test_a_refusal_by_a_receiver_of_another_time_does_not_condemn_the_key(
    wire: Wire, status: int, hours: int, sign: str
) -> None:
    theirs = datetime.now(UTC) + timedelta(hours=hours)
    wire.on("qabul", Reply({}, status, {"Date": format_datetime(theirs, usegmt=True)}))

    error = failing(wire)

    assert (type(error), error.code) == (TryLater, ReasonCode.CLOCK_WRONG)
    assert re.fullmatch(rf"HTTP {status} \(its clock: \{sign}(3599|3600|3601) s\)", error.detail), error.detail


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_other_address_is_followed(wire: Wire, status: int) -> None:
    wire.on("qabul", Reply("", status, {"Location": f"{wire.url}/boshqa?kalit=maxfiy"}))

    error = failing(wire)

    assert (type(error), error.code) == (AccountRejected, ReasonCode.TARGET_MISSING)
    assert error.detail == f"HTTP {status}: the receiver leads to another address at 127.0.0.1"
    assert [seen.path for seen in wire.seen] == ["/qabul"]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize(
    ("written", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("99999999", timedelta(days=2)),
        (format_datetime(datetime(2000, 1, 1, tzinfo=UTC), usegmt=True), timedelta(0)),
        (format_datetime(datetime(2100, 1, 1, tzinfo=UTC), usegmt=True), timedelta(days=2)),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wait_is_obeyed_as_the_receiver_names_it(
    wire: Wire, status: int, written: str, wait: timedelta | None
) -> None:
    wire.on("qabul", Reply({}, status, {"Retry-After": written}))

    error = failing(wire)

    if wait is None and status in (502, 504):
        assert (type(error), error.code) == (OutcomeUnknown, ReasonCode.SERVER_ERROR)
    else:
        assert isinstance(error, TryLater) and error.after == wait


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (Reply({"message": "Sarlavha\n  uzun\u0000"}, 422), "HTTP 422: Sarlavha uzun"),
        (Reply({"error": "<b>Rasm</b> yoʻq"}, 422), "HTTP 422: Rasm yoʻq"),
        (Reply("Juda uzun", 413, content_type="text/plain"), "HTTP 413: Juda uzun"),
        (Reply("<h1>400</h1>", 400, content_type="text/html"), "HTTP 400"),
        (Reply({"message": {"a": 1}}, 400), "HTTP 400"),
        (Reply({"message": "x" * 999}, 400), f"HTTP 400: {'x' * 290}"),
    ],
)
def test_staff_read_the_receivers_own_words(wire: Wire, answer: Reply, detail: str) -> None:
    wire.on("qabul", answer)

    assert failing(wire).detail == detail


def test_neither_errors_nor_logs_hold_a_key(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bare = NEW.removeprefix("whsec_")
    wire.on("qabul", Reply({"message": f"you have {NEW}, {bare} and {OLD}{'.' * 230}{bare}"}, 422))

    error = failing(wire, f"{NEW} {OLD}")

    seen = f"{error!r} {error.detail} {error.__cause__} {caplog.text} {publisher(wire.url)!r}"
    assert [trace for trace in (NEW, OLD, bare, OLD.removeprefix("whsec_")) if trace in seen] == []
    assert error.detail == f"HTTP 422: you have ***, *** and ***{'.' * 230}***"


def test_there_is_nothing_to_look_at(wire: Wire) -> None:
    assert isinstance(publisher(wire.url).find(POST, KEY, datetime.now(UTC)), CannotTell)
    assert wire.seen == []


def test_an_account_is_checked_by_a_message_that_shows_nothing(wire: Wire) -> None:
    wire.on("qabul", Reply({"name": "Namunaobod  portali"}))

    assert publisher(wire.url, f"{NEW} {OLD}").verify_account() == AccountReport(
        "Namunaobod portali", ("127.0.0.1", "signed with 2 keys")
    )
    (seen,) = wire.seen
    message = json.loads(seen.body)
    assert (message["type"], message["data"]) == ("channel.check", {})
    assert seen.headers["webhook-id"].startswith("check-")
    assert seen.headers["webhook-signature"] == f"{proof(seen, NEW)} {proof(seen, OLD)}"


def test_a_receiver_that_does_not_know_the_check_is_there_for_all_that(wire: Wire) -> None:
    wire.on("qabul", Reply({"message": "unknown type"}, 422))

    assert publisher(wire.url).verify_account() == AccountReport(
        "127.0.0.1", ("127.0.0.1", "does not take channel.check: HTTP 422: unknown type")
    )


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (Reply({}, 401), AccountRejected, ReasonCode.TOKEN_INVALID),
        (Reply({}, 410), AccountRejected, ReasonCode.TARGET_DISABLED),
        (Reply({}, 404), Misconfigured, ReasonCode.TARGET_MISSING),
        (Reply({}, 429), TryLater, ReasonCode.RATE_LIMITED),
        (Reply({}, 500), TryLater, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
    ],
)
def test_a_check_that_fails(wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode) -> None:
    wire.on("qabul", answer)

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).verify_account()

    assert (type(caught.value), caught.value.code) == (kind, code)
