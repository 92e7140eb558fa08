"""What can be seen to be wrong with a frozen post before any network call, by the same measure as the previews."""

from __future__ import annotations

from dataclasses import dataclass

from content.composition import Composed
from content.fitting import PictureFacts, fit
from content.formats import Format
from content.problems import Problem
from publishers.contract import OutgoingPost, Picture, Video

_APPROVED_RATE = 30.0
"""Pictures a second: measured when a film is looked into, and a film they do not suit never gets this far."""


@dataclass(frozen=True, slots=True)
class _FilmFacts:
    width: int
    height: int
    seconds: float
    frame_rate: float
    size: int
    alt: str


def problems_of(post: OutgoingPost, limits: Format) -> list[Problem]:
    """Problems of ``post`` under ``limits``: codes and params as in ``content.fitting.fit``."""
    composed = Composed(
        title=post.title, text=post.text, markup=limits.markup, summary=post.summary, follow_up=post.follow_up
    )
    pictures, films = [_facts(picture) for picture in post.pictures], [_film(video) for video in post.videos]
    return fit(composed, limits, pictures, films, post.documents)


def _film(video: Video) -> _FilmFacts:
    return _FilmFacts(video.width, video.height, video.seconds, _APPROVED_RATE, video.size, video.alt)


def _facts(picture: Picture) -> PictureFacts:
    try:
        size = len(picture.read())
    except OSError:
        # a picture that cannot be read now is the publishing step's to report, with what is certain by then
        size = 0
    return PictureFacts(picture.width, picture.height, size, picture.alt)
