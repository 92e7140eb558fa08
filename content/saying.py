"""The post's words for one channel: in that channel's alphabet, before they are put together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from content.blocks import Block
from content.composition import Labels, Question
from content.links import link_for
from content.models import Channel, Post
from content.polls import read_question
from content.problems import Problem
from content.rich_text import parse
from content.spelling import Spelling


@dataclass(frozen=True, slots=True)
class Said:
    """``own_text``: plain text that replaces title and blocks on this channel. ``alphabet``: which they are in now.
    ``problems``: words in doubt."""

    title: str
    blocks: tuple[Block, ...]
    own_text: str | None
    hashtags: tuple[str, ...]
    poll: Question | None
    note: str
    labels: Labels
    alphabet: str
    problems: tuple[Problem, ...]


def said_on(channel: Channel, post: Post, spelling: Spelling) -> Said:
    """What ``post`` says on ``channel``, as ``spelling`` writes it; hashtags stay as staff typed them."""
    with translation.override(post.organization.language):
        labels = Labels(
            read_more=spelling.label(_("Read more")),
            read_on_site=spelling.label(_("Read more on our website")),
            documents=spelling.label(_("Documents")),
            poll=spelling.label(_("Poll")),
        )
    own_text = next((own.text for own in post.channel_texts.all() if own.channel_id == channel.pk), None)
    poll = read_question(post.poll_question, post.poll_options, multiple=post.poll_multiple)
    return Said(
        title=spelling.text(post.title),
        blocks=spelling.blocks(parse(post.text, link_for=link_for)),
        own_text=spelling.own_text(own_text),
        hashtags=tuple(post.hashtags.split()),
        poll=poll and _spelt(poll, spelling),
        note=spelling.text(post.correction_note),
        labels=labels,
        alphabet=spelling.alphabet,
        problems=tuple(spelling.problems()),
    )


def _spelt(poll: Question, spelling: Spelling) -> Question:
    return replace(
        poll, question=spelling.text(poll.question), options=tuple(spelling.text(option) for option in poll.options)
    )
