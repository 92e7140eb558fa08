"""The Facebook page channel: text, link, one or several photos; read-back by the page's own listing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._graph import SECONDS_TO_SHOW, Graph
from publishers.adapters._graph_errors import GraphFailure, GraphLost, GraphRefused, hidden_step, id_in, visible_step
from publishers.adapters._graph_listing import listed, recent, same_link
from publishers.adapters._graph_tokens import verified_token
from publishers.adapters._matching import CLOCK_MARGIN, instant, normalised
from publishers.adapters._pictures import read_pictures
from publishers.adapters._unchangeable import Unchangeable
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
from publishers.errors import AccountRejected, Misconfigured, OutcomeUnknown, PublishError, ReasonCode, TryLater

_LOOK = timedelta(seconds=20)
_FIELDS = "id,message,created_time,permalink_url,application,attachments{media_type,target,url,subattachments}"
_log = logging.getLogger(__name__)


class FacebookPagePublisher(Unchangeable):
    """A page to which we hold a page token.

    ``Access.address``: the page's id. ``Access.options``: ``app_id`` and ``app_secret`` (both optional: proof of the
    app with every call, inspection of the token, and telling our posts from those of other apps).
    """

    kind: ClassVar[str] = "facebook"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["facebook"],
        repeat_safety="lookup",
        pace=timedelta(seconds=5),
        settle=timedelta(minutes=1),
        looks=4,
    )

    def __init__(self, access: Access) -> None:
        self._access = access
        self._page = access.address.strip()

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post on Facebook. No network."""
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> AccountReport:
        """Ask for the page and whose token this is. Raises AccountRejected, Misconfigured, TryLater."""
        graph, deadline = self._graph(), Deadline.after(_LOOK)
        try:
            page = graph.get(self._page, deadline, fields="id,name")
            me = self._owner(graph, deadline)
            token = graph.inspect_token(deadline)
        except GraphFailure as failure:
            error = hidden_step(failure, self._page, unclear=ReasonCode.TARGET_MISSING)
            if error.code is ReasonCode.TARGET_MISSING:
                raise AccountRejected(error.code, error.detail) from None
            raise error from None
        if me is not None and str(me.get("id")) != str(page.get("id")):
            raise AccountRejected(ReasonCode.WRONG_TOKEN_KIND, f"the token is of {me.get('name')!r}, not of the page")
        notes, expires_at = verified_token(token, kinds=("PAGE",), scopes=("pages_manage_posts",))
        return AccountReport(str(page.get("name") or self._page), (*notes, *graph.notes), expires_at)

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Put the post on the page. Raises PublishError only.

        Photos are uploaded unpublished first, so that the one step on ``/feed`` is all that readers can ever see.
        """
        graph = self._graph()
        fields: dict[str, Any] = {"message": post.text or None}
        if post.pictures:
            fields["attached_media"] = [{"media_fbid": photo} for photo in self._upload(graph, post, deadline)]
            if deadline.remaining() < SECONDS_TO_SHOW:
                raise TryLater(ReasonCode.UNREACHABLE, "the uploads took all the time there was")
        else:
            fields["link"] = post.link
        try:
            answer = graph.post(f"{self._page}/feed", deadline, **fields)
        except GraphFailure as failure:
            raise visible_step(failure, self._page) from None
        post_id = id_in(answer)
        if not post_id:
            raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no id in the answer")
        return Published(post_id, self._permalink(graph, post_id, deadline), (post_id,))

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Never needed: a page publishes in one step, so no token of ours exists."""
        raise Misconfigured(ReasonCode.INTERNAL, "facebook has no second step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """Look among the page's published posts for the same link or the same message. Never raises."""
        try:
            graph = self._graph()
        except PublishError as error:
            return CannotTell(error.code.value)
        deadline = Deadline.after(_LOOK)
        params = {"fields": _FIELDS, "since": int((since - CLOCK_MARGIN).astimezone(UTC).timestamp())}
        try:
            hits = [
                entry
                for entry in listed(graph, f"{self._page}/published_posts", deadline, **params)
                if self._is_ours(entry, post) and recent(entry, "created_time", since)
            ]
        except (GraphFailure, Misconfigured) as failure:
            return CannotTell(type(failure).__name__)
        if not hits:
            return NotFound(conclusive=True)
        first = min(hits, key=lambda entry: instant(entry.get("created_time")) or since)
        post_id = str(first["id"])
        return Published(post_id, str(first.get("permalink_url") or _plain_link(post_id)), (post_id,), found=True)

    def _upload(self, graph: Graph, post: OutgoingPost, deadline: Deadline) -> Iterator[str]:
        for picture, content in read_pictures(post.pictures):
            try:
                answer = graph.post(
                    f"{self._page}/photos",
                    deadline,
                    file=(picture.name, content, picture.mime),
                    published=False,
                    alt_text_custom=picture.alt or None,
                )
            except GraphFailure as failure:
                raise hidden_step(failure, self._page, unclear=ReasonCode.MEDIA_REFUSED) from None
            photo = id_in(answer)
            if not photo:
                raise TryLater(ReasonCode.SERVER_ERROR, "no photo id in the answer")
            yield photo

    def _permalink(self, graph: Graph, post_id: str, deadline: Deadline) -> str:
        """The post's own address; its plain one when asking fails, for the post itself is out by now."""
        try:
            link = graph.get(post_id, deadline, fields="permalink_url").get("permalink_url")
        except (GraphFailure, Misconfigured) as failure:
            _log.info("facebook: no permalink for %s: %s", post_id, type(failure).__name__)
            link = None
        return link if isinstance(link, str) and link else _plain_link(post_id)

    def _is_ours(self, entry: Mapping[str, Any], post: OutgoingPost) -> bool:
        ours, shown = self._access.options.get("app_id"), entry.get("application")
        if ours and isinstance(shown, Mapping) and "id" in shown and str(shown["id"]) != str(ours):
            return False
        text = normalised(post.text)
        if text and normalised(str(entry.get("message") or "")) == text:
            return True
        return bool(post.link) and not post.pictures and same_link(entry, str(post.link))

    def _owner(self, graph: Graph, deadline: Deadline) -> Mapping[str, Any] | None:
        """Whose token this is; None when the platform does not say, for that alone is no reason to stop a page."""
        try:
            return graph.get("me", deadline, fields="id,name")
        except GraphRefused as refusal:
            if refusal.answer.status in (400, 404) and refusal.answer.code in (0, 100, 803, 2500):
                return None
            raise
        except GraphLost as lost:
            if lost.answer is not None and lost.answer.status == 404:
                return None
            raise

    def _graph(self) -> Graph:
        if not self._page:
            raise Misconfigured(ReasonCode.SETTINGS_WRONG, "no page id")
        return Graph(self._access)


def _plain_link(post_id: str) -> str:
    return f"https://www.facebook.com/{post_id}"
