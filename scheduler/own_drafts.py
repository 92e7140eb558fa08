"""Drafts that the service made for occurrences, and whether they may still give way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from content.drafts import is_untouched_draft
from content.models import Post
from scheduler.models import Occurrence


def lock_posts(rows: Collection[Occurrence]) -> None:
    """Lock the posts of locked rows and give them as they are now: nobody may save one between a look at it and its
    end."""
    wanted = [row.post_id for row in rows if row.post_id is not None]
    posts = Post.objects.select_for_update().order_by("pk").in_bulk(wanted) if wanted else {}
    for row in rows:
        row.post = posts.get(row.post_id)


def gives_way(post: Post) -> bool:
    """Whether the post is the service's own draft, and people have not let it stand for another occurrence either."""
    return is_untouched_draft(post) and post.occurrences.count() < 2


def is_being_prepared(row: Occurrence, *, now: datetime) -> bool:
    """Whether a worker has the occurrence in hand."""
    return row.leased_until is not None and row.leased_until > now
