"""What every channel adapter promises the outbox, and the values that pass between them. Pure.

One call of ``publish`` or ``resume`` is one side effect on the platform, with no retries inside: waiting and repeating
belong to the outbox, which writes an attempt before every call.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, ClassVar, Literal, Protocol, runtime_checkable

from content.formats import Format
from content.problems import Problem

RepeatSafety = Literal["native", "lookup", "none"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The instant by which a call must have returned, on the monotonic clock."""

    expires: float

    @classmethod
    def after(cls, length: timedelta) -> Deadline:
        return cls(time.monotonic() + length.total_seconds())

    def remaining(self) -> float:
        """Seconds left, never below 0.1 so that a client library accepts it as a time-out."""
        return max(0.1, self.expires - time.monotonic())


@dataclass(frozen=True, slots=True)
class Picture:
    """A frozen picture: the very bytes the approver saw."""

    name: str
    """File name with ending, ASCII, unique by content."""
    mime: str
    width: int
    height: int
    alt: str
    url: str
    """Absolute address under which the platforms can fetch the same bytes."""
    checksum: str
    """SHA-256 of the bytes, hex."""
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Video:
    """A frozen film, as it was looked into on upload."""

    name: str
    """File name with ending, ASCII, unique by content."""
    mime: str
    width: int
    height: int
    seconds: float
    size: int
    """Bytes."""
    alt: str
    url: str
    checksum: str
    """SHA-256 of the bytes, hex."""
    read: Callable[[], bytes] = field(repr=False, compare=False)
    cover: Picture | None = None
    """The picture shown before it is played."""
    open: Callable[[], BinaryIO] | None = field(default=None, repr=False, compare=False)
    """The same bytes as a stream that can be rewound, for what is sent piece by piece; None: only ``read``."""


@dataclass(frozen=True, slots=True)
class Document:
    """A frozen file that readers may download."""

    name: str
    """File name with ending, ASCII."""
    title: str
    mime: str
    size: int
    """Bytes."""
    url: str
    checksum: str
    """SHA-256 of the bytes, hex."""
    read: Callable[[], bytes] = field(repr=False, compare=False)
    open: Callable[[], BinaryIO] | None = field(default=None, repr=False, compare=False)
    """As in Video."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A question readers answer with a click; votes are anonymous."""

    question: str
    options: tuple[str, ...]
    multiple: bool = False
    """Several answers may be chosen."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a post appears, where the channel gives a choice; elsewhere it is ignored."""

    silent: bool = False
    """Readers' telephones make no sound."""
    pin: bool = False
    link_preview: Literal["auto", "none", "small", "large"] = "auto"


@dataclass(frozen=True, slots=True)
class OutgoingPost:
    """One post in the form one channel gets: text in the channel's own markup, frozen media, link."""

    title: str
    text: str
    link: str | None = None
    """Address the post points to (the article on the website); for the website itself its own future address."""
    pictures: tuple[Picture, ...] = ()
    videos: tuple[Video, ...] = ()
    """Follow the pictures."""
    documents: tuple[Document, ...] = ()
    poll: Poll | None = None
    follow_up: str = ""
    """Text that did not fit beside the media and goes out right after them as a message of its own."""
    live_at: datetime | None = None
    """When a broadcast announced by this post begins, aware."""
    note: str = ""
    """Where and why an article was corrected; readers see it."""
    manners: Manners = Manners()
    section: str = ""
    """Slug of the website's section; other channels ignore it."""
    summary: str = ""
    slot: datetime | None = None
    """When the post was due, aware; readers see it as the article's date."""
    language: str = "uz"


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach one account. ``secret`` never shows in a repr; ``endpoints`` are base addresses by platform name."""

    address: str
    """Telegram: @name or numeric id; Facebook: page id; Instagram: user id; website: slug of a section or empty;
    WordPress: the site's address, or a stand-in's name; webhook: the receiver's, likewise."""
    secret: str = field(default="", repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)
    endpoints: Mapping[str, str] = field(default_factory=dict)
    """Keys: telegram, telegram_preview, graph, graph_version, webhook_networks (divided by commas); for a stand-in
    only: wordpress, webhook."""


