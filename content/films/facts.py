"""What is known of a film once it was looked into, why one is refused, and the bounds of looking. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LIBRARY_BYTES = 1_000_000_000
LARGEST_SIDE = 8192
"""Pixels; beyond it one picture alone takes more memory than a film is worth."""
MEMORY_BYTES = 2_000_000_000
PROCESSOR_SECONDS = 30
WAITING_SECONDS = 60
"""How long a person waits at most, on the clock."""
ANSWER_BYTES = 8_000_000
"""Longest file the looking process may write: its answer, or the poster."""
VIDEO_CODECS = frozenset({"h264", "hevc"})
AUDIO_CODECS = frozenset({"aac"})


@dataclass(frozen=True, slots=True)
class Film:
    """``width`` and ``height`` in pixels as the film is seen, turned as its note says."""

    width: int
    height: int
    seconds: float
    frame_rate: float
    codec: str
    audio_codec: str
    """'' without sound."""


class NotAFilm(Exception):
    """It cannot go into the library. ``code`` names the reason (``content.labels``), ``params`` fill its sentence."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Any] = params or {}


@dataclass(frozen=True, slots=True)
class Looked:
    """A film with its poster (JPEG)."""

    film: Film
    poster: bytes = field(repr=False)
