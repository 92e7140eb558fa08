"""What came of each post, judged at the platform: what readers see, against what our books say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from publishers.models import Delivery
from publishers.states import State
from tests.storm.ground import BY_HAND, Ground
from website.models import ArticlePage

_CERTAINLY_NOT_OUT = {State.REJECTED, State.MISSED, State.CANCELLED}
_PERSON = {State.UNKNOWN, State.PARTIAL, State.REJECTED, State.MISSED}


@dataclass(frozen=True, slots=True)
class Seen:
    """One post at a platform: where, its ids and words, how many pictures."""

    channel: str
    ids: tuple[str, ...]
    text: str
    pictures: int


@dataclass
class Verdict:
    """Of one kind. ``problems`` name every post of which the books say something false, or that nobody looks after."""

    kind: str
    once: int = 0
    waiting: Counter[tuple[str, str]] = field(default_factory=Counter)
    """State and reason of what waits for a person."""
    unlinked: int = 0
    """Of those that are out once: published, but the platform did not say where."""
    lost: int = 0
    twice: int = 0
    wrong: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.once + sum(self.waiting.values()) + self.lost + self.twice + self.wrong

    def add(self, name: str, delivery: Delivery, words: str) -> None:
        setattr(self, name, getattr(self, name) + 1)
        history = [
            f"{attempt.step}: {attempt.outcome} {attempt.reason_code} {attempt.detail[:60]}"
            for attempt in delivery.attempts.order_by("number")
        ]
        self.problems.append(f"{name} {delivery.key} ({delivery.state} {delivery.reason_code}): {words}; {history}")


def judge(ground: Ground, kind: str) -> Verdict:
    verdict = Verdict(kind)
    shown: dict[str, list[Seen]] = defaultdict(list)
    for seen in _seen(ground, kind):
        shown[_key_in(seen.text)].append(seen)
    deliveries = Delivery.objects.filter(channel__kind=kind).exclude(state=State.CANCELLED)
    for delivery in deliveries.select_related("post", "rendition", "channel__account").order_by("pk"):
        _judge(ground, verdict, delivery, shown.pop(delivery.post.key, []))
    for key, strays in shown.items():
        verdict.wrong += 1
        verdict.problems.append(f"wrong: nobody's post {key}: {strays}")
    return verdict


def _judge(ground: Ground, verdict: Verdict, delivery: Delivery, shown: list[Seen]) -> None:
    state = State(delivery.state)
    out = {State.PUBLISHED, State.AWAITING_PROOF}
    if len(shown) > 1:
        verdict.add("twice", delivery, f"{len(shown)} times on the platform: {[seen.ids for seen in shown]}")
    elif state not in out | _PERSON:
        verdict.add("lost", delivery, "nobody looks after it")
    elif state in _PERSON and not (delivery.reason_code and delivery.ready_at is None):
        verdict.add("wrong", delivery, "waits for a person without a reason, or still for the machine")
    elif state in out and not shown:
        verdict.add("lost", delivery, "our books have it, the platform has not")
    elif state in _CERTAINLY_NOT_OUT and shown:
        verdict.add("wrong", delivery, f"our books say it is not out, and it is: {shown[0].ids}")
    elif state in out:
        trouble = _differs(ground, delivery, shown[0])
        if trouble:
            verdict.add("wrong", delivery, trouble)
        else:
            verdict.once += 1
            verdict.unlinked += state == State.PUBLISHED and not delivery.link and not _without_links(delivery)
    else:
        verdict.waiting[delivery.state, delivery.reason_code] += 1


def _without_links(delivery: Delivery) -> bool:
    """Whether the platform has none to give there: a basic group of Telegram."""
    return delivery.attempts.filter(outcome="no_link").exists()


def _differs(ground: Ground, delivery: Delivery, seen: Seen) -> str:
    """Whether it is the post our books mean: its place, number and pictures."""
    kind, account = delivery.channel.kind, delivery.channel.account
    # a receiver of webhooks whose answer was lost or is rubbish is known by our own number
    if delivery.external_id not in seen.ids and not (kind == "webhook" and delivery.external_id == delivery.key):
        return f"the books know {delivery.external_id}, the platform {seen.ids}"
    homes = {account.address.lower(), *ground.old_homes.get(account.channel_id, ())}
    if seen.channel and homes.isdisjoint(seen.channel.split()):
        return f"it is in {seen.channel}, not in {account.address}"
    if seen.pictures != len(delivery.rendition.pictures):
        return f"{seen.pictures} of {len(delivery.rendition.pictures)} pictures"
    return ""


def _key_in(text: str) -> str:
    """The post's own key within its words."""
    words = text.replace(",", " ").split()
    return next((word for word in words if len(word) == 16 and set(word) <= set("0123456789abcdef")), "")


def _seen(ground: Ground, kind: str) -> Iterator[Seen]:
    if kind == "website":
        return _website()
    return _tasks(kind) if kind in BY_HAND else _platform(ground, kind)


def _tasks(kind: str) -> Iterator[Seen]:
    """What people have: the list of tasks is our own, and the delivery is the task."""
    for task in Delivery.objects.filter(channel__kind=kind, external_id__gt="").select_related("post", "rendition"):
        yield Seen("", (task.key,), task.post.key, len(task.rendition.pictures))


def _website() -> Iterator[Seen]:
    for article in ArticlePage.objects.live():
        yield Seen("", (str(article.pk),), f"{article.title} {article.body_html}", len(article.pictures))


def _platform(ground: Ground, kind: str) -> Iterator[Seen]:
    for entry in ground.stage.sandbox.published(kind):
        yield Seen(_names(entry), tuple(entry["ids"]), f"{entry['title']} {entry['text']}", _pictures(entry))


def _names(entry: dict[str, Any]) -> str:
    return f"{entry['address']} {entry['channel_id']}".lower()


def _pictures(entry: dict[str, Any]) -> int:
    return sum(kind == "photo" for kind in entry["media_kinds"])
