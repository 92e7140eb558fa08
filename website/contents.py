"""What an article says, as its writer hands it over. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from website.folding import fold, fold_html


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """All that readers see of an article. ``checksum`` is of all of it: an equal one means nothing is to be written."""

    title: str
    body_html: str
    """Clean semantic HTML; shown as it is."""
    summary: str
    published_on: datetime
    checksum: str
    pictures: Sequence[Mapping[str, Any]] = ()
    """{url, alt, width, height}"""
    videos: Sequence[Mapping[str, Any]] = ()
    """{url, mime, alt, width, height, poster}; poster is a picture or None."""
    documents: Sequence[Mapping[str, Any]] = ()
    """{url, title, name, mime, size}; size in bytes."""
    poll: Mapping[str, Any] | None = None
    """{question, options}"""
    language: str = "uz"

    def as_fields(self) -> dict[str, Any]:
        """The values of the page's columns by name."""
        return {
            "title": self.title,
            "body_html": self.body_html,
            "summary": self.summary,
            "published_on": self.published_on,
            "pictures": [dict(picture) for picture in self.pictures],
            "videos": [dict(video) for video in self.videos],
            "documents": [dict(document) for document in self.documents],
            "poll": dict(self.poll or {}),
            "language": self.language,
            "checksum": self.checksum,
            "folded_text": " ".join(self._folded()),
        }

    def _folded(self) -> Iterator[str]:
        yield from (fold(self.title), fold(self.summary), fold_html(self.body_html))
        yield from (fold(str(document["title"])) for document in self.documents)
        if self.poll:
            yield from (fold(text) for text in (str(self.poll["question"]), *map(str, self.poll["options"])))
