"""What a post needs of the site beside itself: its pictures in the media library, its category. Found before made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from publishers.adapters._pictures import read_pictures
from publishers.adapters._wordpress_errors import Failure, hidden_step
from publishers.adapters._wordpress_wire import Site
from publishers.contract import Deadline, Picture
from publishers.errors import ReasonCode, TryLater

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
_CANNOT_MAKE = ("rest_cannot_create", "rest_forbidden")


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture in the site's media library."""

    id: int
    url: str
    alt: str

    def figure(self) -> str:
        source, alt = escape(self.url), escape(self.alt)
        return f'<figure class="wp-block-image"><img src="{source}" alt="{alt}" class="wp-image-{self.id}"/></figure>'


def put_pictures(site: Site, pictures: Sequence[Picture], deadline: Deadline) -> list[Medium]:
    """Each picture's place in the library, in order; one that is there already is not uploaded again.

    Raises PublishError only; nothing is out by then.
    """
    return [_put(site, picture, content, deadline) for picture, content in read_pictures(pictures)]


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


def slug_of_picture(picture: Picture) -> str:
    """The same for the same bytes and description: what one post says of a picture, another need not."""
    seen = f"{picture.checksum}\n{picture.alt}"
    return f"mr-{hashlib.sha256(seen.encode()).hexdigest()[:32]}"


def _put(site: Site, picture: Picture, content: bytes, deadline: Deadline) -> Medium:
    slug = slug_of_picture(picture)
    ending = _ENDINGS.get(picture.mime) or picture.name.rsplit(".", 1)[-1]
    try:
        there = _with_slug(site.read("/wp/v2/media", deadline, slug=slug, _fields="id,slug,source_url"), slug)
    except Failure as failure:
        raise hidden_step(failure) from None
    if (medium := _medium(there, picture)) is not None:
        return medium
    try:
        made = site.upload(deadline, f"{slug}.{ending}", picture.mime, content, slug=slug, alt_text=picture.alt)
    except Failure as failure:
        raise hidden_step(failure, unclear=ReasonCode.MEDIA_REFUSED) from None
    if (medium := _medium(made, picture)) is None:
        raise TryLater(ReasonCode.SERVER_ERROR, "no id and address of the picture in the answer")
    return medium


def _medium(entry: object, picture: Picture) -> Medium | None:
    number = _id_in(entry)
    url = entry.get("source_url") if isinstance(entry, Mapping) else None
    if number is None or not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return None
    return Medium(number, url, picture.alt)


def _with_slug(listed: object, slug: str) -> Mapping[str, Any] | None:
    entries = listed if isinstance(listed, list) else []
    return next((entry for entry in entries if isinstance(entry, Mapping) and entry.get("slug") == slug), None)


def _id_in(entry: object) -> int | None:
    number = entry.get("id") if isinstance(entry, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None
