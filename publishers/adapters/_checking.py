"""What can be seen to be wrong with a frozen post before any network call, by the same measure as the previews."""

from __future__ import annotations

from content.composition import Composed
from content.fitting import PictureFacts, fit
from content.formats import Format
from content.problems import Problem
from publishers.contract import OutgoingPost, Picture


def problems_of(post: OutgoingPost, limits: Format) -> list[Problem]:
    """Problems of ``post`` under ``limits``: codes and params as in ``content.fitting.fit``."""
    composed = Composed(title=post.title, text=post.text, markup=limits.markup, summary=post.summary)
    return fit(composed, limits, [_facts(picture) for picture in post.pictures])


def _facts(picture: Picture) -> PictureFacts:
    try:
        size = len(picture.read())
    except OSError:
        # a picture that cannot be read now is the publishing step's to report, with what is certain by then
        size = 0
    return PictureFacts(picture.width, picture.height, size, picture.alt)
