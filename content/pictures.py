"""Frozen pictures: the bytes each channel gets, copied once into our own storage under the name of their checksum."""

from __future__ import annotations

import hashlib
import io
from dataclasses import asdict, dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import ExifTags
from PIL import Image as Pillow

from content.fitting import PictureFacts
from content.formats import Format
from content.frozen import frozen_name, frozen_url, read_frozen
from content.models.media import LibraryImage

_LYING = frozenset({5, 6, 7, 8})
"""EXIF orientations by which width and height change places."""


@dataclass(frozen=True, slots=True)
class FrozenPicture(PictureFacts):
    """A picture's facts, with where its bytes are."""

    name: str
    """Path in the storage."""
    checksum: str
    """SHA-256 of the bytes, hex."""

    @property
    def url(self) -> str:
        return frozen_url(self.name)

    def as_row(self) -> dict[str, object]:
        return asdict(self)


def freeze_image(image: LibraryImage, alt: str, form: Format) -> FrozenPicture:
    """The library's picture as JPEG in the size and ratio ``form`` allows, if need be cropped round its focal point."""
    rendition = image.get_rendition(_filter_spec(*upright_size(image), form))
    with rendition.file.open("rb") as file:
        return freeze_bytes(_in_rgb(file.read()), alt)


def freeze_bytes(jpeg: bytes, alt: str) -> FrozenPicture:
    """Store JPEG bytes under their checksum; the same bytes are stored once."""
    checksum = hashlib.sha256(jpeg).hexdigest()
    name = frozen_name(checksum, ".jpg")
    if not _holds(name, jpeg):
        # also where a process was killed in the middle of writing: else these bytes could never be sent again
        default_storage.delete(name)
        name = default_storage.save(name, ContentFile(jpeg))
    with Pillow.open(io.BytesIO(jpeg)) as picture:
        width, height = picture.size
    return FrozenPicture(width=width, height=height, size=len(jpeg), alt=alt, name=name, checksum=checksum)


def _holds(name: str, content: bytes) -> bool:
    try:
        return read_frozen(name) == content
    except FileNotFoundError:
        return False


def upright_size(image: LibraryImage) -> tuple[int, int]:
    """Width and height as the picture is seen: telephones store it lying, with a note how to turn it."""
    with image.open_file() as file, Pillow.open(file) as picture:
        lies = picture.getexif().get(ExifTags.Base.Orientation) in _LYING
    return (image.height, image.width) if lies else (image.width, image.height)


def _in_rgb(jpeg: bytes) -> bytes:
    """The same picture in the only colours every platform takes: print houses send CMYK."""
    with Pillow.open(io.BytesIO(jpeg)) as picture:
        if picture.mode == "RGB":
            return jpeg
        converted = io.BytesIO()
        picture.convert("RGB").save(converted, "JPEG", quality=90)
    return converted.getvalue()


def _filter_spec(width: int, height: int, form: Format) -> str:
    side = form.picture_side
    ratio = width / height
    if form.ratio_min is not None and ratio < form.ratio_min:
        crop_width = min(width, int(side * form.ratio_min))
        # one pixel less in height keeps rounding on the allowed side
        size = f"fill-{crop_width}x{int(crop_width / form.ratio_min) - 1}"
    elif form.ratio_max is not None and ratio > form.ratio_max:
        crop_width = min(side, int(height * form.ratio_max))
        # one pixel more in height keeps rounding on the allowed side
        size = f"fill-{crop_width}x{int(crop_width / form.ratio_max) + 1}"
    else:
        size = f"max-{side}x{side}"
    return f"{size}|format-jpeg|jpegquality-85"
