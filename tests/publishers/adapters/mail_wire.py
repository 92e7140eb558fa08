"""A mail server by script, over a real socket: it answers each phase as a test laid down, and keeps what it heard."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

HANG = "hang"
"""As an answer: nothing is said until ``stop``."""
CUT = "cut"
"""As an answer: the line is cut."""
DRIP = "drip"
"""As an answer: byte after byte of an answer that never ends."""
HALF = "half:"
"""Before an answer: it is sent without its end, then the line is cut."""
USUAL = {
    "connect": "220 pochta.example ESMTP",
    "EHLO": "250-pochta.example\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 40000000",
    "STARTTLS": "220 go ahead",
    "AUTH": "235 2.7.0 signed in",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 end with a dot",
    "END": "250 2.0.0 queued as 1",
    "QUIT": "221 bye",
}


class MailWire:
    """``answers`` by phase take the place of the usual ones; RCPT may have one for each address."""

    def __init__(self, *, certificate: tuple[Path, Path] | None = None, tls_at_once: bool = False) -> None:
        self.answers: dict[str, str] = {}
        self.heard: list[str] = []
        self.messages: list[bytes] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if self._context and certificate:
            self._context.load_cert_chain(*certificate)
        self._tls_at_once = tls_at_once
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def verbs(self) -> list[str]:
        """The commands in order."""
        return [line.split()[0].upper() for line in self.heard]

    def stop(self) -> None:
        self._stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while not self._stopped.is_set():
            try:
                line, _peer = self._listener.accept()
            except OSError:
                return
            with ExitStack() as open_ones, suppress(OSError):
                self._talk(open_ones.enter_context(line), open_ones)

    def _talk(self, line: socket.socket, open_ones: ExitStack) -> None:
        if self._context and self._tls_at_once:
            line = open_ones.enter_context(self._context.wrap_socket(line, server_side=True))
        if not self._say(line, "connect"):
            return
        reader = open_ones.enter_context(line.makefile("rb"))
        while raw := reader.readline():
            command = raw.decode().strip()
            self.heard.append(command)
            verb = command.split(" ")[0].upper()
            key = command if command in self.answers else "EHLO" if verb == "HELO" else verb
            if not self._say(line, key) or verb == "QUIT":
                return
            if verb == "STARTTLS" and self._context and self._answer(key).startswith("220"):
                line = open_ones.enter_context(self._context.wrap_socket(line, server_side=True))
                reader = open_ones.enter_context(line.makefile("rb"))
            if verb == "DATA" and self._answer(key).startswith("354"):
                self.messages.append(b"".join(iter(reader.readline, b".\r\n")))
                if not self._say(line, "END"):
                    return

    def _answer(self, key: str) -> str:
        return self.answers.get(key, USUAL.get(key, USUAL.get(key.split(":")[0].split(" ")[0].upper(), "250 ok")))

    def _say(self, line: socket.socket, key: str) -> bool:
        answer = self._answer(key)
        if answer == HANG:
            self._stopped.wait(10)
        if answer in (HANG, CUT):
            return False
        if answer.startswith(HALF):
            line.sendall(answer.removeprefix(HALF).encode())
            return False
        if answer == DRIP:
            while not self._stopped.wait(0.05):
                line.sendall(b"2")
            return False
        line.sendall(f"{answer}\r\n".encode())
        return True
