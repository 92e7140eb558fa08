"""What comes out of a message: headers held to the standard, the article's words, files."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO

import docx

from sandbox.pictures import look_at
from sandbox.store import MediaRef

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_LONGEST_LINE = 998


class Refusal(Exception):
    """The server's answer to a message it does not take."""


@dataclass(frozen=True)
class Letter:
    """A message taken apart; `files` are its attachments as they go to the store."""

    message_id: str
    sender: str
    subject: str
    text: str
    files: tuple[tuple[bytes, MediaRef], ...]


def read_letter(content: bytes) -> Letter:
    """Take a message apart; raises Refusal for one that a strict server refuses."""
    if any(len(line) > _LONGEST_LINE for line in content.split(b"\r\n")):
        raise Refusal("500 5.6.0 Line too long")
    if not content.isascii():
        raise Refusal("554 5.6.1 8-bit data without BODY=8BITMIME")
    message = message_from_bytes(content, policy=policy.default)
    if message.defects or any(part.defects for part in message.walk()):
        raise Refusal("554 5.6.0 Malformed message")
    for name in ("Message-ID", "Date", "From", "To", "Subject"):
        if len(message.get_all(name, [])) != 1:
            raise Refusal(f"550 5.7.1 A message has one {name}")
    message_id = str(message["Message-ID"]).strip()
    if not _MESSAGE_ID.fullmatch(message_id):
        raise Refusal("550 5.7.1 Message-ID is not valid")
    files = [(content, MediaRef("", "document", "message/rfc822", name="xat.eml"))]
    words = _body(message)
    for part in message.iter_attachments():
        content = _bytes_of(part)
        files.append((content, _ref(part, content)))
        if part.get_content_type() == DOCX:
            words = _words_of(content)
    return Letter(message_id, str(message["From"]), str(message["Subject"]), words, tuple(files))


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()).strip() if part is not None else ""


def _bytes_of(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _ref(part: EmailMessage, content: bytes) -> MediaRef:
    name = part.get_filename() or ""
    if not name or not name.isascii() or "/" in name:
        raise Refusal("554 5.7.1 An attachment has no usable name")
    seen = look_at(content) if part.get_content_maintype() == "image" else None
    if seen is not None:
        return MediaRef("", "photo", seen.content_type, seen.width, seen.height, name=name)
    return MediaRef("", "document", part.get_content_type(), name=name)


def _words_of(content: bytes) -> str:
    try:
        document = docx.Document(BytesIO(content))
    except Exception:
        raise Refusal("554 5.6.0 The attached document cannot be opened") from None
    return "\n".join(paragraph.text for paragraph in document.paragraphs if paragraph.text.strip())
