"""The requests that put one message out, or change one that is out. Files are opened before anything is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any

from telegram import InputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo, LinkPreviewOptions
from telegram.constants import ParseMode

from publishers.adapters._pictures import read_file
from publishers.adapters._telegram_messages import Message
from publishers.adapters._telegram_wire import QuietBot
from publishers.contract import Document, Picture, Video
from publishers.errors import ContentRejected, ReasonCode, TryLater

Ask = Callable[[QuietBot], Awaitable[object]]
Media = InputMediaPhoto | InputMediaVideo | InputMediaDocument
_HTML = ParseMode.HTML


@dataclass(frozen=True, slots=True)
class Style:
    """How messages appear: without a sound, with which card of a link."""

    silent: bool | None = None
    preview: LinkPreviewOptions | None = None


@contextmanager
def sending(message: Message, chat_id: int | str, style: Style) -> Iterator[Ask]:
    """The request that sends ``message``. Raises ContentRejected or TryLater when a file cannot be read."""
    with ExitStack() as files:
        if len(message.media) > 1:
            covers: dict[str, Any] = {}
            media = [_media(item, files, covers, message.text if not n else "") for n, item in enumerate(message.media)]
            yield lambda bot: bot.send_media_group(
                chat_id, media, disable_notification=style.silent, api_kwargs=covers or None
            )
        elif message.media:
            yield _single(message, chat_id, style, files)
        elif message.poll is not None:
            yield _poll(message, chat_id, style)
        else:
            yield lambda bot: bot.send_message(
                chat_id,
                message.text,
                parse_mode=_HTML,
                link_preview_options=style.preview,
                disable_notification=style.silent,
            )


@contextmanager
def replacing(item: Picture | Video | Document, caption: str, chat_id: int | str, number: int) -> Iterator[Ask]:
    """The request that puts ``item`` with ``caption`` in the place of what message ``number`` shows."""
    with ExitStack() as files:
        covers: dict[str, Any] = {}
        media = _media(item, files, covers, caption)
        yield lambda bot: bot.edit_message_media(media, chat_id=chat_id, message_id=number, api_kwargs=covers or None)


def rewording(text: str, chat_id: int | str, number: int, style: Style) -> Ask:
    """The request that changes the text of a message without media."""
    return lambda bot: bot.edit_message_text(
        text, chat_id=chat_id, message_id=number, parse_mode=_HTML, link_preview_options=style.preview
    )


def recaptioning(text: str, chat_id: int | str, number: int) -> Ask:
    """The request that changes the words beside media."""
    return lambda bot: bot.edit_message_caption(chat_id=chat_id, message_id=number, caption=text, parse_mode=_HTML)


def deleting(numbers: tuple[int, ...], chat_id: int | str) -> Ask:
    """The request that takes the messages away: one, or up to a hundred at once."""
    if len(numbers) == 1:
        return lambda bot: bot.delete_message(chat_id, numbers[0])
    return lambda bot: bot.delete_messages(chat_id, numbers)


def pinning(number: int, chat_id: int | str, style: Style) -> Ask:
    """The request that keeps the message at the top."""
    return lambda bot: bot.pin_chat_message(chat_id, number, disable_notification=style.silent)


def _single(message: Message, chat_id: int | str, style: Style, files: ExitStack) -> Ask:
    (item,) = message.media
    file = _upload(item, files)
    common: dict[str, Any] = {
        "caption": message.text or None,
        "parse_mode": _HTML,
        "disable_notification": style.silent,
    }
    match item:
        case Picture():
            return lambda bot: bot.send_photo(chat_id, file, **common)
        case Video():
            cover = _upload(item.cover, files, attach=True) if item.cover else None
            return lambda bot: bot.send_video(chat_id, file, cover=cover, **_film(item), **common)
        case Document():
            # Telegram would show a document that looks like a picture or a film as one
            return lambda bot: bot.send_document(chat_id, file, disable_content_type_detection=True, **common)


def _poll(message: Message, chat_id: int | str, style: Style) -> Ask:
    poll = message.poll
    assert poll is not None
    return lambda bot: bot.send_poll(
        chat_id,
        poll.question,
        list(poll.options),
        is_anonymous=True,
        allows_multiple_answers=poll.multiple,
        disable_notification=style.silent,
    )


def _media(item: Picture | Video | Document, files: ExitStack, covers: dict[str, Any], caption: str) -> Media:
    """``covers`` takes the covers of films: the library uploads an item's file, but not its cover."""
    file = _upload(item, files, attach=True)
    words: dict[str, Any] = {"caption": caption, "parse_mode": _HTML} if caption else {}
    match item:
        case Picture():
            return InputMediaPhoto(file, **words)
        case Video():
            part = f"cover{len(covers)}" if item.cover else None
            if item.cover and part:
                covers[part] = _upload(item.cover, files)
            return InputMediaVideo(file, cover=f"attach://{part}" if part else None, **_film(item), **words)
        case Document():
            return InputMediaDocument(file, disable_content_type_detection=True, **words)


def _film(item: Video) -> dict[str, Any]:
    return {
        "width": item.width,
        "height": item.height,
        "duration": ceil(item.seconds),
        "supports_streaming": True,
    }


def _upload(item: Picture | Video | Document, files: ExitStack, *, attach: bool = False) -> InputFile:
    if isinstance(item, Picture) or item.open is None:
        return InputFile(read_file(item), filename=item.name, attach=attach)
    try:
        stream = files.enter_context(item.open())
    except FileNotFoundError:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, item.name) from None
    except OSError as error:
        raise TryLater(ReasonCode.MEDIA_UNREACHABLE, f"{item.name}: {type(error).__name__}") from None
    # read piece by piece while it is sent: fifty megabytes do not have to fit into memory
    return InputFile(stream, filename=item.name, attach=attach, read_file_handle=False)
