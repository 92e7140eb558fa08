"""The WordPress channel: one post under a slug made of the delivery's key, so that it is found again for certain."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._unchangeable import Unchangeable
from publishers.adapters._wordpress_account import account_of, refused
from publishers.adapters._wordpress_errors import Failure, hidden_step, visible_step
from publishers.adapters._wordpress_library import category_for, put_pictures
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
    Published,
)
from publishers.errors import AccountRejected, OutcomeUnknown, Partial, PublishError, ReasonCode, TryLater

_LOOK = timedelta(seconds=20)
_SECONDS_TO_SHOW = 1.0
"""With less time left the step that readers see is not begun: its answer would be lost for certain."""
_AGAIN = timedelta(seconds=30)
_EVERY_STATUS = "publish,future,draft,pending,private,trash"
_FIELDS = "id,slug,status,link"
_TRASHED = "__trashed"


class WordPressPublisher(Unchangeable):
    """A site whose user gave us an application password.

    ``Access.address``: the site's address, https; of a stand-in, its name there. ``Access.secret``: ``name:password``.
    """

    kind: ClassVar[str] = "wordpress"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["wordpress"], repeat_safety="lookup", pace=timedelta(seconds=1), settle=timedelta(minutes=1)
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

        Pictures and category come first and show nothing: the step on ``/posts`` is all that readers can ever see.
        """
        site, slug = Site(self._access), slug_of(key)
        standing: Mapping[str, Any] | None = None
        try:
            standing = _standing(site, slug, deadline)
            return _put(site, post, slug, standing, deadline)
        except PublishError as error:
            if standing is not None and standing.get("status") == "publish":
                # readers have it from an earlier attempt: what failed was only to write the same once more
                return _published(standing, found=True)
            raise _closer(site, error) from None

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Look whether the site's own clock has let out the post of the id ``token``. Raises PublishError only."""
        try:
            return _shown(Site(self._access).read(f"/wp/v2/posts/{token}", deadline, _fields=_FIELDS))
        except Failure as failure:
            raise hidden_step(failure) from None

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """Look for the post under its slug, which no other has: absence is conclusive. Never raises.

        What somebody threw away on the site is for a person to decide: it was out, and is no longer.
        """
        try:
            standing = _standing(Site(self._access), slug_of(key), Deadline.after(_LOOK))
        except PublishError as error:
            return CannotTell(error.code.value)
        if standing is None:
            return NotFound(conclusive=True)
        match standing.get("status"):
            case "publish":
                return _published(standing, found=True)
            case "trash":
                return CannotTell("the post lies in the site's trash")
            case "future":
                return CannotTell("the site itself holds the post until its time")
            case _:
                return NotFound(conclusive=True)


def slug_of(key: str) -> str:
    """The address part of the post of ``key``: the same on every attempt, and no other post's."""
    return f"mr-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def _standing(site: Site, slug: str, deadline: Deadline) -> Mapping[str, Any] | None:
    """The post under the slug in whatever state, one that readers see before any other. Raises PublishError."""
    slugs = (slug, f"{slug}-2", f"{slug}{_TRASHED}")
    try:
        # not in the context of editing: that hides what was published once somebody else has become its author
        listed = site.read(
            "/wp/v2/posts", deadline, slug=",".join(slugs), status=_EVERY_STATUS, per_page="100", _fields=_FIELDS
        )
    except Failure as failure:
        raise refused(site, failure) from None
    if not isinstance(listed, list):
        raise TryLater(ReasonCode.SERVER_ERROR, "a listing that is no list")
    ours = [entry for entry in listed if isinstance(entry, Mapping) and entry.get("slug") in slugs and _number(entry)]
    return min(ours, key=_rank, default=None)


def _put(
    site: Site, post: OutgoingPost, slug: str, standing: Mapping[str, Any] | None, deadline: Deadline
) -> Published | Accepted:
    fields = _fields(site, post, slug, deadline)
    if deadline.remaining() < _SECONDS_TO_SHOW:
        raise TryLater(ReasonCode.UNREACHABLE, "the uploads took all the time there was")
    try:
        made = site.write(f"/wp/v2/posts/{_number(standing)}" if standing else "/wp/v2/posts", deadline, fields)
    except Failure as failure:
        raise visible_step(failure) from None
    shown = _shown(made)
    return shown if isinstance(shown, Accepted) else _only_one(site, shown, made, slug, deadline)


def _closer(site: Site, error: PublishError) -> PublishError:
    """What the check of the account says of a sign-in that failed, for that is what staff can act on."""
    if not (isinstance(error, AccountRejected) and error.code is ReasonCode.TOKEN_INVALID):
        return error
    try:
        account_of(site, Deadline.after(_LOOK))
    except AccountRejected as closer:
        return closer
    except PublishError:
        return error
    return error


def _rank(entry: Mapping[str, Any]) -> tuple[bool, bool, int]:
    return entry.get("status") != "publish", entry.get("status") == "trash", int(_number(entry))


def _fields(site: Site, post: OutgoingPost, slug: str, deadline: Deadline) -> dict[str, Any]:
    """The post as WordPress takes it; pictures and category are on the site by then. Raises PublishError."""
    pictures = put_pictures(site, post.pictures, deadline)
    category = category_for(site, post.section, deadline) if post.section else None
    # a time to come would hide the post until then
    at = min(post.slot or datetime.now(UTC), datetime.now(UTC)).astimezone(UTC)
    fields: dict[str, Any] = {
        "title": post.title,
        "content": "\n".join([post.text, *(medium.figure() for medium in pictures[1:])]),
        "excerpt": post.summary,
        "slug": slug,
        "status": "publish",
        "date_gmt": at.strftime("%Y-%m-%dT%H:%M:%S"),
        "featured_media": pictures[0].id if pictures else 0,
    }
    return fields if category is None else {**fields, "categories": [category]}


def _shown(made: object) -> Published | Accepted:
    """What the site made of the post. Raises OutcomeUnknown, or AccountRejected when it does not let readers see it."""
    if not isinstance(made, Mapping) or not _number(made) or not isinstance(made.get("status"), str):
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no id and status of the post in the answer")
    if made["status"] == "publish":
        return _published(made)
    if made["status"] == "future":
        return Accepted(_number(made), _AGAIN)
    raise AccountRejected(ReasonCode.RIGHTS_MISSING, f"the site keeps the post from its readers, as {made['status']}")


def _only_one(site: Site, shown: Published, made: Mapping[str, Any], slug: str, deadline: Deadline) -> Published:
    """WordPress answers a taken slug with a second post under another: of two, the later one goes to the trash.

    Raises Partial, with both ids, when it does not go.
    """
    if made.get("slug") == slug:
        return shown
    try:
        first = _standing(site, slug, deadline)
    except PublishError:
        return shown
    if first is None or first.get("slug") != slug or first.get("status") != "publish":
        return shown
    try:
        site.delete(f"/wp/v2/posts/{shown.external_id}", deadline)
    except Failure as failure:
        raise Partial(ReasonCode.PARTLY_OUT, failure.detail, parts=(_number(first), shown.external_id)) from None
    return _published(first)


def _published(entry: Mapping[str, Any], found: bool = False) -> Published:
    number, link = _number(entry), entry.get("link")
    return Published(number, link if isinstance(link, str) else "", (number,), found=found)


def _number(entry: Mapping[str, Any]) -> str:
    """The post's id as text; empty when there is none."""
    number = entry.get("id")
    return str(number) if isinstance(number, int) and not isinstance(number, bool) and number > 0 else ""
