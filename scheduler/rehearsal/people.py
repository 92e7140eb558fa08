"""The people of the stage: one writes and submits, the others approve, through the services everybody uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.html import format_html

from content.drafts import DraftContent, create_draft
from content.models import Post
from content.preparation import TITLE_LENGTH
from content.services import ApprovalRefused, Stale, SubmissionRefused, decide, submit
from scheduler.fulfilling import attach_post
from scheduler.models import Occurrence

NAMES = ("rehearsal-author", "rehearsal-approver", "rehearsal-second-approver")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a post could not be submitted. ``channel`` is the id of the one it concerns, None for all of them."""

    channel: int | None
    code: str
    params: dict[str, Any]


@dataclass(slots=True)
class StagePeople:
    author: User
    approvers: tuple[User, User]
    """Of the first step and of the second."""
    begin: datetime
    end: datetime
    """They write what is due between these."""
    refused: dict[int, list[Refusal]] = field(default_factory=dict)
    """By post, what stood in the way of each that could not be submitted."""

    def write_what_is_missing(self) -> None:
        """Write and approve the post of every occurrence whose time to be prepared has come and that has none yet."""
        waiting = (
            Occurrence.objects.filter(slot__gte=self.begin, slot__lt=self.end, prepare_at__isnull=True)
            .filter(state__in=[Occurrence.State.EXPECTED, Occurrence.State.PREPARED])
            .exclude(post__live=True)
            .exclude(post__in=list(self.refused))
            .select_related("item__plan__organization", "post")
        )
        for occurrence in waiting:
            if occurrence.post is not None or occurrence.problem_code:
                self._write(occurrence)

    def submit_and_approve(self, post: Post) -> None:
        """Bring the post into the outbox; what stands in the way is kept in ``refused``."""
        try:
            submit(post, user=self.author)
            for approver in self.approvers:
                asked = Post.objects.get(pk=post.pk)
                assert asked.latest_revision_id is not None
                if asked.workflow_in_progress:
                    decide(asked, user=approver, action="approve", seen=asked.latest_revision_id)
        except SubmissionRefused as refusal:
            self.refused[post.pk] = [
                Refusal(channel.pk if channel else None, problem.code, dict(problem.params))
                for channel, problem in refusal.problems
            ]
        except (ValidationError, ApprovalRefused, PermissionDenied, Stale) as error:
            self.refused[post.pk] = [Refusal(None, "not_approved", {"error": type(error).__name__})]

    def _write(self, occurrence: Occurrence) -> None:
        title = _short(occurrence.item.title)
        text = format_html("<p>{}</p>", occurrence.item.title)
        if occurrence.post is None:
            channels = [channel for channel in occurrence.channels.all() if channel.is_active]
            content = DraftContent(
                title=title,
                text=text,
                channels=channels,
                publish_at=occurrence.slot,
                lateness_limit=occurrence.item.lateness_limit,
            )
            post = create_draft(occurrence.item.plan.organization, content, user=self.author)
            attach_post(occurrence, post, user=self.author)
        else:
            post = occurrence.post
            version = post.latest_revision.as_object()
            version.title, version.text = title, text
            version.save_revision(user=self.author)
        self.submit_and_approve(post)


def bring_people(begin: datetime, end: datetime) -> StagePeople:
    """An author and two approvers. They may do everything: rights are not what is rehearsed."""
    author, first, second = (
        User.objects.create(username=name, email=f"{name}@rehearsal.invalid", is_superuser=True) for name in NAMES
    )
    return StagePeople(author, (first, second), begin, end)


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
