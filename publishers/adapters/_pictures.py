"""Reads the frozen files of a post before anything leaves the house."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from publishers.contract import Picture
from publishers.errors import ContentRejected, ReasonCode, TryLater


class Frozen(Protocol):
    """A picture, video or document."""

    @property
    def name(self) -> str: ...
    @property
    def read(self) -> Callable[[], bytes]: ...


def read_pictures(pictures: Sequence[Picture]) -> list[tuple[Picture, bytes]]:
    """Each picture with its bytes, in order. Raises ContentRejected when one is gone, TryLater when storage fails."""
    return [(picture, read_file(picture)) for picture in pictures]


def read_file(item: Frozen) -> bytes:
    """The bytes of one file. Raises as ``read_pictures`` does."""
    try:
        content = item.read()
    except FileNotFoundError:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, item.name) from None
    except OSError as error:
        raise TryLater(ReasonCode.MEDIA_UNREACHABLE, f"{item.name}: {type(error).__name__}") from None
    if not content:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, item.name)
    return content
