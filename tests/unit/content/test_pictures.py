"""Frozen pictures: what a channel gets of a picture of the library."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image

from content.formats import FORMATS
from content.models import LibraryImage
from content.pictures import FrozenPicture, freeze_image, is_cropped, read_frozen

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


def two_coloured(*, focus_at: int | None = None) -> LibraryImage:
    """A wide picture: blue on the left, red in its right third; the focal point stands ``focus_at`` pixels across."""
    content = io.BytesIO()
    picture = Image.new("RGB", (1500, 500), "blue")
    picture.paste((255, 0, 0), (1000, 0, 1500, 500))
    picture.save(content, "JPEG", quality=95)
    image = LibraryImage(title="Surat")
    if focus_at is not None:
        image.focal_point_x, image.focal_point_y = focus_at, 250
        image.focal_point_width = image.focal_point_height = 60
    image.file.save("surat.jpg", ImageFile(content, name="surat.jpg"), save=True)
    return image


def share_of_red(picture: FrozenPicture) -> float:
    with Image.open(io.BytesIO(read_frozen(picture.name))) as copy:
        row = [copy.getpixel((x, copy.height // 2)) for x in range(copy.width)]
    return sum(red > blue for red, _green, blue in row) / len(row)  # type: ignore[misc]


@pytest.mark.parametrize(("focus_at", "red"), [(1400, 0.49), (100, 0.0), (None, 0.24)])
def test_a_crop_keeps_what_the_focal_point_marks(focus_at: int | None, red: float) -> None:
    picture = freeze_image(two_coloured(focus_at=focus_at), "Surat", FORMATS["instagram"])

    assert picture.width / picture.height == pytest.approx(1.91, abs=0.01)
    assert share_of_red(picture) == pytest.approx(red, abs=0.03)


@pytest.mark.parametrize(("focus_at", "red"), [(1400, 1.0), (100, 0.0)])
def test_a_picture_takes_a_given_shape_round_its_focal_point(focus_at: int, red: float) -> None:
    image = two_coloured(focus_at=focus_at)

    picture = freeze_image(image, "Surat", FORMATS["instagram"], 0.8)

    assert (picture.width, picture.height) == (400, 500)
    assert share_of_red(picture) == pytest.approx(red, abs=0.03)
    assert is_cropped(image, picture)
    assert not is_cropped(image, freeze_image(image, "Surat", FORMATS["website"]))
