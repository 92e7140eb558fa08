"""The letterbox: strict about login and headers, honest about what it took, and it stumbles where a fault says so."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from tests.sandbox.clients import Client

MAILBOX = "tahririyat@sandbox.example"
LOGIN = ("mediareja", "SandboxMailboxForTests1")


def letter(**headers: str | None) -> bytes:
    message = EmailMessage(policy=SMTP)
    known = {
        "Message-ID": "<bir@mediareja.example>", "Date": "Tue, 01 Dec 2026 06:30:00 +0000", "From": "a@m.example",
        "To": MAILBOX, "Subject": "Ochiq byudjet",
    }  # fmt: skip
    for name, value in (known | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value is not None:
            message[name] = value
    message.set_content("Salom")
    return message.as_bytes()


def send(client: Client, content: bytes, *to: str, login: tuple[str, str] | None = LOGIN) -> dict[str, Any]:
    host, port = client.state()["mail"].removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port), timeout=5) as line:
        if login:
            line.login(*login)
        return line.sendmail("a@m.example", to or (MAILBOX,), content)


def test_a_letter_lies_in_the_mailbox_and_on_the_wall(client: Client) -> None:
    assert send(client, letter()) == {}

    (shown,) = client.published("newspaper")
    assert (shown["id"], shown["title"], shown["text"]) == ("<bir@mediareja.example>", "Ochiq byudjet", "Salom")
    page = client.session.get(shown["link"], timeout=5)
    assert page.status_code == 200
    assert all(words in page.text for words in ("a@m.example", "Ochiq byudjet", "xat.eml"))
    kept = client.session.get(f"{client.url}/wall/media/{shown['media'][0]}", timeout=5)
    assert b"Message-ID: <bir@mediareja.example>" in kept.content


def test_a_letter_that_comes_twice_lies_there_twice(client: Client) -> None:
    send(client, letter())
    send(client, letter())

    assert [one["id"] for one in client.published("newspaper")] == [
        "<bir@mediareja.example>", "<bir@mediareja.example>#2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [{"Message_ID": None}, {"Message_ID": "bir"}, {"Date": None}, {"Subject": None}, {"To": None}],
)
def test_a_letter_without_valid_headers_is_refused(client: Client, headers: dict[str, str | None]) -> None:
    with pytest.raises(smtplib.SMTPDataError):
        send(client, letter(**headers))
    assert client.published("newspaper") == []


def test_nobody_writes_without_the_login_of_a_mailbox(client: Client) -> None:
    with pytest.raises(smtplib.SMTPSenderRefused) as open_line:
        send(client, letter(), login=None)
    with pytest.raises(smtplib.SMTPAuthenticationError) as wrong:
        send(client, letter(), login=("mediareja", "boshqa"))
    assert (open_line.value.smtp_code, wrong.value.smtp_code) == (530, 535)


def test_only_those_with_a_mailbox_get_letters(client: Client) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(client, letter(), "begona@sandbox.example")


@pytest.mark.parametrize(
    ("operation", "kind", "params", "error", "count"),
    [
        ("connect", "platform_error", {"status": 421}, smtplib.SMTPConnectError, 0),
        ("auth", "refuse_auth", {}, smtplib.SMTPAuthenticationError, 0),
        ("auth", "drop_before", {}, smtplib.SMTPServerDisconnected, 0),
        ("mail", "platform_error", {"status": 553}, smtplib.SMTPSenderRefused, 0),
        ("rcpt", "chat_not_found", {}, smtplib.SMTPRecipientsRefused, 0),
        ("rcpt", "drop_before", {}, smtplib.SMTPServerDisconnected, 0),
        ("data", "platform_error", {"status": 451}, smtplib.SMTPDataError, 0),
        ("message", "content_rejected", {}, smtplib.SMTPDataError, 0),
        ("message", "rate_limited", {}, smtplib.SMTPDataError, 0),
        ("message", "drop_before", {}, smtplib.SMTPServerDisconnected, 0),
        ("message", "accept_then_drop", {}, smtplib.SMTPServerDisconnected, 1),
        ("message", "garbage", {}, smtplib.SMTPException, 1),
        ("message", "garbage", {"body": "\u0434\x00\xff"}, smtplib.SMTPException, 1),
    ],
)
def test_a_fault_strikes_its_phase_and_only_what_was_taken_is_shown(
    client: Client, operation: str, kind: str, params: dict[str, Any], error: type[Exception], count: int
) -> None:
    client.fault("newspaper", kind, operation, **params)

    with pytest.raises(error):
        send(client, letter())

    assert len(client.published("newspaper")) == count


def test_a_held_answer_comes_once_it_is_released(client: Client) -> None:
    client.fault("newspaper", "hold_until_released", "message")
    host, port = client.state()["mail"].removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port), timeout=0.3) as line:
        line.login(*LOGIN)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            line.sendmail("a@m.example", [MAILBOX], letter())
    assert len(client.published("newspaper")) == 1


def test_a_newspapers_address_is_an_e_mail_address(client: Client) -> None:
    made = client.control("channels", {"platform": "newspaper", "address": None, "title": "Gazeta"})
    refused = client.control("channels", {"platform": "newspaper", "address": "@gazeta"}, status=400)

    assert made["address"].endswith("@sandbox.example")
    assert refused["error"] == "address must be an e-mail address, or null to have one made."
