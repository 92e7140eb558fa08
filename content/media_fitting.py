"""Measures videos and documents against a channel's limits. Pure; the text and its pictures are `content.fitting`'s."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol

from content.formats import Format
from content.problems import Problem

_MEGABYTE = 1_000_000
_RATE_SLACK = 0.1
"""A film of 23.976 or 59.94 pictures a second is one of 24 or 60."""


class MeasuredVideo(Protocol):
    """What matters of a film, whatever object holds it: pixels, pictures a second, bytes."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def seconds(self) -> float: ...
    @property
    def frame_rate(self) -> float: ...
    @property
    def size(self) -> int: ...
    @property
    def alt(self) -> str: ...


class MeasuredDocument(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def size(self) -> int: ...


def video_problems(form: Format, videos: Sequence[MeasuredVideo], *, pictures: int = 0) -> Iterator[Problem]:
    """What the channel would refuse of ``videos``, beside so many ``pictures``."""
    count = len(videos)
    if count > form.videos_max:
        yield Problem("too_many_videos", {"count": count, "limit": form.videos_max})
    if videos and pictures and not form.mixes_media:
        yield Problem("media_not_mixed")
    elif videos and form.media_max is not None and count + pictures > form.media_max:
        yield Problem("too_many_media", {"count": count + pictures, "limit": form.media_max})
    for number, video in enumerate(videos, start=1):
        yield from _one_video(form, number, video)


def document_problems(form: Format, documents: Sequence[MeasuredDocument]) -> Iterator[Problem]:
    """What the channel would refuse of the ``documents`` that go along."""
    if len(documents) > form.documents_max:
        yield Problem("too_many_documents", {"count": len(documents), "limit": form.documents_max})
    for document in documents:
        if document.size > form.document_bytes:
            sizes = {"size": _megabytes(document.size), "limit": _megabytes(form.document_bytes)}
            yield Problem("document_too_big", {"title": document.title, **sizes})


def _one_video(form: Format, number: int, video: MeasuredVideo) -> Iterator[Problem]:
    if not video.alt.strip():
        yield Problem("video_alt_missing", {"number": number})
    if video.size > form.video_bytes:
        sizes = {"size": _megabytes(video.size), "limit": _megabytes(form.video_bytes)}
        yield Problem("video_too_big", {"number": number, **sizes})
    if form.video_seconds is not None:
        shortest, longest = form.video_seconds
        if video.seconds < shortest:
            yield Problem("video_too_short", {"number": number, "seconds": _tenths(video.seconds), "limit": shortest})
        if video.seconds > longest:
            minutes = {"minutes": math.ceil(video.seconds / 6) / 10, "limit": longest / 60}
            yield Problem(
                "video_too_long", {"number": number, **{name: _short(value) for name, value in minutes.items()}}
            )
    if form.video_rate is not None and not _rate_allowed(video.frame_rate, form.video_rate):
        smallest, largest = form.video_rate
        rates = {"rate": _short(round(video.frame_rate, 2)), "smallest": smallest, "largest": largest}
        yield Problem("video_rate", {"number": number, **rates})
    if form.video_width is not None and video.width > form.video_width:
        yield Problem("video_too_wide", {"number": number, "width": video.width, "limit": form.video_width})


def _rate_allowed(rate: float, allowed: tuple[float, float]) -> bool:
    smallest, largest = allowed
    return smallest - _RATE_SLACK <= rate <= largest + _RATE_SLACK


def _megabytes(size: int) -> float:
    """Rounded up, so that what is over a limit is never shown as the limit."""
    return _short(math.ceil(10 * size / _MEGABYTE) / 10)


def _tenths(seconds: float) -> float:
    return _short(math.floor(10 * seconds) / 10)


def _short(value: float) -> float:
    return int(value) if value == int(value) else value
