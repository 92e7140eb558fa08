"""Reads the frozen pictures of a post before anything leaves the house."""

from __future__ import annotations

from collections.abc import Sequence

from publishers.contract import Picture
from publishers.errors import ContentRejected, ReasonCode, TryLater


def read_pictures(pictures: Sequence[Picture]) -> list[tuple[Picture, bytes]]:
    """Each picture with its bytes, in order. Raises ContentRejected when one is gone, TryLater when storage fails."""
    return [(picture, _read(picture)) for picture in pictures]


def _read(picture: Picture) -> bytes:
    try:
        content = picture.read()
    except FileNotFoundError:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, picture.name) from None
    except OSError as error:
        raise TryLater(ReasonCode.MEDIA_UNREACHABLE, f"{picture.name}: {type(error).__name__}") from None
    if not content:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, picture.name)
    return content
