"""One conversation with a mail server, phase by phase, so that it is always certain whether the message is with it."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Timer

from publishers.adapters._smtp_client import StrictClient
from publishers.adapters._smtp_refusals import Phase, plain_words, refusal
from publishers.adapters._smtp_server import MailServer
from publishers.contract import Deadline
from publishers.errors import ContentRejected, Misconfigured, OutcomeUnknown, PublishError, ReasonCode, TryLater

_CUT = (smtplib.SMTPServerDisconnected, OSError)
_QUIT_SECONDS = 2.0


class Dialogue:
    """An open connection, signed in. Every method raises PublishError only."""

    def __init__(self, client: smtplib.SMTP, server: MailServer, deadline: Deadline) -> None:
        self._client = client
        self._server = server
        self._deadline = deadline

    @property
    def largest(self) -> int:
        """Bytes of the biggest message the server says it takes; 0: it does not say."""
        said = self._client.esmtp_features.get("size", "")
        return int(said) if said.isascii() and said.isdigit() else 0

    def address(self, sender: str, recipients: Sequence[str], *, size: int = 0) -> None:
        """Name sender and recipients; all of them must be taken. An error names every recipient that is not."""
        options = [f"SIZE={size}"] if size and self._client.has_extn("size") else []
        with self._phase("mail"):
            self._expect("mail", self._client.mail(sender, options))
        refused: list[tuple[PublishError, str]] = []
        for recipient in recipients:
            with self._phase("rcpt"):
                code, words = self._client.rcpt(recipient)
            if not 200 <= code <= 299:
                told = plain_words(words, self._server)
                refused.append((refusal("rcpt", code, f"{recipient}: {told}"), recipient))
        if refused:
            # one that is gone for good says more than one that is busy
            first = next((error for error, _ in refused if not isinstance(error, TryLater)), refused[0][0])
            if len(refused) > 1:
                first.detail += f"; also refused: {', '.join(name for error, name in refused if error is not first)}"
            raise first

    def forget(self) -> None:
        """Take sender and recipients back; whatever the server makes of it, nothing was sent."""
        with suppress(*_CUT, smtplib.SMTPException, ValueError):
            self._socket.settimeout(self._deadline.remaining())
            self._client.rset()

    def hand_over(self, message: bytes) -> str:
        """Send the message; the server's last answer.

        OutcomeUnknown only when its end was sent and no answer that makes sense came back."""
        with self._phase("data"):
            code, words = self._client.docmd("DATA")
            if code != 354:
                raise refusal("data", code, plain_words(words, self._server))
            self._socket.settimeout(self._deadline.remaining())
            self._socket.sendall(dotted(message))
        try:
            self._socket.settimeout(self._deadline.remaining())
            self._socket.sendall(b".\r\n")
            code, words = self._client.getreply()
        except smtplib.SMTPResponseException as odd:
            raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, plain_words(odd.smtp_error, self._server)) from None
        except (*_CUT, ValueError) as error:
            raise OutcomeUnknown(ReasonCode.ANSWER_LOST, f"no answer to the message: {type(error).__name__}") from None
        if not 200 <= code <= 299:
            raise refusal("message", code, plain_words(words, self._server))
        return f"{code} {plain_words(words, self._server)}".strip()

    def sign_in(self) -> None:
        """With the account's login, if it has one; never over an open line to another machine."""
        if not self._server.user:
            return
        if not isinstance(self._socket, ssl.SSLSocket) and not self._server.may_sign_in_openly:
            raise Misconfigured(ReasonCode.SETTINGS_WRONG, "the mail server offers no TLS: the password is not sent")
        with self._phase("auth"):
            try:
                self._client.login(self._server.user, self._server.password)
            except smtplib.SMTPAuthenticationError as error:
                raise refusal("auth", error.smtp_code, plain_words(error.smtp_error, self._server)) from None
            except smtplib.SMTPNotSupportedError:
                raise Misconfigured(ReasonCode.SETTINGS_WRONG, "the mail server takes no login") from None
            except smtplib.SMTPException as odd:
                if isinstance(odd, smtplib.SMTPServerDisconnected):
                    raise
                raise Misconfigured(ReasonCode.SETTINGS_WRONG, "no way of signing in that both sides know") from None
            except UnicodeError:
                raise refusal("auth", 535, "the login has letters that cannot be sent") from None

    def greet(self) -> None:
        """Greeting, EHLO, and TLS where it is demanded or offered."""
        with self._phase("hello"):
            self._hello()
        if self._server.security == "tls":
            return
        if not self._client.has_extn("starttls"):
            if self._server.security == "starttls":
                raise Misconfigured(ReasonCode.SETTINGS_WRONG, "the mail server offers no STARTTLS, which is demanded")
            return
        with self._phase("tls"):
            code, words = self._client.docmd("STARTTLS")
            if code != 220:
                raise refusal("tls", code, plain_words(words, self._server))
            self._wrap()
        with self._phase("hello"):
            self._hello()

    def leave(self) -> None:
        """Say goodbye; whatever the server makes of it changes nothing."""
        with suppress(*_CUT, smtplib.SMTPException, ValueError):
            self._socket.settimeout(min(_QUIT_SECONDS, self._deadline.remaining()))
            self._client.quit()

    @property
    def _socket(self) -> socket.socket:
        if self._client.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is gone")
        return self._client.sock

    def _hello(self) -> None:
        code, words = self._client.ehlo()
        if 500 <= code <= 599 and self._server.security == "offered" and not self._server.user:
            code, words = self._client.helo()
        self._expect("hello", (code, words))

    def _wrap(self) -> None:
        """TLS over the connection. What was said before it is forgotten, as the standard demands."""
        self._client.sock = _context().wrap_socket(self._socket, server_hostname=self._server.host)
        self._client.file = None
        self._client.helo_resp = self._client.ehlo_resp = None
        self._client.esmtp_features = {}
        self._client.does_esmtp = False

    def _expect(self, phase: Phase, answer: tuple[int, bytes]) -> None:
        code, words = answer
        if not 200 <= code <= 299:
            raise refusal(phase, code, plain_words(words, self._server))

    @contextmanager
    def _phase(self, phase: Phase) -> Iterator[None]:
        """Before the end of the message: whatever breaks here, nothing is sent."""
        try:
            self._socket.settimeout(self._deadline.remaining())
            yield
        except smtplib.SMTPResponseException as odd:
            raise refusal(phase, 0, plain_words(odd.smtp_error, self._server)) from None
        except ssl.SSLCertVerificationError as error:
            raise _untrusted(self._server, error) from None
        except (*_CUT, ValueError) as error:
            raise TryLater(ReasonCode.UNREACHABLE, f"cut off at {phase}: {type(error).__name__}") from None


