"""What an organization wrote about words of its own, and what of it concerns one post."""

from __future__ import annotations

import json

from content.alphabets.own_lists import read_spellings, read_terms
from content.alphabets.own_words import NONE, OwnWords
from content.blocks import plain_lines
from content.links import link_for
from content.models import Organization, Post
from content.rich_text import parse


def own_words_of(organization: Organization) -> OwnWords:
    """The organization's lists; the form lets no bad line in, and one that came another way is not heeded."""
    terms, _bad = read_terms(organization.protected_terms)
    spellings, _bad = read_spellings(organization.own_spellings)
    return OwnWords(tuple(term for _line, term in terms), tuple(pair for _line, pair in spellings))


def own_words_in(post: Post) -> OwnWords:
    """Those that may stand in the post: only they matter to what its channels show."""
    if post.organization.language != "uz":
        return NONE
    own = own_words_of(post.organization)
    return own.within(_texts(post)) if own != NONE else NONE


def _texts(post: Post) -> list[str]:
    """All that an alphabet may change."""
    return [
        post.title,
        *plain_lines(parse(post.text, link_for=link_for)),
        *(own.text for own in post.channel_texts.all()),
        *(media.alt_text for media in post.media.all()),
        *(video.alt_text for video in post.videos.all()),
        *(row.document.title for row in post.documents.all() if row.document is not None),
        post.poll_question,
        post.poll_options,
        post.correction_note,
        json.dumps(post.card, ensure_ascii=False),
    ]
