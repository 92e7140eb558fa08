"""Looking into a film: what it is, its poster, and why one stays outside."""

from __future__ import annotations

import io
import struct
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from content.films import facts
from content.films.boxes import refuse_at_sight
from content.films.confined import look_confined
from content.films.facts import Film, NotAFilm
from tests.films import film, sound_alone


@cache
def fast_start() -> bytes:
    return film(fast_start=True)


def looked(content: bytes, folder: Path) -> tuple[Film, Image.Image]:
    path = folder / "film"
    path.write_bytes(content)
    found = look_confined(path)
    return found.film, Image.open(io.BytesIO(found.poster))


def refused(content: bytes, folder: Path) -> tuple[str, dict[str, object]]:
    path = folder / "film"
    path.write_bytes(content)
    with pytest.raises(NotAFilm) as refusal:
        look_confined(path)
    return refusal.value.code, dict(refusal.value.params)


@pytest.mark.parametrize(
    ("made", "codec", "sound"),
    [
        ({}, "h264", "aac"),
        ({"container": "mov", "sound": ""}, "h264", ""),
        ({"codec": "libx265"}, "hevc", "aac"),
    ],
)
def test_a_film_tells_what_it_is(made: dict[str, str], codec: str, sound: str, tmp_path: Path) -> None:
    found, poster = looked(film(**made), tmp_path)

    assert found == Film(320, 180, 4.0, 24.0, codec, sound)
    assert (poster.format, poster.size) == ("JPEG", (320, 180))


def test_a_telephone_held_upright_makes_an_upright_film(tmp_path: Path) -> None:
    found, poster = looked(film(turned=True), tmp_path)

    assert (found.width, found.height) == (180, 320)
    assert poster.size == (180, 320)
    assert poster.convert("L").getpixel((40, 60)) > 200, "the white left half is the upper one now"
    assert poster.convert("L").getpixel((40, 280)) < 50


def test_the_poster_is_a_picture_that_shows_something(tmp_path: Path) -> None:
    _found, poster = looked(film(dark_seconds=2), tmp_path)

    assert poster.convert("L").getextrema()[1] > 200


def test_a_film_that_is_dark_all_through_has_a_dark_poster(tmp_path: Path) -> None:
    _found, poster = looked(film(dark_seconds=4, sound=""), tmp_path)

    assert poster.convert("L").getextrema()[1] < 50


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        (b"", "not_a_video", {}),
        (b"Salom, dunyo! " * 50, "not_a_video", {}),
        (b"%PDF-1.7 " * 50, "not_a_video", {}),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "not_a_video", {}),
        (struct.pack(">I", 24) + b"ftypheic" + bytes(100), "not_a_video", {}),
        (b"\x1aE\xdf\xa3" + bytes(100), "video_container", {"container": "MKV, WebM"}),
        (b"RIFF\x00\x00\x00\x00AVI LIST" + bytes(100), "video_container", {"container": "AVI"}),
        (struct.pack(">I", 24) + b"ftypisom" + bytes(12), "video_broken", {}),
        (struct.pack(">I", 24) + b"ftypisom" + bytes(12) + struct.pack(">I4sQ", 1, b"mdat", 2**63), "video_broken", {}),
        ((struct.pack(">I", 8) + b"free") * 20_000, "video_broken", {}),
    ],
)
def test_what_is_no_film_is_known_at_sight(
    content: bytes, code: str, params: dict[str, object], tmp_path: Path
) -> None:
    with pytest.raises(NotAFilm) as refusal:
        refuse_at_sight(io.BytesIO(content))

    assert (refusal.value.code, refusal.value.params) == (code, params)
    assert refused(content, tmp_path) == (code, params)


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    assert refused(sound_alone(), tmp_path) == ("video_without_picture", {})


@pytest.mark.parametrize(
    ("made", "code", "codec"),
    [({"codec": "mpeg4"}, "video_codec", "mpeg4"), ({"sound": "mp3"}, "video_sound", "mp3")],
)
def test_a_coding_no_channel_takes_is_named(made: dict[str, str], code: str, codec: str, tmp_path: Path) -> None:
    assert refused(film(**made), tmp_path) == (code, {"codec": codec})


@pytest.mark.parametrize("cut", [1, 1000, 11_000])
def test_a_film_that_was_cut_off_on_the_way_is_refused(cut: int, tmp_path: Path) -> None:
    assert refused(fast_start()[:-cut], tmp_path) == ("video_broken", {})


def test_a_film_of_noise_is_refused(tmp_path: Path) -> None:
    noise = fast_start()[:4000] + bytes(len(fast_start()) - 4000)

    assert refused(noise, tmp_path) == ("video_broken", {})


def test_spoilt_films_never_hang(tmp_path: Path) -> None:
    """Every box's length, and the numbers inside the header, spoilt one after the other."""
    for place in range(0, 2600, 200):
        spoilt = fast_start()[:place] + b"\xff" * 8 + fast_start()[place + 8 :]
        path = tmp_path / "film"
        path.write_bytes(spoilt)
        try:
            assert look_confined(path).film.codec == "h264"
        except NotAFilm as refusal:
            assert refusal.code in {"video_broken", "not_a_video", "video_took_too_long"}


def test_a_film_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.films.confined.WAITING_SECONDS", 0.01)

    assert refused(fast_start(), tmp_path) == ("video_took_too_long", {})


def test_a_film_larger_than_the_library_takes_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "film"
    with path.open("wb") as file:
        file.truncate(facts.LIBRARY_BYTES + 1)

    with pytest.raises(NotAFilm) as refusal:
        look_confined(path)

    assert (refusal.value.code, refusal.value.params) == ("video_library_limit", {"size": 1001, "limit": 1000})
