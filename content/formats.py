"""What each kind of channel can carry: the limits a text and its pictures are measured against. Pure data.

Source of the figures: the platforms' own documents (see docs/channels). Publishers declare the same object in their
capabilities, so a preview and the adapter can never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["characters", "utf16"]
Markup = Literal["telegram_html", "plain", "web_html"]


@dataclass(frozen=True, slots=True)
class Format:
    """Limits of one kind of channel. Lengths are counted in ``unit`` after markup is removed; bytes are bytes."""

    kind: str
    markup: Markup
    unit: Unit
    text_limit: int
    caption_limit: int | None
    """Limit when pictures go along; None when it is the same as ``text_limit``."""
    pictures_min: int
    pictures_max: int
    picture_bytes: int
    picture_side: int
    """Longest side in pixels the frozen copy of a picture is made for."""
    ratio_min: float | None = None
    """Width divided by height, smallest and largest allowed; None when any ratio will do."""
    ratio_max: float | None = None
    hashtags_max: int | None = None
    mentions_max: int | None = None
    links_clickable: bool = True
    crops_to_first: bool = False
    """Several pictures are all cropped to the ratio of the first one."""
    videos_max: int = 0
    video_bytes: int = 0
    video_seconds: tuple[float, float] | None = None
    """Shortest and longest film; None: any length."""
    video_rate: tuple[float, float] | None = None
    """Fewest and most pictures a second; None: any."""
    video_width: int | None = None
    media_max: int | None = None
    """Pictures and videos together; None: no further limit."""
    mixes_media: bool = True
    """Pictures and videos stand in one post."""
    documents_max: int = 0
    """0: the text says where a document is to be found."""
    document_bytes: int = 0
    letter_bytes: int | None = None
    """All files of a post together, as they go by mail (Base64 takes a third more); None: no such limit."""
    documents_alone: bool = False
    """Documents go along only where no picture and no video does; else the text says where they are."""
    polls: bool = False
    """Readers vote on the channel itself."""
    manners: frozenset[str] = frozenset()
    """Which of silent, pin, link_preview and live_at the channel heeds."""
    live_without_media: bool = False
    """A broadcast is announced in words alone."""
    follow_up: bool = False
    """Text too long to stand beside media goes out right after them, as a message of its own."""


_GIGABYTE = 1_000_000_000
"""As much as the library takes."""


def _by_hand(kind: str, picture_side: int) -> Format:
    """People take everything, and in any form."""
    return Format(
        kind, "web_html", "characters", 200_000, None, 0, 30, 20_000_000, picture_side,
        videos_max=10, video_bytes=_GIGABYTE, documents_max=30, document_bytes=_GIGABYTE,
    )  # fmt: skip


FORMATS: dict[str, Format] = {
    "website": Format(
        "website", "web_html", "characters", 200_000, None, 0, 30, 20_000_000, 1600,
        videos_max=10, video_bytes=_GIGABYTE, documents_max=30, document_bytes=_GIGABYTE,
    ),
    "telegram": Format(
        "telegram", "telegram_html", "characters", 4096, 1024, 0, 10, 10_000_000, 2560, ratio_min=0.05, ratio_max=20,
        videos_max=10, video_bytes=50_000_000, media_max=10,
        documents_max=10, document_bytes=50_000_000, documents_alone=True,
        polls=True, follow_up=True, manners=frozenset({"silent", "pin", "link_preview"}),
    ),
    "facebook": Format(
        "facebook", "plain", "characters", 63_206, None, 0, 10, 10_000_000, 2048,
        videos_max=1, video_bytes=_GIGABYTE, mixes_media=False,
        manners=frozenset({"live_at"}), live_without_media=True,
    ),
    "instagram": Format(
        "instagram", "plain", "characters", 2200, None, 1, 10, 8_000_000, 1440,
        ratio_min=0.8, ratio_max=1.91, hashtags_max=30, mentions_max=20, links_clickable=False, crops_to_first=True,
        videos_max=10, video_bytes=300_000_000, video_seconds=(3, 900), video_rate=(23, 60), video_width=1920,
        media_max=10,
    ),
    # a file goes up in one call, and a call has a minute
    "wordpress": Format(
        "wordpress", "web_html", "characters", 200_000, None, 0, 30, 10_000_000, 2048,
        videos_max=10, video_bytes=100_000_000, documents_max=30, document_bytes=100_000_000,
    ),
    # HTML, for a receiver can drop tags but not invent them; a message in Cyrillic stays below the standard's 20 kB
    "webhook": Format(
        "webhook", "web_html", "characters", 6_000, None, 0, 10, 10_000_000, 2048,
        videos_max=10, video_bytes=_GIGABYTE, documents_max=30, document_bytes=_GIGABYTE,
        manners=frozenset({"live_at"}),
    ),
    # by mail, which many letterboxes take up to 25 MB of; a film cannot be printed
    "newspaper": Format(
        "newspaper", "web_html", "characters", 200_000, None, 0, 30, 10_000_000, 2560,
        documents_max=10, document_bytes=10_000_000, letter_bytes=25_000_000,
    ),
    "billboard": _by_hand("billboard", picture_side=4096),
    "television": _by_hand("television", picture_side=4096),
    "radio": _by_hand("radio", picture_side=2560),
    "by_hand": _by_hand("by_hand", picture_side=4096),
}  # fmt: skip


def format_for(kind: str) -> Format:
    """Limits of a kind, ours or one that an adapter from elsewhere has brought. Raises KeyError."""
    return FORMATS.get(kind) or _ADDED[kind]


def add_format(form: Format) -> None:
    """Make a kind known that an adapter from elsewhere serves; ours keep their own."""
    if form.kind not in FORMATS:
        _ADDED[form.kind] = form


def added_kinds() -> tuple[str, ...]:
    """Kinds that came with adapters from elsewhere, in the order of their names."""
    return tuple(sorted(_ADDED))


_ADDED: dict[str, Format] = {}
