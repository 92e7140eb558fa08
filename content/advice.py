"""Advice on a post's words that no single channel gives: its links and its hashtags."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from content.hashtag_advice import hashtag_advice
from content.link_advice import link_advice
from content.links import link_for
from content.models import Post
from content.problems import Problem
from content.rich_text import parse


def advice_on(post: Post) -> list[Problem]:
    """None of it stops a submission."""
    own = [urlsplit(address).hostname or "" for address in (settings.SITE_URL, post.organization.website)]
    own_texts = [one.text for one in post.channel_texts.all()]
    return [
        *link_advice(parse(post.text, link_for=link_for), own_texts, own),
        *hashtag_advice(post.hashtags.split()),
    ]
