"""Measures a composed text and its media against a channel's limits, lists what is wrong, shortens nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from content.composition import Composed
from content.formats import Format
from content.hashtags import broken_hashtags_in, hashtag, hashtags_in
from content.lengths import measure
from content.markup import visible_text
from content.media_fitting import MeasuredDocument, MeasuredVideo, document_problems, video_problems
from content.problems import Problem

BLANK = re.compile(r"⟦([^⟦⟧]*)⟧")

_MENTION = re.compile(r"(?<![\w@./])@\w[\w.]*")
_ADDRESS = re.compile(r"https?://[^\s⟦⟧]+")
_RATIO_SLACK = 0.005
_AS_MAIL = 4 / 3 * 78 / 76
"""Base64 with its line ends."""


class MeasuredPicture(Protocol):
    """What matters of a picture, whatever object holds it: sides in pixels, size in bytes, alternative text."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def alt(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The plainest MeasuredPicture."""

    width: int
    height: int
    size: int
    alt: str


def fit(
    composed: Composed,
    form: Format,
    pictures: Sequence[MeasuredPicture] = (),
    videos: Sequence[MeasuredVideo] = (),
    documents: Sequence[MeasuredDocument] = (),
) -> list[Problem]:
    """Everything about the text and its media that the channel would refuse (blocking) or show badly (advice).

    Codes and params: text_empty, title_empty, text_too_long and caption_too_long {length, limit, over},
    unfilled_blank {names}, too_many_hashtags and too_many_mentions {count, limit}, hashtag_apostrophe {tag,
    better}, link_not_clickable {link}, picture_needed {limit}, too_many_pictures {count, limit}, message_too_big
    {size, limit} (both in MB), and with the picture's place counted from 1: alt_missing {number}, picture_too_big
    {number, size, limit}, picture_ratio {number, ratio, smallest, largest}, picture_cropped {number}. Of videos,
    likewise: too_many_videos and too_many_media {count, limit}, media_not_mixed, video_alt_missing {number},
    video_too_big {number, size, limit} in megabytes, video_too_short {number, seconds, limit}, video_too_long
    {number, minutes, limit}, video_rate {number, rate, smallest, largest}, video_too_wide {number, width, limit}.
    Of documents: too_many_documents {count, limit}, document_too_big {title, size, limit} in megabytes.
    """
    visible = visible_text(composed.text, composed.markup)
    return [
        *_length_problems(composed, visible, form, with_media=bool(pictures or videos or documents)),
        *_wording_problems(composed, visible, form),
        *_picture_problems(form, pictures, videos=len(videos)),
        *video_problems(form, videos, pictures=len(pictures)),
        *document_problems(form, documents),
        *_letter_problems(form, [*(each.size for each in pictures), *(each.size for each in documents)]),
    ]


def _letter_problems(form: Format, sizes: Sequence[int]) -> Iterator[Problem]:
    together = round(sum(sizes) * _AS_MAIL)
    if form.letter_bytes and together > form.letter_bytes:
        yield Problem("message_too_big", {"size": megabytes(together), "limit": megabytes(form.letter_bytes)})


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def unfilled_blanks(text: str) -> tuple[str, ...]:
    """Names of the blanks ``⟦name⟧`` still in ``text``, each once, in order."""
    return tuple(dict.fromkeys(name.strip() for name in BLANK.findall(text)))


def _length_problems(composed: Composed, visible: str, form: Format, with_media: bool) -> Iterator[Problem]:
    if composed.markup == "web_html" and not composed.title:
        yield Problem("title_empty")
    if not visible and not composed.follow_up:
        yield Problem("text_empty")
    is_caption = with_media and form.caption_limit is not None
    limit = length_limit(form, with_media=with_media)
    yield from _too_long(visible, form, "caption_too_long" if is_caption else "text_too_long", limit)
    follow_up = visible_text(composed.follow_up, composed.markup)
    yield from _too_long(follow_up, form, "text_too_long", form.text_limit)


def length_limit(form: Format, *, with_media: bool) -> int:
    """How long the (first) message may be."""
    return form.caption_limit if with_media and form.caption_limit is not None else form.text_limit


def hashtags_and_mentions(visible: str) -> tuple[int, int]:
    """How many of each a platform reads from a visible text; what stands inside an address is none."""
    words = _ADDRESS.sub(" ", visible)
    return len(hashtags_in(words)), len(_MENTION.findall(words))


def _too_long(visible: str, form: Format, code: str, limit: int) -> Iterator[Problem]:
    length = measure(visible, form.unit)
    if length > limit:
        yield Problem(code, {"length": length, "limit": limit, "over": length - limit})


def _wording_problems(composed: Composed, visible: str, form: Format) -> Iterator[Problem]:
    visible = f"{visible}\n\n{visible_text(composed.follow_up, composed.markup)}"
    if names := unfilled_blanks(f"{composed.title}\n{visible}"):
        yield Problem("unfilled_blank", {"names": names})
    words = _ADDRESS.sub(" ", visible)
    tags, mentions = hashtags_and_mentions(visible)
    if form.hashtags_max is not None and tags > form.hashtags_max:
        yield Problem("too_many_hashtags", {"count": tags, "limit": form.hashtags_max})
    if form.mentions_max is not None and mentions > form.mentions_max:
        yield Problem("too_many_mentions", {"count": mentions, "limit": form.mentions_max})
    for tag in dict.fromkeys(broken_hashtags_in(words)):
        yield Problem("hashtag_apostrophe", {"tag": tag, "better": hashtag(tag)}, blocking=False)
    if not form.links_clickable:
        for link in dict.fromkeys(_ADDRESS.findall(visible)):
            yield Problem("link_not_clickable", {"link": link.rstrip(".,;:!?)”»")}, blocking=False)


def _picture_problems(form: Format, pictures: Sequence[MeasuredPicture], videos: int) -> Iterator[Problem]:
    count = len(pictures)
    if count + videos < form.pictures_min:
        yield Problem("picture_needed", {"limit": form.pictures_min})
    if count > form.pictures_max:
        yield Problem("too_many_pictures", {"count": count, "limit": form.pictures_max})
    for number, picture in enumerate(pictures, start=1):
        if not picture.alt.strip():
            yield Problem("alt_missing", {"number": number})
        if picture.size > form.picture_bytes:
            yield Problem("picture_too_big", {"number": number, "size": picture.size, "limit": form.picture_bytes})
        if not _ratio_allowed(picture, form):
            yield Problem(
                "picture_ratio",
                {
                    "number": number,
                    "ratio": round(_ratio(picture), 2),
                    "smallest": form.ratio_min,
                    "largest": form.ratio_max,
                },
            )
        elif form.crops_to_first and abs(_ratio(picture) - _ratio(pictures[0])) > 2 * _RATIO_SLACK:
            yield Problem("picture_cropped", {"number": number}, blocking=False)


def _ratio_allowed(picture: MeasuredPicture, form: Format) -> bool:
    """A pixel of rounding is no reason to refuse a picture."""
    smallest, largest, ratio = form.ratio_min, form.ratio_max, _ratio(picture)
    return (smallest is None or ratio >= smallest * (1 - _RATIO_SLACK)) and (
        largest is None or ratio <= largest * (1 + _RATIO_SLACK)
    )


def _ratio(picture: MeasuredPicture) -> float:
    return picture.width / picture.height