@contextmanager
def conversation(server: MailServer, deadline: Deadline, *, own_name: str) -> Iterator[Dialogue]:
    """A dialogue, greeted and signed in, that has ended by the deadline whatever the server does.

    Raises what ``Dialogue`` raises, TryLater when the server cannot be reached.
    """
    raw = _connected(server, deadline)
    # a server that drips byte after byte would outlast every time-out of a single read
    client = StrictClient(local_hostname=own_name)
    client.sock = raw
    end = Timer(deadline.remaining(), lambda: _shut(client))
    end.daemon = True
    end.start()
    dialogue = Dialogue(client, server, deadline)
    try:
        if server.security == "tls":
            with dialogue._phase("connect"):
                client.sock = _context().wrap_socket(raw, server_hostname=server.host)
        with dialogue._phase("connect"):
            dialogue._expect("connect", client.getreply())
        dialogue.greet()
        dialogue.sign_in()
        yield dialogue
        dialogue.leave()
    except OutcomeUnknown:
        raise
    except PublishError:
        dialogue.leave()
        raise
    finally:
        end.cancel()
        client.close()
        raw.close()


def refuse_too_big(size: int, largest: int) -> None:
    """Raises ContentRejected for a message of ``size`` bytes where ``largest`` are allowed; 0: no limit is known."""
    if largest and size > largest:
        raise ContentRejected(ReasonCode.MESSAGE_TOO_BIG, f"{size} of {largest} bytes")


def dotted(message: bytes) -> bytes:
    """The message as it goes over the line: CRLF at every end, a dot before every dot that begins a line."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended)


def _connected(server: MailServer, deadline: Deadline) -> socket.socket:
    try:
        return socket.create_connection((server.host, server.port), timeout=deadline.remaining())
    except (OSError, UnicodeError) as error:
        raise TryLater(ReasonCode.UNREACHABLE, f"{server.host}: {type(error).__name__}") from None


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _untrusted(server: MailServer, error: ssl.SSLCertVerificationError) -> Misconfigured:
    return Misconfigured(ReasonCode.SETTINGS_WRONG, f"certificate of {server.host}: {error.verify_message}")


def _shut(client: smtplib.SMTP) -> None:
    if client.sock is not None:
        with suppress(OSError):
            # not that of TLS, which would pull the line's state away under a read
            socket.socket.shutdown(client.sock, socket.SHUT_RDWR)
