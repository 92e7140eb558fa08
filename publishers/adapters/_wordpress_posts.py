"""The posts of a WordPress site: found by id or by slug, written, taken away. One call each, nothing repeated."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from publishers.adapters._wordpress_account import refused
from publishers.adapters._wordpress_errors import Failure, hidden_step, visible_step
from publishers.adapters._wordpress_wire import Site
from publishers.answers import kept_answer
from publishers.contract import Accepted, CannotTell, Deadline, NotFound, Placed, Published
from publishers.errors import AccountRejected, OutcomeUnknown, Partial, PublishError, ReasonCode, TryLater

_AGAIN = timedelta(seconds=30)
_EVERY_STATUS = "publish,future,draft,pending,private"
_FIELDS = "id,slug,status,link"
_KEPT = ("id", "slug", "status", "link", "date_gmt", "modified_gmt", "type", "author", "categories", "featured_media")
_NOBODY_THERE = "rest_post_invalid_id"
_OUT = ("publish", "future")

log = logging.getLogger(__name__)

Entry = Mapping[str, Any]


def standing(site: Site, slug: str, deadline: Deadline, status: str = _EVERY_STATUS) -> Entry | None:
    """The post under exactly this slug, which readers need not see. Raises PublishError."""
    try:
        # not in the context of editing: that hides what was published once somebody else has become its author
        listed = site.read("/wp/v2/posts", deadline, slug=slug, status=status, _fields=_FIELDS)
    except Failure as failure:
        raise refused(site, failure) from None
    if not isinstance(listed, list):
        raise TryLater(ReasonCode.SERVER_ERROR, "a listing that is no list")
    ours = [entry for entry in listed if isinstance(entry, Mapping) and entry.get("slug") == slug and number_of(entry)]
    return min(ours, key=lambda entry: (not is_out(entry), int(number_of(entry))), default=None)


def lies_in_trash(site: Site, slug: str, deadline: Deadline) -> bool:
    """Whether somebody threw the post away. A site that does not list its trash is believed to hold none of ours."""
    try:
        return standing(site, f"{slug}__trashed", deadline, "trash") is not None
    except PublishError as error:
        log.info("wordpress.trash_not_listed reason=%s", error.code.value)
        return False


def post_of(site: Site, placed: Placed, slug: str, deadline: Deadline) -> Entry | None:
    """The post by the id it was given, else by its slug; one that is out before any other. Raises PublishError."""
    entry = _by_number(site, placed.external_id, deadline) if placed.external_id.isdecimal() else None
    return entry if entry is not None and is_out(entry) else standing(site, slug, deadline) or entry


def still_out(site: Site, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
    """Raises PublishError."""
    if not placed.external_id.isdecimal():
        return CannotTell("the number of the post is not known")
    entry = _by_number(site, placed.external_id, deadline)
    return as_published(entry, found=True) if entry is not None and is_out(entry) else NotFound()


def create(site: Site, fields: Mapping[str, Any], deadline: Deadline) -> Published | Accepted:
    """A new post. Raises PublishError; Partial when it is there twice and the later one cannot be taken away."""
    made = _written(site, "/wp/v2/posts", fields, deadline)
    shown = as_shown(made)
    return shown if isinstance(shown, Accepted) else _only_one(site, shown, made, str(fields["slug"]), deadline)


def change(site: Site, number: str, fields: Mapping[str, Any], deadline: Deadline) -> Published | Accepted:
    """Write over the post of that id. Raises PublishError."""
    made = _written(site, f"/wp/v2/posts/{number}", fields, deadline)
    if number_of(made) != number:
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "the answer is about another post")
    return as_shown(made)


def take_away(site: Site, number: str, deadline: Deadline) -> None:
    """Move the post to the trash; on a site without one make a draft of it. Raises PublishError.

    One that is gone or lies there already is done.
    """
    try:
        site.delete(f"/wp/v2/posts/{number}", deadline)
    except Failure as failure:
        code = failure.answer.code if failure.answer is not None else ""
        if code in ("rest_already_trashed", _NOBODY_THERE):
            return
        if code != "rest_trash_not_supported":
            raise visible_step(failure) from None
        _written(site, f"/wp/v2/posts/{number}", {"status": "draft"}, deadline)


def make_and_discard(site: Site, fields: Mapping[str, Any], deadline: Deadline) -> None:
    """A post that nobody shall read, for trying out. Raises PublishError."""
    take_away(site, number_of(_written(site, "/wp/v2/posts", fields, deadline)), deadline)


def as_shown(made: object) -> Published | Accepted:
    """What the site made of the post. Raises OutcomeUnknown, or AccountRejected when it does not let readers see it."""
    if not isinstance(made, Mapping) or not number_of(made) or not isinstance(made.get("status"), str):
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no id and status of the post in the answer")
    if made["status"] == "publish":
        return as_published(made)
    if made["status"] == "future":
        return Accepted(number_of(made), _AGAIN, answer=_kept(made))
    raise AccountRejected(ReasonCode.RIGHTS_MISSING, f"the site keeps the post from its readers, as {made['status']}")


def look_at(site: Site, number: str, deadline: Deadline) -> Published | Accepted:
    """Whether readers see the post of that id by now. Raises PublishError."""
    try:
        return as_shown(site.read(f"/wp/v2/posts/{number}", deadline, _fields=_FIELDS))
    except Failure as failure:
        raise hidden_step(failure) from None


def as_published(entry: Entry, found: bool = False) -> Published:
    number, link = number_of(entry), entry.get("link")
    return Published(number, link if isinstance(link, str) else "", (number,), found=found, answer=_kept(entry))


def _kept(entry: Entry) -> str:
    """What the site says it made of the post; the post itself is kept elsewhere."""
    return kept_answer({name: entry[name] for name in _KEPT if name in entry})


def is_out(entry: Entry) -> bool:
    """True when readers see it, now or by itself later."""
    return entry.get("status") in _OUT


def number_of(entry: Entry) -> str:
    """The post's id as text; empty when there is none."""
    number = entry.get("id")
    return str(number) if isinstance(number, int) and not isinstance(number, bool) and number > 0 else ""


def _by_number(site: Site, number: str, deadline: Deadline) -> Entry | None:
    try:
        entry = site.read(f"/wp/v2/posts/{number}", deadline, _fields=_FIELDS)
    except Failure as failure:
        if failure.answer is not None and failure.answer.code == _NOBODY_THERE:
            return None
        raise refused(site, failure) from None
    return entry if isinstance(entry, Mapping) and number_of(entry) == number else None


def _written(site: Site, route: str, fields: Mapping[str, Any], deadline: Deadline) -> Entry:
    try:
        made = site.write(route, deadline, fields)
    except Failure as failure:
        raise visible_step(failure) from None
    if not isinstance(made, Mapping):
        raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no post in the answer")
    return made


def _only_one(site: Site, shown: Published, made: Entry, slug: str, deadline: Deadline) -> Published:
    """WordPress answers a taken slug with a second post under another: of two, the later one goes to the trash."""
    if made.get("slug") == slug:
        return shown
    try:
        first = standing(site, slug, deadline)
    except PublishError:
        return shown
    if first is None or first.get("status") != "publish" or number_of(first) == shown.external_id:
        return shown
    try:
        take_away(site, shown.external_id, deadline)
    except PublishError as error:
        raise Partial(ReasonCode.PARTLY_OUT, error.detail, parts=(number_of(first), shown.external_id)) from None
    return as_published(first)
