"""No token gets into a text, a log line or a traceback."""

from __future__ import annotations

import io
import logging
import logging.config
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from publishers.redaction import MASK, RedactingFilter, redact

SECRET = "correct horse/battery+staple"

SHAPES = [
    (
        "POST https://api.telegram.org/bot123:AbC-d_e/sendMessage",
        f"POST https://api.telegram.org/bot{MASK}/sendMessage",
    ),
    ("/bot123%3AAbC-d_e/getMe", f"/bot{MASK}/getMe"),
    ("token 100000001:aaaaaaaaaa-bbbbbbbbbb_cc kept", f"token {MASK} kept"),
    ("GET /me?access_token=abc.d-e&fields=id", f"GET /me?access_token={MASK}&fields=id"),
    ("u=https%3A%2F%2Fx%3Faccess_token%3Dabc%26a%3D1", f"u=https%3A%2F%2Fx%3Faccess_token%3D{MASK}%26a%3D1"),
    ('{"access_token": "abc d", "id": 1}', f'{{"access_token": {MASK}, "id": 1}}'),
    ("{'input_token': 'abc', 'id': 1}", f"{{'input_token': {MASK}, 'id': 1}}"),
    ("appsecret_proof=0badc0de&x=1", f"appsecret_proof={MASK}&x=1"),
    ("client_secret=s3cr3t", f"client_secret={MASK}"),
    ("password: hunter2, next", f"password: {MASK}, next"),
    ("saw EAAGabcdefghij0123456789 there", f"saw {MASK} there"),
    ("Authorization: Bearer abc.def\nAccept: */*", f"Authorization: {MASK}\nAccept: */*"),
    ("{'Authorization': 'Basic YTpi', 'Accept': 'x'}", f"{{'Authorization': {MASK}, 'Accept': 'x'}}"),
    ("with Bearer abc-def-123 in it", f"with Bearer {MASK} in it"),
    ("keys whsec_bmV3IGtleQ+/x== whsec_b2xk kept", f"keys {MASK} {MASK} kept"),
    ("app 100000000000001|abcdefghijklmn", f"app {MASK}"),
    ("held EAAGabcdefghij0123456789|100000000000001|0badc0de there", f"held {MASK} there"),
    ("held EAAGabcdefghij0123456789%7C0badc0de there", f"held {MASK} there"),
]


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_what_is_shaped_like_a_token_is_masked(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_each_part_of_a_secret_of_several_is_masked_and_no_number() -> None:
    secret = "page-token-of-a-test|900|app-secret-of-a-test"

    text = redact("page-token-of-a-test app-secret-of-a-test 900 page-token-of-a-test%7C900", secret)

    assert text == f"{MASK} {MASK} 900 {MASK}%7C900"


@pytest.mark.parametrize(("text", "_expected"), SHAPES)
def test_redacting_twice_changes_nothing_more(text: str, _expected: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bad Request: chat not found",
        "at 12:30:45 the bearer of good news arrived",
        "OAuthException (#190): the access token has expired",
        "Yashirin ovoz berish: ha",
        "2026-11-24T09:00:00+0500",
        "post 200000000000001_122100000000001 at https://t.me/kanal/15",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "form", [SECRET, quote(SECRET, safe=""), "correct+horse%2Fbattery%2Bstaple", "correct%20horse%2fbattery%2bstaple"]
)
def test_a_known_secret_is_masked_in_all_its_forms(form: str) -> None:
    assert redact(f"saw {form} there", SECRET) == f"saw {MASK} there"


def test_a_secret_that_holds_another_is_masked_whole() -> None:
    assert redact("abcdef-tail", "abcdef", "abcdef-tail") == MASK


def test_an_empty_secret_masks_nothing() -> None:
    assert redact("Salom", "", "a") == "Salom"


class TestFilter:
    @pytest.fixture
    def output(self) -> Iterator[io.StringIO]:
        stream = io.StringIO()
        logging.config.dictConfig(
            {
                "version": 1,
                "disable_existing_loggers": False,
                "filters": {"redact": {"()": "publishers.redaction.RedactingFilter", "secrets": [SECRET]}},
                "handlers": {"memory": {"class": "logging.StreamHandler", "stream": stream, "filters": ["redact"]}},
                "loggers": {"tests.redaction": {"handlers": ["memory"], "level": "DEBUG", "propagate": False}},
            }
        )
        yield stream
        logging.getLogger("tests.redaction").handlers.clear()

    def test_message_and_arguments_are_redacted(self, output: io.StringIO) -> None:
        logging.getLogger("tests.redaction").info("asked %s with %s", "https://x/bot123:abc/getMe", SECRET)

        assert output.getvalue() == f"asked https://x/bot{MASK}/getMe with {MASK}\n"

    def test_a_message_that_does_not_fit_its_arguments_is_still_redacted(self, output: io.StringIO) -> None:
        logging.getLogger("tests.redaction").info("%d pieces", SECRET)

        assert output.getvalue() == f"'%d pieces' ('{MASK}',)\n"

    def test_a_traceback_is_redacted_with_its_cause(self, output: io.StringIO) -> None:
        try:
            try:
                raise ValueError(f"inner {SECRET}")
            except ValueError as inner:
                raise RuntimeError("outer access_token=abc") from inner
        except RuntimeError:
            logging.getLogger("tests.redaction").exception("failed")

        written = output.getvalue()
        assert f"ValueError: inner {MASK}" in written
        assert written.endswith(f"RuntimeError: outer access_token={MASK}\n")
        assert written.count("Traceback (most recent call last)") == 2
        assert SECRET not in written

    def test_a_stack_is_redacted(self, output: io.StringIO) -> None:
        record = logging.LogRecord("n", logging.INFO, "p", 1, "m", None, None, sinfo=f"Stack: {SECRET}")

        assert RedactingFilter(secrets=[SECRET]).filter(record) is True
        assert record.stack_info == f"Stack: {MASK}"
