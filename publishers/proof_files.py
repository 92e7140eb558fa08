"""What a file that is to prove something really is: told by its bytes, never by its name."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from publishers.errors import ProofCode

MIMES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".pdf": "application/pdf"}
"""What is kept, by the ending it is kept under."""
PDF = ".pdf"
SMALL = (320, 320)
_PICTURES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_MOST_PIXELS = 64_000_000
_TAIL = 2048


class WrongFile(Exception):
    """Not a file that is taken. ``code`` says why."""

    def __init__(self, code: ProofCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Looked:
    suffix: str
    """A key of MIMES."""
    checksum: str
    """SHA-256, hex."""


def look_into(file: BinaryIO, *, limit: int) -> Looked:
    """What ``file`` is. ``limit``: most bytes. Raises WrongFile; leaves the file at its beginning."""
    file.seek(0, io.SEEK_END)
    if file.tell() > limit:
        raise WrongFile(ProofCode.TOO_LARGE)
    file.seek(0)
    suffix = PDF if file.read(5) == b"%PDF-" else _picture(file)
    if suffix == PDF and not _is_whole_pdf(file):
        raise WrongFile(ProofCode.DAMAGED)
    file.seek(0)
    checksum = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return Looked(suffix, checksum)


def small_picture(file: BinaryIO) -> bytes:
    """A JPEG of at most SMALL, upright as it was taken, without anything the camera wrote into it."""
    written = io.BytesIO()
    with Pillow.open(file) as picture:
        picture.draft("RGB", SMALL)
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail(SMALL)
        upright.convert("RGB").save(written, "JPEG", quality=80)
    return written.getvalue()


def _picture(file: BinaryIO) -> str:
    file.seek(0)
    try:
        with Pillow.open(file, formats=list(_PICTURES)) as picture:
            # some telephones put a second picture behind a JPEG: Pillow calls that by a name of its own
            suffix = _PICTURES.get(str(picture.format), ".jpg")
            if picture.width * picture.height > _MOST_PIXELS:
                raise WrongFile(ProofCode.TOO_LARGE)
            picture.draft("RGB", SMALL)
            picture.load()
    except UnidentifiedImageError:
        raise WrongFile(ProofCode.WRONG_FILE) from None
    except Pillow.DecompressionBombError:
        raise WrongFile(ProofCode.TOO_LARGE) from None
    except (OSError, SyntaxError, ValueError):
        raise WrongFile(ProofCode.DAMAGED) from None
    return suffix


def _is_whole_pdf(file: BinaryIO) -> bool:
    """An upload that broke off has no end mark."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - _TAIL))
    return b"%%EOF" in file.read()
