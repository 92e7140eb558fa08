"""The post's words for one channel: in that channel's alphabet, before they are put together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from content.blocks import Block
from content.composition import Labels, Question
from content.links import link_for
from content.models import Channel, Post
from content.polls import read_question
from content.rich_text import parse


@dataclass(frozen=True, slots=True)
class Said:
    """``own_text``: plain text that replaces title and blocks on this channel. ``alphabet``: which they are in now."""

    title: str
    blocks: tuple[Block, ...]
    own_text: str | None
    hashtags: tuple[str, ...]
    poll: Question | None
    note: str
    labels: Labels
    alphabet: str


def said_on(channel: Channel, post: Post) -> Said:
    """What ``post`` says on ``channel``. The channel's alphabet is applied here and nowhere else."""
    with translation.override(post.organization.language):
        labels = Labels(
            read_more=_("Read more"),
            read_on_site=_("Read more on our website"),
            documents=_("Documents"),
            poll=_("Poll"),
        )
    return Said(
        title=post.title,
        blocks=parse(post.text, link_for=link_for),
        own_text=next((own.text for own in post.channel_texts.all() if own.channel_id == channel.pk), None),
        hashtags=tuple(post.hashtags.split()),
        poll=read_question(post.poll_question, post.poll_options, multiple=post.poll_multiple),
        note=post.correction_note,
        labels=labels,
        alphabet=channel.alphabet,
    )
