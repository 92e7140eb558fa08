"""The e-mail to a newspaper: a short letter, the article as a Word document, pictures and documents."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from publishers.adapters._newspaper_article import MIME, article_of
from publishers.adapters._newspaper_words import Words, words_for
from publishers.adapters._pictures import read_pictures
from publishers.contract import Access, OutgoingPost
from publishers.errors import Misconfigured, ReasonCode
from publishers.mailboxes import is_mailbox

_LONGEST_NAME = 60
_SAFE_KEY = re.compile(r"[A-Za-z0-9._-]{1,120}")
_ZONE = "Asia/Tashkent"


def letter_of(post: OutgoingPost, key: str, access: Access, recipients: tuple[str, ...], *, now: datetime) -> bytes:
    """The whole message as it goes over the line, all ASCII. Raises Misconfigured when the sender is no address,
    ContentRejected or TryLater when a picture cannot be read.

    Options of the account: ``organization``, ``reply_to``, ``telephone``, ``time_zone``, ``sender``.
    """
    words, sender = words_for(post.language), sender_of(access)
    organization = _line(str(access.options.get("organization", ""))) or sender
    reply_to = str(access.options.get("reply_to", "")).strip()
    title = _line(post.title)
    article, pictures = _file_names(post, words)
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["Message-ID"] = message_id(key, access)
    message["Date"] = format_datetime(now.astimezone(UTC))
    message["From"] = Address(organization if organization != sender else "", addr_spec=sender)
    message["To"] = tuple(Address(addr_spec=recipient) for recipient in recipients)
    if is_mailbox(reply_to):
        message["Reply-To"] = Address(organization, addr_spec=reply_to)
    message["Subject"] = f"{organization}: {title}" if organization != sender else title
    names = [article, *pictures, *(document.name for document in post.documents)]
    message.set_content(_words(post, words, organization, title, names, access), cte="quoted-printable")
    _attach(message, article_of(post, words, pictures), MIME, article)
    for name, (picture, content) in zip(pictures, read_pictures(post.pictures), strict=True):
        _attach(message, content, picture.mime, name)
    for document in post.documents:
        _attach(message, document.read(), document.mime, document.name)
    return message.as_bytes()


def message_id(key: str, access: Access) -> str:
    """``<key@domain of the sender>``, the same on every attempt of one delivery."""
    name = key if _SAFE_KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()
    return f"<{name}@{sender_of(access).rpartition('@')[2]}>"


def sender_of(access: Access) -> str:
    """Whose address stands in From: the option ``sender``, the login where it is an address, else the service's."""
    user = access.secret.partition(":")[0] if access.options.get("own_login") else ""
    for written in (str(access.options.get("sender", "")), user, access.endpoints.get("mail_from", "")):
        if is_mailbox(written.strip()):
            return written.strip()
    raise Misconfigured(ReasonCode.SETTINGS_WRONG, "DEFAULT_FROM_EMAIL is no e-mail address")


def _words(post: OutgoingPost, words: Words, organization: str, title: str, names: list[str], access: Access) -> str:
    options = access.options
    zone = ZoneInfo(str(options.get("time_zone") or _ZONE))
    contact = ", ".join(filter(None, (_line(str(options.get(name, ""))) for name in ("telephone", "reply_to"))))
    day = {"day": f"{post.slot.astimezone(zone):%d.%m.%Y}"} if post.slot else None
    paragraphs = [
        words.greeting,
        words.what % {"organization": organization, "title": title},
        words.when % day if day else words.when_open,
        words.attached % {"names": ", ".join(names)},
        words.ask % {"contact": contact} if contact else "",
        words.proof,
        words.end % {"organization": organization},
    ]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _file_names(post: OutgoingPost, words: Words) -> tuple[str, list[str]]:
    """Of the article and of each picture: ASCII, telling, in order, no two the same."""
    stem = _ascii(post.title) or words.article_file
    pictures = [
        f"{stem}-{words.picture_file}-{number}.{'png' if picture.mime == 'image/png' else 'jpg'}"
        for number, picture in enumerate(post.pictures, start=1)
    ]
    return f"{stem}.docx", pictures


def _ascii(title: str) -> str:
    """``Oʻzbekiston – 2026`` as ``ozbekiston-2026``; empty for a title in another script."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", letters))
    return "-".join(words)[:_LONGEST_NAME].strip("-") if any(word.isalpha() for word in words) else ""


def _attach(message: EmailMessage, content: bytes, mime: str, name: str) -> None:
    kind, _, subtype = mime.partition("/")
    message.add_attachment(content, maintype=kind, subtype=subtype or "octet-stream", filename=name, cte="base64")


def _line(text: str) -> str:
    """On one line: no header can be smuggled in."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
