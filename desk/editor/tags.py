"""Hashtags to choose from: those the organization used last, and those of the post's template."""

from __future__ import annotations

from collections.abc import Iterator

from content.hashtag_advice import hashtag_key
from content.hashtags import hashtag
from content.models import Post, PostTemplate
from scheduler.models import Occurrence

POSTS_LOOKED_AT = 60
MOST_OFFERED = 12


def suggested_tags(post: Post) -> list[str]:
    """Without those the post has already, in whatever alphabet; the template's first, then the latest ones."""
    has = {hashtag_key(word) for word in post.hashtags.split()}
    found: dict[str, str] = {}
    for written in _written(post):
        tag = hashtag(written)
        key = hashtag_key(written)
        if tag and key not in has:
            found.setdefault(key, tag)
        if len(found) == MOST_OFFERED:
            break
    return list(found.values())


def _written(post: Post) -> Iterator[str]:
    if post.organization_id is None:
        return
    templates = {post.template_id}
    if post.pk is not None:
        templates |= set(Occurrence.objects.filter(post_id=post.pk).values_list("item__template_id", flat=True))
    for words in PostTemplate.objects.filter(pk__in=templates - {None}).values_list("hashtags", flat=True):
        yield from words.split()
    posts = Post.objects.filter(organization_id=post.organization_id).exclude(pk=post.pk)
    for words in posts.order_by("-created_at").values_list("hashtags", flat=True)[:POSTS_LOOKED_AT]:
        yield from words.split()
