"""A ready wording put into a post that people are writing: a new version of the draft, never a silent one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.actions.edit import EditAction

from content.drafts import DraftContent, editor_text
from content.models import Post
from content.services import Stale


@transaction.atomic
def fill_draft(post: Post, content: DraftContent, *, user: Any, seen: int) -> None:
    """Title, text, hashtags, section and the card's words of the newest version, replaced by those of ``content``.

    ``seen``: the revision on the person's screen. Raises Stale when it is not the newest, PermissionDenied when the
    post may not be changed (by this person, or now).
    """
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if locked.latest_revision_id != seen:
        raise Stale
    draft = locked.get_latest_revision_as_object()
    draft.title, draft.text, draft.hashtags = content.title, editor_text(content.text), content.hashtags
    draft.section, draft.card, draft.template = content.section, content.card, content.template
    EditAction(draft, user=user, clean=False).execute()
