"""Frozen videos: the bytes each channel gets, copied once into our own storage under the name of their checksum."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageOps

from content.formats import Format
from content.frozen import freeze_file, frozen_url
from content.models.media import LibraryVideo
from content.pictures import FrozenPicture, freeze_bytes

_MOV = ".mov"
_COVER_SIDE = 1920


@dataclass(frozen=True, slots=True)
class FrozenVideo:
    """A film's facts, with where its bytes are."""

    title: str
    alt: str
    width: int
    height: int
    seconds: float
    frame_rate: float
    size: int
    """Bytes."""
    mime: str
    name: str
    """Path in the storage."""
    checksum: str
    """SHA-256 of the bytes, hex."""
    cover: FrozenPicture | None

    @property
    def url(self) -> str:
        return frozen_url(self.name)

    def as_row(self) -> dict[str, object]:
        return asdict(self)


def freeze_video(video: LibraryVideo, alt: str, form: Format) -> FrozenVideo:
    """The library's film as it is; only its cover is made to measure.

    Raises OSError when the library has lost the file, ValueError when it is another than was looked into.
    """
    is_mov = Path(video.file.name).suffix.lower() == _MOV
    with video.file.open("rb") as file:
        name = freeze_file(file, checksum=video.checksum, size=video.size, ending=_MOV if is_mov else ".mp4")
    return FrozenVideo(
        title=video.title,
        alt=alt,
        width=video.width,
        height=video.height,
        seconds=video.duration,
        frame_rate=video.frame_rate or 0.0,
        size=video.size,
        mime="video/quicktime" if is_mov else "video/mp4",
        name=name,
        checksum=video.checksum,
        cover=_cover(video, alt, form),
    )


def _cover(video: LibraryVideo, alt: str, form: Format) -> FrozenPicture | None:
    if not video.thumbnail:
        return None
    side = min(form.picture_side, _COVER_SIDE)
    written = io.BytesIO()
    with video.thumbnail.open("rb") as file, Pillow.open(file) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((side, side))
        upright.save(written, "JPEG", quality=85)
    return freeze_bytes(written.getvalue(), alt)
