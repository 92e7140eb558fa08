"""Queues one post: draft, submission and, when somebody approves in the same breath, approval."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.images import ImageFile
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from content.drafts import DraftContent, create_draft
from content.labels import problem_sentence
from content.models import Channel, LibraryImage, Organization, Post
from content.rich_text import well_formed
from content.services import ApprovalRefused, Stale, SubmissionRefused, check_content, decide, may_approve, submit
from content.templating import to_rich_text
from desk.command import DeskCommand
from scheduler.fulfilling import AlreadyFulfilled, attach_post, owed_on
from scheduler.models import Occurrence

CHANGED_MEANWHILE = (SubmissionRefused, ValidationError, PermissionDenied, ApprovalRefused, Stale, AlreadyFulfilled)


class Command(DeskCommand):
    help = "Queue a post. The body is plain text or Markdown (.md, .txt) or HTML (.html)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--title", required=True)
        parser.add_argument("--body", required=True, type=Path, metavar="FILE")
        parser.add_argument("--channels", required=True, help="names or kinds, separated by commas")
        parser.add_argument("--image", type=Path, metavar="FILE", action="append", default=[])
        parser.add_argument("--alt", action="append", default=[], help="alternative text, one for each --image")
        parser.add_argument("--at", metavar="ISO", help="when it shall go out, ISO 8601; default: at once")
        parser.add_argument("--item", metavar="N", help="number of the plan item it fulfils")
        parser.add_argument("--author", required=True, metavar="U", help="user name of who submits it")
        parser.add_argument("--approve-by", metavar="U", help="user name of who approves it")
        parser.add_argument("--organization", metavar="SLUG", help="may be left out when there is one")

    def work(self, **options: Any) -> None:
        organization = self.organization(options["organization"])
        author = self.author(options["author"])
        approver = self.approver(organization, options["approve_by"], author)
        content = self.content(organization, options)
        occurrence = self.occurrence(organization, options["item"], content.publish_at or timezone.now())
        self.check_pictures(options["image"], options["alt"])
        # pictures are worked on outside any transaction, so what was stored is taken back by hand
        pictures = self.store_pictures(options["image"], options["alt"])
        content = content.with_pictures(pictures)
        refusal = self.refusal(organization, content)
        if refusal:
            for image, _alt in pictures:
                image.delete()
            self.bad_input(refusal)
        post = self.queue(create_draft(organization, content, user=author), author, approver, occurrence)
        self.report(post, as_json=options["as_json"])

    def refusal(self, organization: Organization, content: DraftContent) -> str:
        """Why the post could not be submitted, a line for each reason; empty when it can."""
        try:
            check_content(organization, content)
        except SubmissionRefused as refusal:
            return "\n".join(
                f"{channel or _('post')}: {problem_sentence(problem)}" for channel, problem in refusal.problems
            )
        except ValidationError as error:
            return "; ".join(error.messages)
        return ""

    def queue(self, post: Post, author: User, approver: User | None, occurrence: Occurrence | None) -> Post:
        """Submit, attach and approve. What was checked may have changed since: then the post waits for people."""
        try:
            post = submit(post, user=author)
            if occurrence is not None:
                attach_post(occurrence, post, user=author)
            while approver is not None and post.workflow_in_progress:  # each step of it
                assert post.latest_revision_id is not None
                post = decide(post, user=approver, action="approve", seen=post.latest_revision_id)
        except CHANGED_MEANWHILE as error:
            self.fail(
                _("Something changed meanwhile (%(error)s). Post %(id)s is kept; go on with it on the staff screens.")
                % {"error": type(error).__name__, "id": post.pk}
            )
        return post

    def author(self, name: str) -> User:
        user = self.user(name)
        if not user.has_perm("content.add_post"):
            self.bad_input(_("%(user)s may not write posts.") % {"user": name})
        return user

    def approver(self, organization: Organization, name: str | None, author: User) -> User | None:
        if not name:
            return None
        user = self.user(name)
        if not may_approve(organization, user=user, submitted_by=author):
            self.bad_input(_("%(user)s may not approve this post.") % {"user": name})
        return user

    def content(self, organization: Organization, options: dict[str, Any]) -> DraftContent:
        return DraftContent(
            title=options["title"],
            text=self.body(options["body"]),
            channels=self.channels(organization, options["channels"]),
            publish_at=timezone.now() if options["at"] is None else self.instant(options["at"]),
        )

    def body(self, path: Path) -> str:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self.bad_input(_("The body cannot be read: %(error)s") % {"error": type(error).__name__})
        return well_formed(text) if path.suffix.lower() in {".html", ".htm"} else to_rich_text(text)

    def channels(self, organization: Organization, names: str) -> list[Channel]:
        known = list(Channel.objects.filter(organization=organization, is_active=True))
        chosen = []
        for name in filter(None, (part.strip() for part in names.split(","))):
            hits = [channel for channel in known if channel.name == name] or [
                channel for channel in known if channel.kind == name.lower()
            ]
            if len(hits) != 1:
                self.bad_input(
                    _("“%(name)s” names no single channel. There are: %(known)s")
                    % {"name": name, "known": ", ".join(channel.name for channel in known) or "–"}
                )
            chosen += hits
        return chosen

    def check_pictures(self, paths: list[Path], alts: list[str]) -> None:
        if len(paths) != len(alts):
            self.bad_input(_("Every --image needs its --alt: what the picture shows."))
        for path in paths:
            try:
                with Pillow.open(path) as probe:
                    if probe.mode[0] in "IF":  # more than eight bits a colour: measurements, not photographs
                        raise UnidentifiedImageError
                    probe.verify()
            except (OSError, UnidentifiedImageError, SyntaxError, Pillow.DecompressionBombError):
                self.bad_input(_("%(path)s is no picture we can read.") % {"path": path.name})

    def store_pictures(self, paths: list[Path], alts: list[str]) -> list[tuple[LibraryImage, str]]:
        pictures = []
        for path, alt in zip(paths, alts, strict=True):
            with path.open("rb") as file:
                image = LibraryImage(title=path.stem, description=alt[:255])
                image.file.save(path.name, ImageFile(file, name=path.name), save=True)
            pictures.append((image, alt))
        return pictures

    def user(self, name: str) -> User:
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            self.bad_input(_("There is no active user “%(name)s”.") % {"name": name})
        return user

    def occurrence(self, organization: Organization, number: str | None, at: datetime) -> Occurrence | None:
        if number is None:
            return None
        found = owed_on(organization, number, at)
        if found is None:
            self.bad_input(_("Item %(number)s owes nothing on that day that has no post yet.") % {"number": number})
        return found

    def report(self, post: Post, *, as_json: bool) -> None:
        deliveries = list(post.deliveries.select_related("channel").order_by("pk"))
        value = {
            "post": post.pk,
            "key": post.key,
            "state": "approved" if post.live else "submitted",
            "publish_at": post.publish_at,
            "deliveries": [
                {"id": row.pk, "channel": row.channel.name, "state": row.state, "due_at": row.due_at}
                for row in deliveries
            ],
        }
        text = (
            _("Post %(id)s is approved; deliveries that wait for their time: %(count)s.")
            if post.live
            else _("Post %(id)s waits for approval.")
        )
        self.show(value, text % {"id": post.pk, "count": len(deliveries)}, as_json=as_json)
