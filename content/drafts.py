"""Drafts: what a new post holds, how it comes into being, and which of them the service may take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from wagtail.actions.create import CreateAction
from wagtail.actions.delete import DeleteAction
from wagtail.actions.edit import EditAction
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from content.models import (
    Channel,
    LibraryDocument,
    LibraryImage,
    LibraryVideo,
    Organization,
    Post,
    PostDocument,
    PostMedia,
    PostTemplate,
    PostVideo,
)
from content.models.posts import TEXT_FEATURES
from content.quiet_hours import Hours


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a new draft holds. ``text`` is HTML of the editor's features; anything else in it is dropped."""

    title: str
    text: str
    channels: Sequence[Channel]
    publish_at: datetime | None = None
    hashtags: str = ""
    section: str = "yangiliklar"
    lateness_limit: timedelta = timedelta(days=1)
    pictures: Sequence[tuple[LibraryImage, str]] = ()
    videos: Sequence[tuple[LibraryVideo, str]] = ()
    documents: Sequence[LibraryDocument] = ()
    card: dict[str, Any] = field(default_factory=dict)
    template: PostTemplate | None = None
    quiet: Hours | None = None
    """Nothing of it goes out in these local hours."""

    def with_pictures(self, pictures: Sequence[tuple[LibraryImage, str]]) -> DraftContent:
        return replace(self, pictures=pictures)


def create_draft(organization: Organization, content: DraftContent, *, user: Any | None) -> Post:
    """A draft with its first revision. ``user`` None: made by the service itself."""
    post = unsaved_post(organization, content)
    created: Post = CreateAction(post, user=user, clean=False).execute(skip_permission_checks=user is None)
    return created


def unsaved_post(organization: Organization, content: DraftContent) -> Post:
    """The post as it would be stored; none of its rows is."""
    post = Post(
        organization=organization,
        title=content.title,
        text=editor_text(content.text),
        hashtags=content.hashtags,
        section=content.section,
        publish_at=content.publish_at,
        lateness_limit=content.lateness_limit,
        quiet_from=content.quiet[0] if content.quiet else None,
        quiet_until=content.quiet[1] if content.quiet else None,
        card=content.card,
        template=content.template,
        live=False,
    )
    post.channels.set(content.channels)
    post.media.set(
        [PostMedia(image=image, alt_text=alt, sort_order=order) for order, (image, alt) in enumerate(content.pictures)]
    )
    post.videos.set(
        [PostVideo(video=video, alt_text=alt, sort_order=order) for order, (video, alt) in enumerate(content.videos)]
    )
    post.documents.set(
        [PostDocument(document=document, sort_order=order) for order, document in enumerate(content.documents)]
    )
    return post


def editor_text(html: str) -> str:
    """HTML as the editor stores it: with its features alone."""
    converter = ContentstateConverter(TEXT_FEATURES)
    stored: str = converter.to_database_format(converter.from_database_format(html))
    return stored


def set_publish_at(post: Post, publish_at: datetime | None, *, user: Any) -> None:
    """Give the newest wording of a draft another time, as a version of its own with a line in the history."""
    content = post.get_latest_revision_as_object()
    content.publish_at = publish_at
    EditAction(content, user=user, clean=False).execute(skip_permission_checks=True)


def is_untouched_draft(post: Post) -> bool:
    """True for a draft that the service made from a plan item and no person has saved, submitted or approved."""
    revision = post.latest_revision
    untouched = revision is not None and revision.user_id is None and post.revisions.count() == 1
    return untouched and not post.live and post.current_workflow_state is None and not post.renditions.exists()


def discard_untouched_draft(post: Post, *, user: Any) -> None:
    """Delete such a draft, with a line in the history. Raises ValueError for anything a person has worked on."""
    if not is_untouched_draft(post):
        raise ValueError("a person has worked on this post")
    DeleteAction(post, user=user).execute(skip_permission_checks=True)
