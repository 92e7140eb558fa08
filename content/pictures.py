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

_SAME_SHAPE = 0.02
"""Shapes that differ by less differ by rounding."""
_JPEG = "format-jpeg|jpegquality-85"
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


def freeze_image(image: LibraryImage, alt: str, form: Format, shape: float | None = None) -> FrozenPicture:
    """The library's picture as JPEG in the size and ratio ``form`` allows, if need be cropped round its focal point.

    ``shape``: width divided by height that it must have.
    """
    width, height = _upright_size(image)
    spec = _spec_of_shape(width, height, form.picture_side, shape) if shape else _filter_spec(width, height, form)
    rendition = image.get_rendition(spec)
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


def is_cropped(image: LibraryImage, frozen: FrozenPicture) -> bool:
    """Whether something of the library's picture is left out."""
    width, height = _upright_size(image)
    return abs(frozen.width / frozen.height - width / height) > _SAME_SHAPE * width / height


def _holds(name: str, content: bytes) -> bool:
    try:
        return read_frozen(name) == content
    except FileNotFoundError:
        return False


def _upright_size(image: LibraryImage) -> tuple[int, int]:
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
    return f"{size}|{_JPEG}"


def _spec_of_shape(width: int, height: int, side: int, shape: float) -> str:
    """As much of the picture as has the shape."""
    across, down = (height * shape, float(height)) if width / height > shape else (float(width), width / shape)
    scale = min(1, side / max(across, down))
    return f"fill-{round(across * scale)}x{round(down * scale)}|{_JPEG}"
