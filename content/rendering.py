"""A post as one channel will get it: composed, fitted, pictures frozen. The same code serves preview and submission."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from content.blocks import blocks_checksum
from content.cards import CardTooLong, draw_card
from content.composition import Composed, Labels, compose
from content.fitting import fit
from content.formats import format_for
from content.links import article_link, link_for
from content.models import Channel, Post, PostMedia
from content.pictures import FrozenPicture, freeze_bytes, freeze_image
from content.problems import Problem
from content.rich_text import parse


@dataclass(frozen=True, slots=True)
class Rendered:
    channel: Channel
    composed: Composed
    link: str
    section: str
    pictures: tuple[FrozenPicture, ...]
    problems: tuple[Problem, ...]

    @property
    def checksum(self) -> str:
        return form_checksum(
            self.composed.title,
            self.composed.text,
            self.link,
            self.section,
            [(picture.checksum, picture.alt) for picture in self.pictures],
        )

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.blocking]


def form_checksum(title: str, text: str, link: str, section: str, pictures: Sequence[tuple[str, str]]) -> str:
    """SHA-256, hex, of what readers of one channel would see; a picture is its bytes' checksum and alternative text."""
    return _sha([title, text, link, section, [list(picture) for picture in pictures]])


def content_checksum(post: Post) -> str:
    """SHA-256, hex, of what is approved: words, looks, media, channels and slot; not of Wagtail's block keys."""
    return _sha(
        [
            post.title,
            blocks_checksum(parse(post.text, link_for=link_for)),
            post.hashtags,
            post.section,
            post.publish_at.isoformat() if post.publish_at else "",
            post.lateness_limit.total_seconds(),
            sorted(channel.pk for channel in post.channels.all()),
            [[own.channel_id, own.text] for own in post.channel_texts.all()],
            [[media.image_id, media.image.file_hash, media.alt_text] for media in _media(post)],
            post.card,
        ]
    )


def render_for(post: Post, channel: Channel) -> Rendered:
    """What ``channel`` will get, with every problem found. Writes frozen pictures into the storage, no rows of ours."""
    form = format_for(channel.kind)
    link = article_link(post) or ""
    own_text = next((own.text for own in post.channel_texts.all() if own.channel_id == channel.pk), None)
    with translation.override(post.organization.language):
        labels = Labels(read_more=_("Read more"), read_on_site=_("Read more on our website"))
    composed = compose(
        kind=channel.kind,
        title=post.title,
        blocks=parse(post.text, link_for=link_for),
        hashtags=tuple(post.hashtags.split()),
        article_link=link or None,
        override=own_text,
        labels=labels,
    )
    pictures = tuple(freeze_image(media.image, media.alt_text, form) for media in _media(post))
    card_problems: list[Problem] = []
    if not pictures and (form.pictures_min or post.card.get("everywhere")):
        try:
            pictures = (draw_post_card(post),)
        except CardTooLong:
            card_problems.append(Problem("card_too_long"))
    problems = fit(composed, form, pictures)
    if card_problems:  # the card's own trouble says more than that a picture is missing
        problems = [*card_problems, *(problem for problem in problems if problem.code != "picture_needed")]
    return Rendered(channel, composed, link, post.section, pictures, tuple(problems))


def render_all(post: Post) -> list[Rendered]:
    """One rendered form per channel of the post, in the channels' order."""
    return [render_for(post, channel) for channel in sorted(post.channels.all(), key=lambda c: c.pk)]


def draw_post_card(post: Post) -> FrozenPicture:
    """A picture card for a channel that demands a picture when the post has none.

    Its words are those the template made, as long as the post still carries the template's title; a person who wrote
    another title said something else.
    """
    words = post.card if post.card.get("of") == post.title else {}
    title, lines = words.get("title", post.title), words.get("lines", [])
    jpeg = draw_card(title=title, kicker=words.get("kicker", ""), lines=lines, footer=post.organization.name)
    return freeze_bytes(jpeg, alt=". ".join([title, *lines]))


def _media(post: Post) -> list[PostMedia]:
    return [media for media in post.media.all() if media.image is not None]


def _sha(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
