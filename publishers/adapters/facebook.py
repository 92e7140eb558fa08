"""The Facebook page channel: text, link, photos, a film or an announced broadcast; corrected and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._facebook_account import page_report
from publishers.adapters._facebook_changing import amend_on_page, unchangeable
from publishers.adapters._facebook_film import find_film, show_film, upload_film
from publishers.adapters._facebook_live import announce, announcement_problems, find_announcement
from publishers.adapters._facebook_page import find_on_page, show_on_page, upload_hidden
from publishers.adapters._graph import Graph
from publishers.adapters._graph_errors import GraphFailure
from publishers.adapters._graph_measuring import Asked, measure_followers, measure_object
from publishers.adapters._graph_removing import take_away
from publishers.adapters._graph_standing import standing
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
from publishers.errors import Misconfigured, PublishError, ReasonCode
from publishers.metrics import Metric, Source

_LOOK = timedelta(seconds=20)
_OF_POSTS = (
    Asked(Metric.VIEWS, "post_media_view"),
    Asked(Metric.REACH, "post_total_media_view_unique"),
    Asked(Metric.CLICKS, "post_clicks"),
    Asked(Metric.REACTIONS, "post_reactions_by_type_total"),
)
_OF_PAGES = (Asked(Metric.VIEWS, "page_media_view"), Asked(Metric.REACH, "page_total_media_view_unique"))


class FacebookPagePublisher:
    """A page to which we hold a page token.

    ``Access.address``: the page's id. ``Access.secret``: the token, and behind bars the application's id and secret
    (``token|app secret`` or ``token|app id|app secret``): proof of the application with every call, inspection of the
    token, and telling our posts from those of other applications. ``Access.options`` may name ``app_id`` and
    ``app_secret`` instead.

    ``publish`` uploads a film without showing it and answers ``Accepted``; ``resume`` publishes it. Everything else is
    one visible call.
    """

    kind: ClassVar[str] = "facebook"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["facebook"],
        repeat_safety="lookup",
        can_amend=True,
        can_withdraw=True,
        can_measure=True,
        metrics=tuple(each.metric for each in _OF_POSTS),
        pace=timedelta(seconds=5),
        settle=timedelta(minutes=1),
        looks=4,
        platform="graph",
    )

    def __init__(self, access: Access) -> None:
        self._access = access
        self._page = access.address.strip()

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post on Facebook. No network."""
        return [*problems_of(post, self.capabilities.format), *announcement_problems(post, datetime.now(UTC))]

    def verify_account(self) -> AccountReport:
        """Ask for the page and whose token this is. Raises AccountRejected, Misconfigured, TryLater."""
        return page_report(self._graph(), self._page, Deadline.after(_LOOK))

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Put the post on the page, or a film where it can be published from. Raises PublishError only."""
        graph = self._graph()
        if post.live_at is not None:
            return announce(graph, self._page, post, deadline)
        if post.videos:
            return upload_film(graph, self._page, post, deadline)
        return show_on_page(graph, self._page, post, deadline)

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Publish the film uploaded before. Raises PublishError only; see ``show_film`` for NOT_READY."""
        return show_film(self._graph(), self._page, token, deadline)

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """Look among what the page shows: by link, text or title, and time. Never raises."""
        deadline = Deadline.after(_LOOK)
        try:
            graph = self._graph()
            if post.live_at is not None:
                live = find_announcement(graph, self._page, post, since, deadline)
            elif post.videos:
                live = find_film(graph, self._page, post, since, token, deadline)
            else:
                live = find_on_page(graph, self._page, post, since, deadline)
        except PublishError as error:
            return CannotTell(error.code.value)
        except GraphFailure as failure:
            return CannotTell(type(failure).__name__)
        return live or NotFound(conclusive=True)

    def is_there(self, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
        """Ask for the post by its number."""
        try:
            return standing(self._graph(), self._page, placed, deadline)
        except PublishError as error:
            return CannotTell(error.code.value)

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        """Media, link and the time of a broadcast stay as they are; the words must fit. No network."""
        return [*unchangeable(before, after), *problems_of(after, self.capabilities.format)]

    def amend(self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline) -> Published:
        """Put new words in place of the old ones. Raises PublishError only."""
        return amend_on_page(self._graph(), self._page, placed, before, after, deadline)

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Delete it. Raises PublishError only."""
        return take_away(self._graph(), self._page, placed.external_id, deadline)

    def measure(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Measured:
        """The post's insights since it is out. Raises PublishError only."""
        graph = self._graph()
        return measure_object(
            graph, Source.FACEBOOK, self._page, placed.external_id, _OF_POSTS, deadline, period="lifetime"
        )

    def measure_place(self, deadline: Deadline) -> Measured:
        """How many follow the page, and its insights of the last day. Raises PublishError only."""
        return measure_followers(self._graph(), Source.FACEBOOK, self._page, _OF_PAGES, deadline, period="day")

    def try_out(self, post: OutgoingPost, deadline: Deadline) -> None:
        """Upload the picture unpublished, as every picture is before its post. Raises PublishError only."""
        upload_hidden(self._graph(), self._page, post, deadline)

    def _graph(self) -> Graph:
        if not self._page:
            raise Misconfigured(ReasonCode.SETTINGS_WRONG, "no page id")
        return Graph(self._access)
