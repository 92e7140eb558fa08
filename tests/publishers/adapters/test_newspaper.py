"""The newspaper's letter by SMTP phase: what is certain after each answer, and what the mail server got."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publishers.adapters.newspaper import NewspaperPublisher
from publishers.contract import Access, AccountReport, CannotTell, HandedOver
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.certificates import self_signed
from tests.publishers.adapters.mail_wire import CUT, DRIP, HALF, HANG, USUAL, MailWire
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.wire import closed_address

EDITOR = "tahririyat@gazeta.example"
OTHER = "muharrir@gazeta.example"
LOGIN = "mediareja:juda-maxfiy-parol"
SENDER = "xizmat@mediareja.example"


@pytest.fixture
def wire() -> Iterator[MailWire]:
    server = MailWire()
    yield server
    server.stop()


def newspaper(
    server: str, *, address: str = EDITOR, secret: str = LOGIN, sender: str = SENDER, **options: Any
) -> NewspaperPublisher:
    return NewspaperPublisher(Access(address, secret, options, {"smtp": server, "mail_from": sender}))


def refusal_of(paper: NewspaperPublisher, seconds: float = 5.0) -> PublishError:
    with pytest.raises(PublishError) as caught:
        paper.publish(post(), "kalit-1", soon(seconds))
    assert "maxfiy" not in f"{caught.value} {caught.value.detail}"
    return caught.value


def test_a_letter_that_was_taken_is_handed_over_under_its_message_id(wire: MailWire) -> None:
    result = newspaper(f"smtp://{wire.address}").publish(post(pictures=2), "kalit-1", soon())

    assert result == HandedOver("<kalit-1@mediareja.example>", EDITOR)
    assert wire.verbs == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
    (message,) = wire.messages
    assert wire.heard[2] == f"mail FROM:<{SENDER}> SIZE={len(message)}"
    assert b"Message-ID: <kalit-1@mediareja.example>\r\n" in message


def test_without_a_login_none_is_tried(wire: MailWire) -> None:
    newspaper(f"smtp://{wire.address}", secret="").publish(post(), "kalit-1", soon())

    assert wire.verbs == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


BEFORE_THE_END: list[tuple[str, str, type[PublishError], ReasonCode]] = [
    ("connect", "421 too busy", TryLater, ReasonCode.UNREACHABLE),
    ("connect", "554 no service for you", Misconfigured, ReasonCode.SETTINGS_WRONG),
    ("connect", "SSH-2.0-server", TryLater, ReasonCode.UNREACHABLE),
    ("connect", CUT, TryLater, ReasonCode.UNREACHABLE),
    ("EHLO", "421 closing", TryLater, ReasonCode.UNREACHABLE),
    ("EHLO", "550 go away", Misconfigured, ReasonCode.SETTINGS_WRONG),
    ("EHLO", CUT, TryLater, ReasonCode.UNREACHABLE),
    ("AUTH", "535 5.7.8 wrong", AccountRejected, ReasonCode.TOKEN_INVALID),
    ("AUTH", "534 5.7.9 application password needed", AccountRejected, ReasonCode.TOKEN_INVALID),
    ("AUTH", "454 4.7.0 not now", TryLater, ReasonCode.RATE_LIMITED),
    ("AUTH", CUT, TryLater, ReasonCode.UNREACHABLE),
    ("MAIL", "451 local error", TryLater, ReasonCode.RATE_LIMITED),
    ("MAIL", "530 5.7.0 sign in first", AccountRejected, ReasonCode.TOKEN_INVALID),
    ("MAIL", "553 not your address", AccountRejected, ReasonCode.RIGHTS_MISSING),
    ("MAIL", "552 too big", ContentRejected, ReasonCode.MESSAGE_TOO_BIG),
    ("RCPT", "421 closing", TryLater, ReasonCode.UNREACHABLE),
    ("RCPT", "450 mailbox busy", TryLater, ReasonCode.RATE_LIMITED),
    ("RCPT", "452 too many", TryLater, ReasonCode.RATE_LIMITED),
    ("RCPT", "552 mailbox full", TryLater, ReasonCode.RATE_LIMITED),
    ("RCPT", "550 5.1.1 no such mailbox", AccountRejected, ReasonCode.TARGET_MISSING),
    ("RCPT", "554 refused", AccountRejected, ReasonCode.TARGET_MISSING),
    ("RCPT", CUT, TryLater, ReasonCode.UNREACHABLE),
    ("RCPT", "hello", TryLater, ReasonCode.UNREACHABLE),
    ("DATA", "451 not now", TryLater, ReasonCode.RATE_LIMITED),
    ("DATA", "554 no", ContentRejected, ReasonCode.CONTENT_REFUSED),
    ("DATA", "250 odd", TryLater, ReasonCode.UNREACHABLE),
    ("DATA", CUT, TryLater, ReasonCode.UNREACHABLE),
]


@pytest.mark.parametrize(("phase", "answer", "error", "code"), BEFORE_THE_END)
def test_before_the_end_of_the_message_nothing_is_sent(
    wire: MailWire, phase: str, answer: str, error: type[PublishError], code: ReasonCode
) -> None:
    wire.answers[phase] = answer

    found = refusal_of(newspaper(f"smtp://{wire.address}"))

    assert (type(found), found.code) == (error, code)
    assert wire.messages == []


AT_THE_END: list[tuple[str, type[PublishError], ReasonCode]] = [
    ("421 closing", TryLater, ReasonCode.UNREACHABLE),
    ("451 greylisted", TryLater, ReasonCode.RATE_LIMITED),
    ("452 no room", TryLater, ReasonCode.RATE_LIMITED),
    ("552 too big", ContentRejected, ReasonCode.MESSAGE_TOO_BIG),
    ("554 5.7.1 looks like spam", ContentRejected, ReasonCode.CONTENT_REFUSED),
    (CUT, OutcomeUnknown, ReasonCode.ANSWER_LOST),
    (HANG, OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ("It works!", OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    ("354 again", OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    ("9" * 9000, OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    ("250-one\r\n550 two", OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    ("2500 ok", OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
]


@pytest.mark.parametrize(("answer", "error", "code"), AT_THE_END)
def test_after_the_final_dot_only_a_clear_no_is_certain(
    wire: MailWire, answer: str, error: type[PublishError], code: ReasonCode
) -> None:
    wire.answers["END"] = answer

    found = refusal_of(newspaper(f"smtp://{wire.address}"), seconds=0.5 if answer == HANG else 5.0)

    assert (type(found), found.code) == (error, code)
    assert len(wire.messages) == 1


@pytest.mark.parametrize("half", ["250", "250 2.0.0 que", "250-2.0.0 queued\r\n", "55"])
def test_half_an_answer_is_none(wire: MailWire, half: str) -> None:
    wire.answers["END"] = f"{HALF}{half}"

    found = refusal_of(newspaper(f"smtp://{wire.address}"))

    assert (type(found), found.code) == (OutcomeUnknown, ReasonCode.ANSWER_LOST)


@pytest.mark.parametrize("phase", ["connect", "EHLO", "MAIL", "END"])
def test_a_server_that_drips_is_left_at_the_deadline(wire: MailWire, phase: str) -> None:
    wire.answers[phase] = DRIP
    begin = time.monotonic()

    found = refusal_of(newspaper(f"smtp://{wire.address}"), seconds=0.4)

    assert time.monotonic() - begin < 3
    assert type(found) is (OutcomeUnknown if phase == "END" else TryLater)


def test_nobody_gets_the_letter_unless_everybody_does_and_the_refused_one_is_named(wire: MailWire) -> None:
    wire.answers[f"rcpt TO:<{OTHER}>"] = "550 5.1.1 unknown"

    found = refusal_of(newspaper(f"smtp://{wire.address}", address=f"{EDITOR}, {OTHER}"))

    assert (type(found), found.code) == (AccountRejected, ReasonCode.TARGET_MISSING)
    assert found.detail == f"the recipient: 550 {OTHER}: 5.1.1 unknown"
    assert "DATA" not in wire.verbs


def test_all_that_are_refused_are_named_and_the_final_refusal_counts(wire: MailWire) -> None:
    wire.answers[f"rcpt TO:<{EDITOR}>"] = "450 busy"
    wire.answers[f"rcpt TO:<{OTHER}>"] = "550 unknown"

    found = refusal_of(newspaper(f"smtp://{wire.address}", address=f"{EDITOR};{OTHER}"))

    assert type(found) is AccountRejected
    assert found.detail == f"the recipient: 550 {OTHER}: unknown; also refused: {EDITOR}"


@pytest.mark.parametrize(
    "address", ["", "tahririyat", "a@b", "a b@gazeta.example", "a@gazeta.example>\r\nRCPT", "ҳ@a.uz"]
)
def test_what_is_no_address_is_said_before_any_connection(wire: MailWire, address: str) -> None:
    found = refusal_of(newspaper(f"smtp://{wire.address}", address=address))

    assert (type(found), found.code) == (AccountRejected, ReasonCode.TARGET_MISSING)
    assert wire.heard == []


@pytest.mark.parametrize("server", ["", "http://pochta.example", "pochta.example:25", "smtp://", "smtp://a:b:c"])
def test_a_server_that_cannot_be_read_is_the_technicians_affair(server: str) -> None:
    found = refusal_of(newspaper(server))

    assert (type(found), found.code) == (Misconfigured, ReasonCode.SETTINGS_WRONG)


def test_a_sender_that_is_no_address_is_the_technicians_affair(wire: MailWire) -> None:
    found = refusal_of(newspaper(f"smtp://{wire.address}", sender="mediareja"))

    assert (type(found), found.code) == (Misconfigured, ReasonCode.SETTINGS_WRONG)


def test_a_login_without_a_colon_is_said(wire: MailWire) -> None:
    found = refusal_of(newspaper(f"smtp://{wire.address}", secret="parol"))

    assert (type(found), found.code) == (AccountRejected, ReasonCode.TOKEN_INVALID)


def test_a_server_that_is_away_has_certainly_not_got_the_letter() -> None:
    found = refusal_of(newspaper(closed_address().replace("http", "smtp")))

    assert (type(found), found.code) == (TryLater, ReasonCode.UNREACHABLE)


def test_a_server_that_takes_no_login_is_said(wire: MailWire) -> None:
    wire.answers["EHLO"] = "250 pochta.example"

    found = refusal_of(newspaper(f"smtp://{wire.address}"))

    assert (type(found), found.code) == (Misconfigured, ReasonCode.SETTINGS_WRONG)


def test_a_server_that_takes_smaller_letters_only_does_not_get_it(wire: MailWire) -> None:
    wire.answers["EHLO"] = "250-pochta.example\r\n250-AUTH PLAIN\r\n250 SIZE 1000"

    found = refusal_of(newspaper(f"smtp://{wire.address}"))

    assert (type(found), found.code) == (ContentRejected, ReasonCode.MESSAGE_TOO_BIG)
    assert "MAIL" not in wire.verbs


def test_checking_the_account_goes_as_far_as_the_recipient_and_sends_nothing(wire: MailWire) -> None:
    report = newspaper(f"smtp://{wire.address}").verify_account()

    assert report == AccountReport(EDITOR, (f"{SENDER} → 127.0.0.1", "letters up to 25.0 MB"))
    assert wire.verbs == ["EHLO", "AUTH", "MAIL", "RCPT", "RSET", "QUIT"]
    assert wire.messages == []


def test_a_mailbox_cannot_be_looked_into() -> None:
    found = newspaper("smtp://127.0.0.1:1").find(post(), "kalit-1", since=post().slot or soon(), token="")  # type: ignore[arg-type]

    assert isinstance(found, CannotTell)


# --- the line's protection -------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return self_signed(tmp_path)


@pytest.fixture
def guarded(certificate: tuple[Path, Path]) -> Iterator[MailWire]:
    server = MailWire(certificate=certificate)
    server.answers["EHLO"] = f"{USUAL['EHLO'].replace('250 SIZE', '250-SIZE')}\r\n250 STARTTLS"
    yield server
    server.stop()


def test_starttls_that_is_demanded_and_not_offered_ends_it_before_any_login(wire: MailWire) -> None:
    found = refusal_of(newspaper(f"smtp+tls://{wire.address}"))

    assert (type(found), found.code) == (Misconfigured, ReasonCode.SETTINGS_WRONG)
    assert "AUTH" not in wire.verbs


@pytest.mark.parametrize(
    ("answer", "error"), [("454 no TLS now", TryLater), ("501 what", Misconfigured), ("250 odd", TryLater)]
)
def test_a_refused_starttls_sends_no_login(guarded: MailWire, answer: str, error: type[PublishError]) -> None:
    guarded.answers["STARTTLS"] = answer

    assert type(refusal_of(newspaper(f"smtp+tls://{guarded.address}"))) is error
    assert "AUTH" not in guarded.verbs


@pytest.mark.parametrize("scheme", ["smtp", "smtp+tls"])
def test_a_certificate_nobody_signed_is_not_believed(guarded: MailWire, scheme: str) -> None:
    found = refusal_of(newspaper(f"{scheme}://{guarded.address}"))

    assert (type(found), found.code) == (Misconfigured, ReasonCode.SETTINGS_WRONG)
    assert "AUTH" not in guarded.verbs


@pytest.mark.parametrize("scheme", ["smtp", "smtp+tls"])
def test_a_believed_certificate_protects_login_and_letter(
    guarded: MailWire, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))

    result = newspaper(f"{scheme}://{guarded.address}").publish(post(), "kalit-1", soon())

    assert result.external_id == "<kalit-1@mediareja.example>"
    assert guarded.verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


def test_tls_from_the_start(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = MailWire(certificate=certificate, tls_at_once=True)

    result = newspaper(f"smtp+ssl://{server.address}").publish(post(), "kalit-1", soon())

    server.stop()
    assert result.external_id == "<kalit-1@mediareja.example>"
    assert server.verbs == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
