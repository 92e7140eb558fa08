"""Which of a post's media go along on one channel, frozen, and what the text has to say instead of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from content.cards import CardTooLong, draw_card
from content.checksums import documents_of, pictures_of, videos_of
from content.documents import FrozenDocument, freeze_document
from content.formats import Format
from content.models import Post
from content.pictures import FrozenPicture, freeze_bytes, freeze_image, is_cropped
from content.problems import Problem
from content.spelling import Spelling
from content.videos import FrozenVideo, freeze_video


@dataclass(slots=True)
class Carried:
    pictures: tuple[FrozenPicture, ...] = ()
    videos: tuple[FrozenVideo, ...] = ()
    documents: tuple[FrozenDocument, ...] = ()
    linked: tuple[FrozenDocument, ...] = ()
    """Documents the text points to, for the channel does not take them."""
    problems: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.pictures or self.videos or self.documents)


def carried_media(post: Post, form: Format, spelling: Spelling) -> Carried:
    """Alternative texts and a card's words are as ``spelling`` writes them.

    Codes of problems: file_missing {title}, card_too_long; as advice videos_left_out, documents_as_links,
    live_without_media, picture_cropped {number}. Writes frozen files into the storage."""
    found = Carried()
    if post.live_at is not None and form.live_without_media:
        if pictures_of(post) or videos_of(post):
            found.problems.append(Problem("live_without_media", blocking=False))
    else:
        found.pictures = tuple(_pictures(post, form, spelling, found.problems))
        found.videos = tuple(_videos(post, form, spelling, found.problems))
        _draw_missing_card(post, form, spelling, found)
    documents = tuple(_documents(post, found.problems))
    if form.documents_max and not (form.documents_alone and found):
        found.documents = documents
    elif documents:
        found.linked = documents
        found.problems.append(Problem("documents_as_links", blocking=False))
    return found


def _pictures(post: Post, form: Format, spelling: Spelling, problems: list[Problem]) -> Iterator[FrozenPicture]:
    """Where a platform crops them all to the shape of the first one, they are cropped here: it knows no focal point."""
    shape = None
    for number, row in enumerate(pictures_of(post), start=1):
        picture = freeze_image(row.image, spelling.text(row.alt_text), form, shape)
        if shape is not None and is_cropped(row.image, picture):
            problems.append(Problem("picture_cropped", {"number": number}, blocking=False))
        if form.crops_to_first and shape is None:
            shape = picture.width / picture.height
        yield picture


def draw_post_card(post: Post, spelling: Spelling) -> FrozenPicture:
    """A picture card for a channel that demands a picture when the post has none.

    Its words are those the template made, as long as the post still carries the template's title; a person who wrote
    another title said something else.
    """
    words = post.card if post.card.get("of") == post.title else {}
    title, lines = spelling.text(words.get("title", post.title)), [spelling.text(one) for one in words.get("lines", [])]
    kicker, footer = spelling.text(words.get("kicker", "")), spelling.text(post.organization.name)
    jpeg = draw_card(title=title, kicker=kicker, lines=lines, footer=footer)
    return freeze_bytes(jpeg, alt=". ".join([title, *lines]))


def _draw_missing_card(post: Post, form: Format, spelling: Spelling, found: Carried) -> None:
    if found or not (form.pictures_min or post.card.get("everywhere")):
        return
    try:
        found.pictures = (draw_post_card(post, spelling),)
    except CardTooLong:
        found.problems.append(Problem("card_too_long"))


def _videos(post: Post, form: Format, spelling: Spelling, problems: list[Problem]) -> Iterator[FrozenVideo]:
    rows = videos_of(post)
    if rows and not form.videos_max:
        problems.append(Problem("videos_left_out", blocking=False))
        return
    for row in rows:
        try:
            yield freeze_video(row.video, spelling.text(row.alt_text), form)
        except (OSError, ValueError):
            problems.append(Problem("file_missing", {"title": row.video.title}))


def _documents(post: Post, problems: list[Problem]) -> Iterator[FrozenDocument]:
    for row in documents_of(post):
        try:
            yield freeze_document(row.document)
        except OSError:
            problems.append(Problem("file_missing", {"title": row.document.title}))
