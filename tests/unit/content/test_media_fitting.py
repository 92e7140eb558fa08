"""Videos and documents against each channel's limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from content.composition import Composed
from content.fitting import PictureFacts, fit
from content.formats import FORMATS
from content.problems import Problem

MB = 1_000_000
PICTURE = PictureFacts(width=1080, height=1080, size=200_000, alt="Majlis zali")


@dataclass(frozen=True)
class Video:
    width: int = 1280
    height: int = 720
    seconds: float = 30
    frame_rate: float = 25
    size: int = 5 * MB
    alt: str = "Yoʻl taʼmiri"


@dataclass(frozen=True)
class File:
    title: str = "Qaror"
    size: int = 100_000


def problems(
    kind: str, *, pictures: int = 0, videos: tuple[Video, ...] = (), documents: tuple[File, ...] = ()
) -> list[Problem]:
    form = FORMATS[kind]
    text = Composed("Sarlavha", "Matn", form.markup, "")
    return fit(text, form, [PICTURE] * pictures, videos, documents)


@pytest.mark.parametrize("kind", sorted(set(FORMATS) - {"newspaper"}))
def test_one_ordinary_video_goes_wherever_videos_go(kind: str) -> None:
    found = problems(kind, videos=(Video(),))

    assert found == []


@pytest.mark.parametrize(
    ("kind", "limit"), [("telegram", 50), ("instagram", 300), ("facebook", 1000), ("website", 1000)]
)
def test_a_video_has_at_most_the_channels_megabytes(kind: str, limit: int) -> None:
    assert problems(kind, videos=(Video(size=limit * MB),)) == []
    assert problems(kind, videos=(Video(size=limit * MB + 1),)) == [
        Problem("video_too_big", {"number": 1, "size": limit + 0.1, "limit": limit})
    ]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"seconds": 2.99}, Problem("video_too_short", {"number": 1, "seconds": 2.9, "limit": 3})),
        ({"seconds": 3.0}, None),
        ({"seconds": 900.0}, None),
        ({"seconds": 901.0}, Problem("video_too_long", {"number": 1, "minutes": 15.1, "limit": 15})),
        ({"frame_rate": 15.0}, Problem("video_rate", {"number": 1, "rate": 15, "smallest": 23, "largest": 60})),
        ({"frame_rate": 120.0}, Problem("video_rate", {"number": 1, "rate": 120, "smallest": 23, "largest": 60})),
        ({"frame_rate": 23.976}, None),
        ({"frame_rate": 59.94}, None),
        ({"width": 1920}, None),
        ({"width": 3840}, Problem("video_too_wide", {"number": 1, "width": 3840, "limit": 1920})),
        ({"alt": " "}, Problem("video_alt_missing", {"number": 1})),
    ],
)
def test_a_reel_has_instagrams_measures(changed: dict[str, object], expected: Problem | None) -> None:
    assert problems("instagram", videos=(replace(Video(), **changed),)) == ([expected] if expected else [])


def test_a_reel_is_picture_enough_for_instagram() -> None:
    assert problems("instagram") == [Problem("picture_needed", {"limit": 1})]
    assert problems("instagram", videos=(Video(),)) == []


@pytest.mark.parametrize("kind", ["telegram", "instagram"])
def test_an_album_holds_ten_pictures_and_videos_together(kind: str) -> None:
    assert problems(kind, pictures=8, videos=(Video(), Video())) == []
    assert problems(kind, pictures=9, videos=(Video(), Video())) == [
        Problem("too_many_media", {"count": 11, "limit": 10})
    ]


def test_facebook_takes_one_video_and_then_no_pictures() -> None:
    assert problems("facebook", videos=(Video(),)) == []
    assert problems("facebook", videos=(Video(), Video())) == [Problem("too_many_videos", {"count": 2, "limit": 1})]
    assert problems("facebook", pictures=1, videos=(Video(),)) == [Problem("media_not_mixed")]


def test_the_website_mixes_what_it_likes() -> None:
    assert problems("website", pictures=30, videos=(Video(),) * 10, documents=(File(),) * 30) == []


@pytest.mark.parametrize(("kind", "count", "limit"), [("telegram", 10, 50), ("newspaper", 10, 10)])
def test_documents_are_counted_and_weighed(kind: str, count: int, limit: int) -> None:
    assert problems(kind, documents=(File(size=limit * MB), *[File()] * (count - 1))) == []
    assert problems(kind, documents=(File(),) * (count + 1)) == [
        Problem("too_many_documents", {"count": count + 1, "limit": count})
    ]
    assert problems(kind, documents=(File(size=limit * MB + 1),)) == [
        Problem("document_too_big", {"title": "Qaror", "size": limit + 0.1, "limit": limit})
    ]


def test_a_letter_weighs_its_documents_too() -> None:
    assert problems("newspaper", documents=(File(size=9 * MB),) * 3) == [
        Problem("message_too_big", {"size": "36.9", "limit": "25.0"})
    ]


def test_a_documents_caption_is_a_caption() -> None:
    form = FORMATS["telegram"]
    text = Composed("T", "a" * 1025, form.markup, "")

    assert fit(text, form, documents=(File(),)) == [
        Problem("caption_too_long", {"length": 1025, "limit": 1024, "over": 1})
    ]