@dataclass(frozen=True, slots=True)
class Published:
    """It is out. ``external_id`` is the platform's id, ``parts`` all ids when there are several, ``link`` is public."""

    external_id: str
    link: str = ""
    parts: tuple[str, ...] = ()
    found: bool = False
    """True when it was found by reconciliation and not answered by the call itself."""
    note: str = ""
    """What did not come off though it is out (it could not be pinned): plain words for the log, free of secrets."""
    wait: timedelta | None = None
    """The platform's limits are nearly used up: nothing more of this account before so long."""
    answer: str = field(default="", repr=False, compare=False)
    """The platform's own words (publishers.answers.kept_answer): for the log, nothing is decided by them."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Readers do not see all of it yet; call ``resume`` with ``token`` after ``again_after``.

    ``parts`` and ``link`` tell what they see already: a post of several messages goes out one call at a time. From then
    on it is never begun anew, rejected or missed.
    """

    token: str
    again_after: timedelta
    parts: tuple[str, ...] = ()
    link: str = ""
    answer: str = field(default="", repr=False, compare=False)
    """As in Published."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """People have it now (a newspaper, a billboard's owner); it counts as published when they prove it."""

    external_id: str
    note: str = ""
    answer: str = field(default="", repr=False, compare=False)
    """As in Published."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a published post is: what ``publish`` said of it."""

    key: str
    external_id: str
    parts: tuple[str, ...] = ()
    link: str = ""
    token: str = ""
    """Of the change under way: what ``amend`` gave to go on with."""
    mixed: bool = False
    """An earlier change may have been left in the middle: what readers see need not be ``before`` throughout."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Readers no longer see it; also when it was gone already."""

    answer: str = field(default="", repr=False, compare=False)
    """As in Published."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Looked, and it is not there. Absence counts only where the platform's listing is complete (``conclusive``)."""

    conclusive: bool = True


@dataclass(frozen=True, slots=True)
class CannotTell:
    """There is no way to look, or looking failed. ``why`` is a plain word for the log, free of secrets."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class AccountReport:
    """What ``verify_account`` saw. ``name`` is the platform's title of the place, ``notes`` plain facts (quota)."""

    name: str
    notes: tuple[str, ...] = ()
    expires_at: datetime | None = None
    quota_used: int | None = None
    quota_total: int | None = None
    """Posts within a day, where the platform counts them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about a post or a place. ``value`` None: not available, for the reason in ``note`` (never zero)."""

    metric: str
    """A ``publishers.metrics.Metric``."""
    value: int | None
    source: str
    """A ``publishers.metrics.Source``: where it was read."""
    unit: str = ""
    """What is counted: a ``publishers.metrics.Unit``."""
    note: str = ""
    """Why there is none: a FigureCode."""
    rounded: bool = False
    """The source shows it rounded (1.2K), and so it is kept."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures that were asked for, those that are not available among them."""

    figures: tuple[Figure, ...] = ()
    wait: timedelta | None = None
    """Nothing was read, or not all: ask again no sooner. Holds measuring only, not the account."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    format: Format
    repeat_safety: RepeatSafety
    can_amend: bool = False
    can_withdraw: bool = False
    can_measure: bool = False
    metrics: tuple[str, ...] = ()
    """What is read of a post there; when asking failed for good, these are noted as not available."""
    hands_over: bool = False
    """People put it out (a newspaper, a billboard's owner): it waits for their proof, and a person can only say that
    they have it."""
    by_mail: bool = False
    """Goes out as a letter: from the account's own mail box, or from the service's when it names none."""
    pace: timedelta = timedelta(0)
    """Shortest time between two posts to one account."""
    platform: str = ""
    """Whose servers answer, where several kinds share them; a platform that hangs is held apart. Empty: the kind's."""
    private_place: bool = False
    """A first test post can go to another address, with the same access."""
    token_rate: int | None = None
    """Calls a second that all accounts with the same token may make together; None: no such limit is known."""
    settle: timedelta = timedelta(minutes=1)
    """How long after a lost answer a look at the platform can first be trusted."""
    looks: int = 2
    """How many looks in a row must not find the post before it counts as not out; more where listings lag."""


@runtime_checkable
class TriesOut(Protocol):
    """An adapter that can go through its steps on the channel itself without any reader seeing it."""

    def try_out(self, post: OutgoingPost, deadline: Deadline) -> None:
        """Hand the test post over and show it to nobody. Raises PublishError only."""


@runtime_checkable
class Locates(Protocol):
    """An adapter that can still say where a post is whose public link could not be read when it went out."""

    def locate(self, placed: Placed, post: OutgoingPost, since: datetime, deadline: Deadline) -> Published | CannotTell:
        """Read the link of what is out, by its own id; sends nothing. ``since``: when its first call began, aware.

        Published without a link: there is none to be had, ``note`` says why. CannotTell: not yet. Raises PublishError
        only, when asking failed.
        """


@runtime_checkable
class Watches(Protocol):
    """An adapter that can tell for certain whether what it put out is still there."""

    def is_there(self, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
        """Look for what is out by its own id; changes nothing. NotFound only when the platform itself says that it is
        gone, and not that we may not see it. Never raises."""


@runtime_checkable
class HasPage(Protocol):
    """An adapter that knows a better page than the link: one that everybody may read without signing in."""

    def page_of(self, placed: Placed) -> str:
        """Its address; empty when there is none."""


@runtime_checkable
class Measures(Protocol):
    """An adapter that can read how many people a post, and the place itself, reached. It sends nothing."""

    def measure(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Measured:
        """Read the figures of what is out. One that cannot be had never costs the others. Raises PublishError only,
        when nothing could be asked."""

    def measure_place(self, deadline: Deadline) -> Measured:
        """Read how many follow the place itself. Raises as ``measure`` does."""


class Publisher(Protocol):
    """One platform. Built per call from the account's access; keeps no state between calls."""

    kind: ClassVar[str]
    capabilities: ClassVar[Capabilities]

    def __init__(self, access: Access) -> None: ...

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post on this channel. No network."""

    def verify_account(self) -> AccountReport:
        """Ask the platform whether the account can publish. Raises AccountRejected, Misconfigured, TryLater."""

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted | HandedOver:
        """Put the post out. ``key`` is the same on every attempt of one delivery. Raises PublishError only."""

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Take a two-step platform one step on. Raises PublishError only."""

    def find(
        self, post: OutgoingPost, key: str, since: datetime, token: str = ""
    ) -> Published | Accepted | NotFound | CannotTell:
        """Look for the post on the platform, among what is newer than ``since`` (aware). Never raises.

        With ``token``: for the step that comes next by it. Accepted: that step was done, and others are to follow.
        """

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        """Why ``after`` cannot take the place of ``before`` where that is out already. No network."""

    def amend(
        self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline
    ) -> Published | Accepted:
        """Change what is out, in place; safe to repeat. Accepted: a part of it is changed, go on with the token in
        ``placed``. Raises PublishError only: ContentRejected with GONE when it was removed by hand, OutcomeUnknown when
        the change may or may not have happened."""

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Take it away; safe to repeat, and done when it is gone already. Raises PublishError only."""
