"""The standard library's SMTP client with answers read strictly: half a line is no answer."""

from __future__ import annotations

import re
import smtplib

_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r\n]*))?\r?\n")
_LONGEST_LINE = 2048
_MOST_LINES = 200
NO_ANSWER = -1
"""Stands for the code where what came back is no SMTP."""


class StrictClient(smtplib.SMTP):
    def getreply(self) -> tuple[int, bytes]:
        """Code and words of one answer, NO_ANSWER for what is none. Raises SMTPServerDisconnected when the line was
        cut before its end."""
        words: list[bytes] = []
        codes: set[bytes] = set()
        for _line in range(_MOST_LINES):
            line = self._line()
            parts = _LINE.fullmatch(line)
            if parts is None:
                return NO_ANSWER, line.strip()
            codes.add(parts[1])
            words.append((parts[3] or b"").strip())
            if parts[2] != b"-":
                return (int(parts[1]) if len(codes) == 1 else NO_ANSWER), b"\n".join(words)
        return NO_ANSWER, b"an answer without an end"

    def _line(self) -> bytes:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is gone")
        if self.file is None:
            self.file = self.sock.makefile("rb")
        try:
            line: bytes = self.file.readline(_LONGEST_LINE)
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected(type(error).__name__) from None
        if not line.endswith(b"\n") and len(line) < _LONGEST_LINE:
            self.close()
            raise smtplib.SMTPServerDisconnected("cut in the middle of an answer")
        return line
