"""The one stored secret of a page or account: its token, and behind bars the application that it was made for."""

from __future__ import annotations

import hashlib
import hmac
import logging
from typing import Any

import pytest

from publishers.adapters._graph_secret import GraphSecret, graph_secret
from publishers.contract import Access
from publishers.errors import AccountRejected, ContentRejected, ReasonCode
from tests.publishers.adapters.page_api import PAGE, POST_ID, TOKEN, error, publisher
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.wire import Reply, Wire

SECRET = "app-secret-of-a-test"


@pytest.mark.parametrize(
    ("secret", "options", "parts"),
    [
        ("t", {}, GraphSecret("t")),
        (" t\n", {}, GraphSecret("t")),
        ("t|s", {}, GraphSecret("t", "", "s")),
        ("t | 9 | s", {}, GraphSecret("t", "9", "s")),
        ("t|s", {"app_id": 9}, GraphSecret("t", "9", "s")),
        ("t", {"app_id": "9", "app_secret": "s"}, GraphSecret("t", "9", "s")),
        ("t|9|s", {"app_id": "8", "app_secret": "r"}, GraphSecret("t", "9", "s")),
    ],
)
def test_the_parts_are_told_apart(secret: str, options: dict[str, Any], parts: GraphSecret) -> None:
    assert graph_secret(Access(PAGE, secret, options)) == parts


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        ("", ReasonCode.TOKEN_INVALID),
        ("|s", ReasonCode.TOKEN_INVALID),
        ("t||s", ReasonCode.TOKEN_INVALID),
        ("t|9|s|x", ReasonCode.TOKEN_INVALID),
        ("100000000000001|abcdef", ReasonCode.WRONG_TOKEN_KIND),
    ],
)
def test_what_is_no_token_of_a_page_is_refused_unsent(wire: Wire, secret: str, code: ReasonCode) -> None:
    with pytest.raises(AccountRejected) as caught:
        type(publisher(wire.url))(Access(PAGE, secret, {}, {"graph": wire.url})).publish(post(), "k", soon())

    assert caught.value.code is code
    assert wire.seen == []


def test_a_secret_behind_the_token_proves_reading_writing_and_deleting(wire: Wire) -> None:
    wire.on("feed", Reply({"id": POST_ID}))
    wire.on(POST_ID, Reply({"permalink_url": "https://www.facebook.com/1"}))
    proof = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()

    publisher(wire.url, secret=SECRET).publish(post(), "k", soon())

    sent, read = wire.seen
    assert (sent.fields["appsecret_proof"], sent.fields["access_token"]) == (proof, TOKEN)
    assert (read.query["appsecret_proof"], read.headers["Authorization"]) == (proof, f"Bearer {TOKEN}")


def test_neither_part_shows_in_logs_errors_or_reprs(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wire.on("feed", error(100, message=f"{TOKEN}|{SECRET} is odd"))

    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url, secret=SECRET).publish(post(), "k", soon())

    said = f"{caught.value!r} {caught.value.detail} {caplog.text} {graph_secret(Access('', f'{TOKEN}|{SECRET}'))!r}"
    assert (TOKEN in said, SECRET in said) == (False, False)
