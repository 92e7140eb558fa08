"""Posts that carry films and documents beside their pictures, on the platforms that take all of it in one post."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest

from publishers.contract import Document, OutgoingPost, Published, Video
from tests.contract.kinds import webhook, wordpress
from tests.contract.stands import Kind, SandboxKind, SandboxStand, Shown, Stand
from tests.publishers.adapters.files import film, paper
from tests.publishers.adapters.posts import picture
from tests.publishers.adapters.wire import Reply

File = TypeVar("File", Video, Document)


class MediaKind(SandboxKind):
    def stand(self, request: pytest.FixtureRequest) -> Stand:
        return MediaStand(self, request.getfixturevalue("sandbox"), request.getfixturevalue("picture_host"))


class MediaStand(SandboxStand):
    """Two films, one with a cover, and a document go along."""

    def post(self) -> OutgoingPost:
        address = self._pictures.url
        films = tuple(film(number, base_url=address, cover=picture(9) if number == 1 else None) for number in (1, 2))
        return replace(
            super().post(),
            videos=tuple(self._served(each) for each in films),
            documents=(self._served(paper(base_url=address)),),
        )

    def as_sent(self, post: OutgoingPost, result: Published) -> list[Shown]:
        (shown,) = super().as_sent(post, result)
        return [replace(shown, pictures=(*shown.pictures, *(each.checksum for each in post.documents)))]

    def _served(self, file: File) -> File:
        self._pictures.on(file.name, Reply(file.read(), content_type=file.mime))
        return file


MEDIA_KINDS: dict[str, Kind] = {
    "wordpress media": wordpress(1, MediaKind),
    "webhook media": webhook(1, MediaKind),
}
