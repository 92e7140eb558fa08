"""Reads the frozen files of a post before anything leaves the house."""

from __future__ import annotations

from collections.abc import Sequence

from publishers.contract import Document, Picture, Video
from publishers.errors import ContentRejected, ReasonCode, TryLater


def read_pictures(pictures: Sequence[Picture]) -> list[tuple[Picture, bytes]]:
    """Each picture with its bytes, in order. Raises ContentRejected when one is gone, TryLater when storage fails."""
    return [(picture, read_file(picture)) for picture in pictures]


def read_file(frozen: Picture | Video | Document) -> bytes:
    """The bytes of one file. Raises ContentRejected when it is gone, TryLater when storage fails."""
    try:
        content = frozen.read()
    except FileNotFoundError:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, frozen.name) from None
    except OSError as error:
        raise TryLater(ReasonCode.MEDIA_UNREACHABLE, f"{frozen.name}: {type(error).__name__}") from None
    if not content:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, frozen.name)
    return content
