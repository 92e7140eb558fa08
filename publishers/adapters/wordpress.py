"""The WordPress channel: one post under a slug made of the delivery's key, so that it is found again for certain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters import _wordpress_posts as posts
from publishers.adapters._checking import problems_of
from publishers.adapters._wordpress_account import account_of
from publishers.adapters._wordpress_content import content_of
from publishers.adapters._wordpress_library import category_for, put_files
from publishers.adapters._wordpress_wire import Site
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    NotFound,
    OutgoingPost,
    Placed,
    Published,
    Withdrawn,
)
from publishers.errors import AccountRejected, ContentRejected, PublishError, ReasonCode, TryLater

_LOOK = timedelta(seconds=20)
_SECONDS_TO_SHOW = 1.0
"""With less time left the step that readers see is not begun: its answer would be lost for certain."""


class WordPressPublisher:
    """A site whose user gave us an application password.

    ``Access.address``: the site's address, https; of a stand-in, its name there. ``Access.secret``: ``name:password``.
    """

    kind: ClassVar[str] = "wordpress"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["wordpress"],
        repeat_safety="lookup",
        can_amend=True,
        can_withdraw=True,
        pace=timedelta(seconds=1),
        settle=timedelta(minutes=1),
    )

    def __init__(self, access: Access) -> None:
        self._access = access

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post on WordPress. No network."""
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> AccountReport:
        """Ask who we are there and what we may do. Raises AccountRejected, TryLater."""
        return account_of(Site(self._access), Deadline.after(_LOOK))

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Put the post up, or write over the one of this key, wherever it stands. Raises PublishError only.

        Files and category come first and show nothing: the step on ``/posts`` is all that readers can ever see.
        """
        slug, entry = slug_of(key), None
        with self._site() as site:
            try:
                entry = posts.standing(site, slug, deadline)
                fields = {**_fields(site, post, deadline), **_first_fields(post, slug)}
                if entry is None:
                    return posts.create(site, fields, deadline)
                return posts.change(site, posts.number_of(entry), fields, deadline)
            except PublishError:
                if entry is None or entry.get("status") != "publish":
                    raise
                # readers have it from an earlier attempt: what failed was only to write the same once more
                return posts.as_published(entry, found=True)

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Look whether the site's own clock has let out the post of the id ``token``. Raises PublishError only."""
        return posts.look_at(Site(self._access), token, deadline)

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """Look for the post under its slug, which no other has: absence is conclusive. Never raises.

        What somebody threw away on the site is for a person to decide: it was out, and is no longer.
        """
        slug, deadline = slug_of(key), Deadline.after(_LOOK)
        try:
            site = Site(self._access)
            # the second name: of two that were made at once, the first one may be gone since
            entry = posts.standing(site, slug, deadline) or posts.standing(site, f"{slug}-2", deadline)
            if entry is None and posts.lies_in_trash(site, slug, deadline):
                return CannotTell("the post lies in the site's trash")
        except PublishError as error:
            return CannotTell(error.code.value)
        match entry.get("status") if entry else None:
            case "publish" if entry:
                return posts.as_published(entry, found=True)
            case "future":
                return CannotTell("the site itself holds the post until its time")
            case _:
                return NotFound(conclusive=True)

    def is_there(self, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
        """Ask for the post by its number; one in the trash, or hidden from readers, is not there."""
        try:
            return posts.still_out(Site(self._access), placed, deadline)
        except PublishError as error:
            return CannotTell(error.code.value)

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        """The problems of ``after`` on WordPress: everything of a post can be changed there. No network."""
        return self.check(after)

    def amend(self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline) -> Published:
        """Write over the post at its address, its date kept. Raises PublishError only; ContentRejected with GONE when
        somebody took it away from its readers."""
        with self._site() as site:
            entry = posts.post_of(site, placed, slug_of(placed.key), deadline)
            if entry is None or not posts.is_out(entry):
                state = entry.get("status") if entry else "deleted"
                raise ContentRejected(ReasonCode.GONE, f"the post is no longer out: {state}")
            changed = posts.change(site, posts.number_of(entry), _fields(site, after, deadline), deadline)
            return changed if isinstance(changed, Published) else posts.as_published(entry)

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Move the post to the site's trash; a site without one keeps it as a draft. Raises PublishError only."""
        taken: set[str] = set()
        with self._site() as site:
            # again, for a twin under the same slug; a listing that lags shows what is gone
            while (entry := posts.post_of(site, placed, slug_of(placed.key), deadline)) is not None:
                number = posts.number_of(entry)
                if number in taken or not posts.is_out(entry):
                    break
                posts.take_away(site, number, deadline)
                taken.add(number)
        return Withdrawn()

    def try_out(self, post: OutgoingPost, deadline: Deadline) -> None:
        """Make a private post and move it to the trash. Raises PublishError only."""
        with self._site() as site:
            posts.make_and_discard(site, {"title": post.title, "content": post.text, "status": "private"}, deadline)

    @contextmanager
    def _site(self) -> Iterator[Site]:
        """The site; a sign-in that fails is told as the check of the account tells it, which staff can act on."""
        site = Site(self._access)
        try:
            yield site
        except AccountRejected as error:
            if error.code is ReasonCode.TOKEN_INVALID:
                _raise_closer(site)
            raise


def slug_of(key: str) -> str:
    """The address part of the post of ``key``: the same on every attempt, and no other post's."""
    return f"mr-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def _raise_closer(site: Site) -> None:
    try:
        account_of(site, Deadline.after(_LOOK))
    except AccountRejected as closer:
        raise closer from None
    except PublishError:
        return


def _first_fields(post: OutgoingPost, slug: str) -> dict[str, Any]:
    """What a post is given when it first goes up, and keeps."""
    # a time to come would hide the post until then
    at = min(post.slot or datetime.now(UTC), datetime.now(UTC)).astimezone(UTC)
    return {"slug": slug, "status": "publish", "date_gmt": at.strftime("%Y-%m-%dT%H:%M:%S")}


def _fields(site: Site, post: OutgoingPost, deadline: Deadline) -> dict[str, Any]:
    """What a correction may change; files and category are on the site by then. Raises PublishError."""
    library = put_files(site, post, deadline)
    category = category_for(site, post.section, deadline) if post.section else None
    fields: dict[str, Any] = {
        "title": post.title,
        "content": content_of(post, library),
        "excerpt": post.summary,
        "featured_media": library.featured,
    }
    if deadline.remaining() < _SECONDS_TO_SHOW:
        raise TryLater(ReasonCode.UNREACHABLE, "the uploads took all the time there was")
    return fields if category is None else {**fields, "categories": [category]}
