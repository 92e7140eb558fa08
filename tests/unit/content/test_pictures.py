"""Frozen pictures: what a channel gets of a picture of the library."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image

from content.formats import FORMATS
from content.models import LibraryImage
from content.pictures import FrozenPicture, freeze_image, read_frozen

pytestmark = pytest.mark.django_db
ORIENTATION = 0x0112


@pytest.fixture(autouse=True)
def no_renditions_of_other_tests() -> None:
    # Wagtail remembers renditions by the picture's number, which the next test's picture has again
    cache.clear()


def frozen(size: tuple[int, int], *, mode: str = "RGB", orientation: int = 1, kind: str = "instagram") -> FrozenPicture:
    content = io.BytesIO()
    picture = Image.new(mode, size)
    exif = picture.getexif()
    exif[ORIENTATION] = orientation
    picture.save(content, "JPEG", exif=exif)
    image = LibraryImage(title="Surat")
    image.file.save("surat.jpg", ImageFile(content, name="surat.jpg"), save=True)
    return freeze_image(image, "Surat", FORMATS[kind])


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("size", [(1200, 900), (900, 1200), (1200, 600), (600, 1200)])
def test_a_telephones_picture_fits_instagram_whichever_way_it_was_held(size: tuple[int, int], orientation: int) -> None:
    picture = frozen(size, orientation=orientation)

    assert 0.8 <= picture.width / picture.height <= 1.91
    stands = (size[1] > size[0]) != (orientation in (6, 8))
    assert (picture.height > picture.width) == stands


@pytest.mark.parametrize("mode", ["CMYK", "L"])
@pytest.mark.parametrize("kind", ["instagram", "telegram"])
def test_every_platform_gets_the_colours_it_can_show(mode: str, kind: str) -> None:
    picture = frozen((640, 640), mode=mode, kind=kind)

    with Image.open(io.BytesIO(read_frozen(picture.name))) as copy:
        assert (copy.format, copy.mode, copy.size) == ("JPEG", "RGB", (640, 640))
