"""The Instagram channel: a picture, reel or carousel, in two steps; read-back by container and media list."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._graph import SECONDS_TO_SHOW, Graph
from publishers.adapters._graph_errors import GraphFailure, GraphRefused, hidden_step, id_in, read_step, visible_step
from publishers.adapters._graph_measuring import Asked, measure_followers, measure_object
from publishers.adapters._graph_removing import take_away
from publishers.adapters._graph_standing import standing
from publishers.adapters._graph_tokens import verified_token
from publishers.adapters._instagram_container import (
    ContainerState,
    broken,
    create_carousel,
    create_containers,
    require_addresses,
    state_of,
)
from publishers.adapters._instagram_media import caption, shown
from publishers.adapters._instagram_token import ContainerToken
from publishers.adapters._unchangeable import Unchangeable
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    Measured,
    NotFound,
    OutgoingPost,
    Placed,
    Published,
    Withdrawn,
)
from publishers.errors import AccountRejected, Misconfigured, OutcomeUnknown, PublishError, ReasonCode, TryLater
from publishers.metrics import Metric, Source

_LOOK = timedelta(seconds=20)
_MISSES = 2
_OF_MEDIA = (
    Asked(Metric.VIEWS, "views"),
    Asked(Metric.REACH, "reach"),
    Asked(Metric.LIKES, "likes"),
    Asked(Metric.COMMENTS, "comments"),
    Asked(Metric.SHARES, "shares"),
    Asked(Metric.SAVES, "saved"),
    Asked(Metric.INTERACTIONS, "total_interactions"),
)
_OF_ACCOUNTS = (Asked(Metric.VIEWS, "views"), Asked(Metric.REACH, "reach"))
_SCOPES = ("instagram_content_publish", "instagram_business_content_publish")
_DAILY_POSTS = 50
_log = logging.getLogger(__name__)


class InstagramPublisher(Unchangeable):
    """A professional account, reached through the Facebook page it is connected to.

    ``Access.address``: the account's numeric id. ``Access.secret``: as of a Facebook page. ``Access.options``:
    ``may_delete``, when the token is a person's with ``instagram_manage_contents``, which alone lets posts be deleted.

    ``publish`` only makes containers and so never shows anything; its token names them. ``resume`` asks for their
    state and, when they are ready, publishes: the one step that readers see. For the outbox:

    - ``Accepted`` replaces the stored token.
    - ``TryLater(NOT_READY)`` from ``resume`` means the containers are of no more use and nothing is out:
      drop the token and call ``publish`` anew.
    - Any other ``TryLater`` from ``resume`` leaves the containers usable: keep the token and call ``resume`` again.
    - After ``OutcomeUnknown`` pass the token to ``find``; on ``NotFound`` keep it and call ``resume`` again, which
      asks for the container's state before it publishes.

    A picture the platform could not fetch is ``TryLater(MEDIA_UNREACHABLE)`` however often that happens: only the
    container step can meet it, and the item's lateness limit ends it.
    """

    kind: ClassVar[str] = "instagram"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["instagram"],
        repeat_safety="lookup",
        pace=timedelta(seconds=5),
        settle=timedelta(minutes=1),
        looks=4,  # the list of media may lag, and a container does not say whether a call is still under way
        platform="graph",
        can_measure=True,
        metrics=tuple(each.metric for each in _OF_MEDIA),
    )

    def __init__(self, access: Access) -> None:
        self._access = access
        self._account = access.address.strip()

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post on Instagram. No network."""
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> AccountReport:
        """Ask for the account, its quota and the token. Raises AccountRejected, Misconfigured, TryLater."""
        graph, deadline = self._graph(), Deadline.after(_LOOK)
        try:
            account = graph.get(self._account, deadline, fields="id,username")
            used, total = self._quota(graph, deadline)
            token = graph.inspect_token(deadline)
        except GraphFailure as failure:
            error = hidden_step(failure, self._account, unclear=ReasonCode.TARGET_MISSING)
            if error.code is ReasonCode.TARGET_MISSING:
                raise AccountRejected(error.code, error.detail) from None
            raise error from None
        notes, expires_at = verified_token(token, kinds=(), scopes=_SCOPES, place=self._account)
        name = f"@{account['username']}" if account.get("username") else self._account
        return AccountReport(name, (f"{used} of {total} posts today", *notes, *graph.notes), expires_at, used, total)

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Make the containers; nothing is public yet. Raises PublishError only, never OutcomeUnknown."""
        require_addresses(post)
        graph = self._graph()
        self._require_quota(graph, deadline)
        graph.require_room()
        created, films = time.time(), bool(post.videos)
        containers = create_containers(graph, self._account, post, deadline)
        if len(containers) == 1:
            return _accepted(ContainerToken(created, container=containers[0], films=films))
        return _accepted(ContainerToken(created, children=containers, films=films))

    def try_out(self, post: OutgoingPost, deadline: Deadline) -> None:
        """Make the containers and leave them: they end by themselves within a day. Raises PublishError only."""
        self.publish(post, "", deadline)

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Go one step on with the containers named by ``token``; see the class for what each error asks for."""
        try:
            held = ContainerToken.from_text(token)
        except (ValueError, KeyError, TypeError):
            raise TryLater(ReasonCode.NOT_READY, "the token cannot be read") from None
        graph = self._graph()
        if not held.container:
            return self._join(graph, held, post, deadline)
        state, words = state_of(graph, self._account, held.container, deadline)
        if state is ContainerState.FINISHED:
            return self._show(graph, held, deadline)
        if state is ContainerState.IN_PROGRESS:
            return _again(held)
        if state is ContainerState.MISSING and held.misses < _MISSES:
            return _missed(held)
        # published by an earlier call whose answer was lost, or of no more use: what the account shows decides
        live = shown(graph, self._account, post, held.created_at, deadline)
        if live is not None:
            return self._linked(graph, live, deadline)
        if state is ContainerState.PUBLISHED:
            raise OutcomeUnknown(ReasonCode.ANSWER_LOST, "published, but not listed yet")
        raise broken(words)

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """Ask for the container first, then look in the media list by time and caption. Never raises."""
        deadline = Deadline.after(_LOOK)
        state = None
        try:
            graph = self._graph()
            if token and (container := ContainerToken.from_text(token).container):
                state, _words = state_of(graph, self._account, container, deadline)
            # also when the container says "not published": an account blocked as spam showed the post all the same
            live = shown(graph, self._account, post, since, deadline)
        except PublishError as error:
            return CannotTell(error.code.value)
        except (ValueError, KeyError, TypeError):
            return CannotTell("the token cannot be read")
        if live is not None:
            return self._linked(graph, live, deadline)
        if state is ContainerState.PUBLISHED:
            return CannotTell("published, but not listed yet")
        if state is ContainerState.MISSING:
            # seen now and then, of a container that is there all the same: the next look may tell what became of it
            return CannotTell("the container could not be read")
        if state not in (ContainerState.FINISHED, ContainerState.IN_PROGRESS) and not caption(post.text):
            return CannotTell("a post without text cannot be told apart")
        return NotFound(conclusive=True)

    def locate(self, placed: Placed, post: OutgoingPost, since: datetime, deadline: Deadline) -> Published | CannotTell:
        """Ask for the address of the media by its number. Raises PublishError only."""
        try:
            answer = self._graph().get(placed.external_id, deadline, fields="permalink")
        except GraphFailure as failure:
            raise read_step(failure, self._account) from None
        link = str(answer.get("permalink") or "")
        return Published(placed.external_id, link, placed.parts) if link else CannotTell("no address in the answer")

    def is_there(self, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
        """Ask for the post by its number."""
        try:
            return standing(self._graph(), self._account, placed, deadline)
        except PublishError as error:
            return CannotTell(error.code.value)

    def measure(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Measured:
        """The post's insights since it is out. Raises PublishError only."""
        return measure_object(self._graph(), Source.INSTAGRAM, self._account, placed.external_id, _OF_MEDIA, deadline)

    def measure_place(self, deadline: Deadline) -> Measured:
        """How many follow the account, and its insights of the last day. Raises PublishError only."""
        return measure_followers(
            self._graph(), Source.INSTAGRAM, self._account, _OF_ACCOUNTS, deadline,
            period="day", metric_type="total_value",
        )  # fmt: skip

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Delete it, where the account's options say that its token may. Raises PublishError only."""
        if not self._access.options.get("may_delete"):
            return super().withdraw(placed, post, deadline)
        return take_away(self._graph(), self._account, placed.external_id, deadline)

    def _join(self, graph: Graph, held: ContainerToken, post: OutgoingPost, deadline: Deadline) -> Accepted:
        """Make the carousel out of its media once all of them are ready."""
        states = [state_of(graph, self._account, child, deadline) for child in held.children]
        for state, words in states:
            if state in (ContainerState.ERROR, ContainerState.EXPIRED, ContainerState.PUBLISHED):
                raise broken(words)
        if any(state is ContainerState.MISSING for state, _words in states):
            if held.misses >= _MISSES:
                raise TryLater(ReasonCode.NOT_READY, "a container is gone")
            return _missed(held)
        if any(state is ContainerState.IN_PROGRESS for state, _words in states):
            return _again(held)
        try:
            carousel = create_carousel(graph, self._account, held.children, post, deadline)
        except TryLater as error:
            if error.code is ReasonCode.NOT_READY:
                return _again(held)
            raise
        return _accepted(ContainerToken(held.created, container=carousel, films=held.films))

    def _show(self, graph: Graph, held: ContainerToken, deadline: Deadline) -> Published | Accepted:
        if deadline.remaining() < SECONDS_TO_SHOW:
            return _accepted(held)
        graph.require_room()
        try:
            answer = graph.post(f"{self._account}/media_publish", deadline, creation_id=held.container)
        except GraphFailure as failure:
            if isinstance(failure, GraphRefused) and failure.answer.status < 500:
                refused = (failure.answer.code, failure.answer.subcode)
                if refused[0] == 9007:
                    return _again(held)
                if refused == (24, 2207008) and held.misses < _MISSES:
                    return _missed(held)
                if refused == (100, 33) and not isinstance(visible_step(failure, self._account), AccountRejected):
                    # the container is gone, which may be because it was published
                    raise OutcomeUnknown(ReasonCode.NOT_READY, failure.detail) from None
            raise visible_step(failure, self._account) from None
        media = id_in(answer)
        if not media:
            raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no media id in the answer")
        link = self._permalink(graph, media, deadline)
        return Published(media, link, (media,), wait=graph.usage.wait, answer=graph.kept(answer))

    def _quota(self, graph: Graph, deadline: Deadline) -> tuple[int, int]:
        """Posts used and allowed within a day; the documented minimum where the platform names no total."""
        answer = graph.get(f"{self._account}/content_publishing_limit", deadline, fields="quota_usage,config")
        data = answer.get("data")
        entry = data[0] if isinstance(data, list) and data and isinstance(data[0], Mapping) else {}
        config = entry.get("config")
        total = config.get("quota_total") if isinstance(config, Mapping) else None
        return _count(entry.get("quota_usage"), 0), _count(total, _DAILY_POSTS)

    def _require_quota(self, graph: Graph, deadline: Deadline) -> None:
        try:
            used, total = self._quota(graph, deadline)
        except GraphFailure as failure:
            error = read_step(failure, self._account)
            if error.code is ReasonCode.SERVER_ERROR:
                # without this answer the step that publishes tells as well, and with certainty
                return
            raise error from None
        if used >= total:
            raise TryLater(ReasonCode.QUOTA_REACHED, f"{used} of {total} posts today")

    def _linked(self, graph: Graph, live: Published, deadline: Deadline) -> Published:
        """With its public address, also when the listing left it out."""
        return live if live.link else replace(live, link=self._permalink(graph, live.external_id, deadline))

    def _permalink(self, graph: Graph, media: str, deadline: Deadline) -> str:
        """The public address; empty when asking fails, for the post itself is out by now."""
        try:
            return str(graph.get(media, deadline, fields="permalink").get("permalink") or "")
        except (GraphFailure, Misconfigured) as failure:
            _log.info("instagram: no permalink for %s: %s", media, type(failure).__name__)
            return ""

    def _graph(self) -> Graph:
        if not self._account:
            raise Misconfigured(ReasonCode.SETTINGS_WRONG, "no account id")
        return Graph(self._access)


def _accepted(held: ContainerToken) -> Accepted:
    return Accepted(held.to_text(), held.wait)


def _missed(held: ContainerToken) -> Accepted:
    return _accepted(replace(held, misses=held.misses + 1, polls=held.polls + 1))


def _again(held: ContainerToken) -> Accepted:
    if held.is_stale(time.time()):
        raise TryLater(ReasonCode.NOT_READY, "the containers never became ready")
    return _accepted(replace(held, polls=held.polls + 1))


def _count(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
