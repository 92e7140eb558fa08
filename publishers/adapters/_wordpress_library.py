"""What a post needs of the site beside itself: its files in the media library, its category. Found before made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, BinaryIO

from publishers.adapters._pictures import read_file, read_pictures
from publishers.adapters._wordpress_errors import Failure, hidden_step
from publishers.adapters._wordpress_wire import Site
from publishers.contract import Deadline, Document, OutgoingPost, Picture, Video
from publishers.errors import ContentRejected, PublishError, ReasonCode, TryLater

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
_ODD = re.compile(r"[^a-z0-9]")
_NO_SUCH_TYPE = "rest_upload_sideload_error"
_CANNOT_MAKE = ("rest_cannot_create", "rest_forbidden")


@dataclass(frozen=True, slots=True)
class Medium:
    """A file in the site's media library."""

    id: int
    url: str


@dataclass(frozen=True, slots=True)
class Film:
    video: Medium
    poster: Medium | None
    """The picture shown before it is played."""


@dataclass(frozen=True, slots=True)
class Library:
    """Where the files of a post are on the site, each kind in the post's order."""

    pictures: Sequence[Medium] = ()
    films: Sequence[Film] = ()
    documents: Sequence[Medium] = ()

    @property
    def featured(self) -> int:
        """The id of the post's featured picture: its first one, else that of a film; 0 without any."""
        posters = (film.poster for film in self.films)
        return next((medium.id for medium in (*self.pictures, *posters) if medium), 0)


def put_files(site: Site, post: OutgoingPost, deadline: Deadline) -> Library:
    """Each file's place in the library; one that is there already is not uploaded again.

    Raises PublishError only; nothing is out by then.
    """
    return Library(
        [_picture(site, picture, content, deadline) for picture, content in read_pictures(post.pictures)],
        [_film(site, video, deadline) for video in post.videos],
        [_put(site, document, document.title, deadline, title=document.title) for document in post.documents],
    )


def category_for(site: Site, section: str, deadline: Deadline) -> int | None:
    """The category whose slug is ``section``, made when it is missing; None when our user may not make one.

    Raises PublishError only.
    """
    try:
        found = site.read("/wp/v2/categories", deadline, slug=section, _fields="id,slug")
        if (number := _id_in(_with_slug(found, section))) is not None:
            return number
        name = section.replace("-", " ").capitalize()
        return _id_in(site.write("/wp/v2/categories", deadline, {"name": name, "slug": section}))
    except Failure as failure:
        answer = failure.answer
        if answer is not None and answer.code == "term_exists":
            return _id_in({"id": answer.data.get("term_id")})
        if answer is not None and answer.code.startswith(_CANNOT_MAKE) and answer.status == 403:
            return None
        raise hidden_step(failure) from None


def slug_of_file(frozen: Picture | Video | Document, words: str) -> str:
    """The same for the same bytes and words: what one post says of a picture, another need not."""
    seen = f"{frozen.checksum}\n{words}"
    return f"mr-{hashlib.sha256(seen.encode()).hexdigest()[:32]}"


def _picture(site: Site, picture: Picture, content: bytes, deadline: Deadline) -> Medium:
    return _put(site, picture, picture.alt, deadline, content=content, alt_text=picture.alt)


def _film(site: Site, video: Video, deadline: Deadline) -> Film:
    cover = video.cover
    poster = _picture(site, cover, read_file(cover), deadline) if cover else None
    return Film(_put(site, video, video.alt, deadline, title=video.alt), poster)


def _put(
    site: Site,
    frozen: Picture | Video | Document,
    words: str,
    deadline: Deadline,
    *,
    content: bytes | None = None,
    **params: str,
) -> Medium:
    slug = slug_of_file(frozen, words)
    ending = _ENDINGS.get(frozen.mime) or _ODD.sub("", frozen.name.rsplit(".", 1)[-1].lower())
    try:
        there = _with_slug(site.read("/wp/v2/media", deadline, slug=slug, _fields="id,slug,source_url"), slug)
    except Failure as failure:
        raise hidden_step(failure) from None
    if (medium := _medium(there)) is not None:
        return medium
    try:
        with _bytes_of(frozen) if content is None else nullcontext(content) as sent:
            made = site.upload(deadline, f"{slug}.{ending}", frozen.mime, sent, slug=slug, **params)
    except Failure as failure:
        raise _not_taken(failure, frozen) from None
    if (medium := _medium(made)) is None:
        raise TryLater(ReasonCode.SERVER_ERROR, "no id and address of the file in the answer")
    return medium


@contextmanager
def _bytes_of(frozen: Picture | Video | Document) -> Iterator[bytes | BinaryIO]:
    """The file as a stream where there is one, for films are large; else its bytes. Raises as ``read_file`` does."""
    opened = None if isinstance(frozen, Picture) else frozen.open
    if opened is None:
        yield read_file(frozen)
        return
    try:
        stream = opened()
    except FileNotFoundError:
        raise ContentRejected(ReasonCode.MEDIA_MISSING, frozen.name) from None
    except OSError as error:
        raise TryLater(ReasonCode.MEDIA_UNREACHABLE, f"{frozen.name}: {type(error).__name__}") from None
    with stream:
        yield stream


def _not_taken(failure: Failure, frozen: Picture | Video | Document) -> PublishError:
    """The error for an upload that failed, which shows readers nothing.

    Every site takes the pictures we send; of other files each takes what its owner chose, and says so in this way.
    """
    if failure.answer is not None and failure.answer.code == _NO_SUCH_TYPE and not isinstance(frozen, Picture):
        return ContentRejected(ReasonCode.MEDIA_REFUSED, failure.detail)
    return hidden_step(failure, unclear=ReasonCode.MEDIA_REFUSED)


def _medium(entry: object) -> Medium | None:
    number = _id_in(entry)
    url = entry.get("source_url") if isinstance(entry, Mapping) else None
    if number is None or not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return None
    return Medium(number, url)


def _with_slug(listed: object, slug: str) -> Mapping[str, Any] | None:
    entries = listed if isinstance(listed, list) else []
    return next((entry for entry in entries if isinstance(entry, Mapping) and entry.get("slug") == slug), None)


def _id_in(entry: object) -> int | None:
    number = entry.get("id") if isinstance(entry, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None
