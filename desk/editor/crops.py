"""Each picture of a post as each kind of channel will crop it, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _now
from wagtail.permissions import policy_registry

from content.checksums import pictures_of
from content.formats import format_for
from content.models import Channel, LibraryImage, Post
from content.pictures import FrozenPicture, is_cropped
from content.rendering import Rendered

WEBSITE_CARD = "16 / 9"
"""How lists of the website show the first picture (.cover of its style sheet)."""
_SAME_SHAPE = 0.02


@dataclass(slots=True)
class Crop:
    """One form of a picture; ``position``: which part a frame narrower than the picture shows."""

    url: str
    shape: str
    words: str
    cropped: bool
    kinds: list[str] = field(default_factory=list)
    position: str = "50% 50%"


@dataclass(frozen=True, slots=True)
class PictureRow:
    number: int
    image: LibraryImage
    alt: str
    offered: str
    """The picture's own description, where the post has no alternative text yet."""
    has_focus: bool
    edit: str
    crops: list[Crop]


def picture_rows(post: Post, rendered: Sequence[tuple[Rendered, list[Channel]]], user: Any) -> list[PictureRow]:
    rows = pictures_of(post)
    if not rows:
        return []
    may = policy_registry.get_by_type(LibraryImage).user_has_permission(user, "change")
    found = []
    for at, row in enumerate(rows):
        image = row.image
        offered = "" if row.alt_text.strip() else image.description.strip()
        edit = reverse("wagtailimages:edit", args=[image.pk]) if may else ""
        crops = _crops(at, image, len(rows), rendered)
        found.append(PictureRow(at + 1, image, row.alt_text, offered, image.has_focal_point(), edit, crops))
    return found


def _crops(at: int, image: LibraryImage, count: int, rendered: Sequence[tuple[Rendered, list[Channel]]]) -> list[Crop]:
    crops: dict[tuple[str, str], Crop] = {}
    for form, _channels in rendered:
        kind = form.channel.kind
        if len(form.pictures) != count:
            continue  # a broadcast is announced in words alone
        name, picture = str(form.channel.get_kind_display()), form.pictures[at]
        words = _words(image, picture, of_first=bool(at) and format_for(kind).crops_to_first)
        frames = [(name, f"{picture.width} / {picture.height}", words, "50% 50%")]
        if kind == "website" and at == 0 and abs(picture.width / picture.height - 16 / 9) > _SAME_SHAPE:
            frames.append((_now("Website, lists"), WEBSITE_CARD, _now("cropped to 16:9"), "50% 0%"))
        for label, frame, words, position in frames:
            key = picture.checksum, frame
            if key not in crops:
                url = default_storage.url(picture.name)
                crops[key] = Crop(url, frame, words or _now("whole"), cropped=bool(words), position=position)
            if label not in crops[key].kinds:
                crops[key].kinds.append(label)
    return list(crops.values())


def _words(image: LibraryImage, picture: FrozenPicture, *, of_first: bool) -> str:
    """'cropped to 4:5'; "" when all of the picture is seen."""
    if not is_cropped(image, picture):
        return ""
    if of_first:
        return _now("cropped to the shape of the first")
    return _now("cropped to %(ratio)s") % {"ratio": _named_ratio(picture.width / picture.height)}


def _named_ratio(ratio: float) -> str:
    """As platforms name it: 4:5, 1.91:1."""
    return "4:5" if abs(ratio - 0.8) < _SAME_SHAPE else f"{ratio:.2f}:1"
