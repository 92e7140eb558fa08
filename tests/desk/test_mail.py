"""Mail to staff: stored with what it tells of, sent once, and never lost because a mail server was away."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from desk.mail import MOST_ATTEMPTS, StoredEmailBackend, send_stored
from desk.mail_gathering import CALM
from desk.models import StoredEmail

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail, and refuses recipients whose address begins with "no"."""

    daemon_threads = True

    def __init__(self) -> None:
        self.taken: list[str] = []
        super().__init__(("127.0.0.1", 0), _Dialogue)


class _Dialogue(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 sinov")
        while line := self.rfile.readline().decode():
            verb = line.split(":")[0].strip().upper()
            if verb == "RCPT TO" and "<no" in line:
                self.say("550 nobody of that name")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.taken.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 sinov")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        settings.MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


def given_mail(*recipients: str, subject: str = "Xabar") -> None:
    message = EmailMessage(
        subject, "Matn", "mediareja@namunaobod.example", bcc=list(recipients or ("malika@example.org",))
    )
    assert StoredEmailBackend().send_messages([message]) == 1


def waiting() -> list[tuple[int, bool]]:
    return [(row.attempts, row.sent_at is not None) for row in StoredEmail.objects.order_by("pk")]


def test_what_is_stored_is_sent_once(mail_server: MailServer) -> None:
    given_mail()

    assert [send_stored(now=NOW), send_stored(now=NOW + timedelta(days=9))] == [1, 0]

    (text,) = mail_server.taken
    assert "Subject: Xabar" in text
    assert waiting() == [(1, True)]


def test_a_mail_server_that_is_away_for_long_costs_no_mail(mail_server: MailServer, settings: Any) -> None:
    given_mail()
    there, settings.MAIL_URL = settings.MAIL_URL, "smtp://127.0.0.1:1"
    for minute in range(2 * MOST_ATTEMPTS):
        assert send_stored(now=NOW + timedelta(minutes=minute)) == 0
    settings.MAIL_URL = there

    assert send_stored(now=NOW + timedelta(hours=1)) == 1


def test_two_workers_at_once_send_a_mail_once(mail_server: MailServer) -> None:
    # given: the first worker sends the mail just after the second one has listed it
    given_mail()
    first: list[int] = []

    def meanwhile(execute: Any, *args: Any) -> Any:
        listed = execute(*args)
        if not first:
            first.append(0)
            first[0] = send_stored(now=NOW)
        return listed

    # when
    with connection.execute_wrapper(meanwhile):
        second = send_stored(now=NOW)
    # then
    assert (first, second, len(mail_server.taken)) == ([1], 0, 1)


def test_a_refused_mail_waits_longer_each_time_and_holds_up_no_other(mail_server: MailServer) -> None:
    given_mail("nobody@example.org")
    given_mail("malika@example.org")

    assert send_stored(now=NOW) == 1

    assert waiting() == [(1, False), (1, True)]
    assert send_stored(now=NOW + timedelta(minutes=9)) == 0
    assert waiting()[0] == (1, False)
    send_stored(now=NOW + timedelta(minutes=10))
    send_stored(now=NOW + timedelta(minutes=29))
    assert waiting()[0] == (2, False)
    assert StoredEmail.objects.earliest("pk").error == "SMTPRecipientsRefused"


def test_a_line_feed_in_a_title_stops_no_mail(mail_server: MailServer) -> None:
    given_mail(subject="Ochiqlik\nkuni")

    assert send_stored(now=NOW) == 1

    assert "Subject: Ochiqlik kuni" in mail_server.taken[0]


def test_without_a_mail_server_everything_keeps_waiting(settings: Any) -> None:
    settings.MAIL_URL = ""
    given_mail()

    assert send_stored(now=NOW) == 0
    assert waiting() == [(0, False)]


def test_a_thousand_notices_of_one_outage_are_one_letter(mail_server: MailServer) -> None:
    for number in range(1000):
        given_mail(subject=f"Xabar {number}")
    StoredEmail.objects.update(created_at=NOW - CALM)

    assert [send_stored(now=NOW), send_stored(now=NOW + timedelta(days=1))] == [1000, 0]

    (text,) = mail_server.taken
    assert "Subject: 1000 " in text
    assert set(waiting()) == {(1, True)}
