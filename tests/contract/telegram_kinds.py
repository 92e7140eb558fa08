"""Everything a Telegram channel carries, as kinds of the suite: what readers see, and the calls that bring it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from publishers.adapters.telegram import TelegramPublisher
from publishers.contract import Manners, OutgoingPost, Poll
from tests.contract.stands import Fault, SandboxKind
from tests.publishers.adapters.posts import document, picture, video

_POLL = Poll("Qaysi bogʻ birinchi taʼmirlansin?", ("Markaziy", "Yoshlar", "Doʻstlik"))
_HALF = ({"operation": "sendMediaGroup", "kind": "album_partial", "n": 2},)


def messages(post: OutgoingPost) -> Sequence[tuple[str, tuple[str, ...]]]:
    """Text and checksums of each message, first to last, as Telegram's readers see them."""
    visual = tuple(each.checksum for each in (*post.pictures, *post.videos))
    files = tuple(each.checksum for each in post.documents)
    found = [(post.text, visual or files)]
    if post.follow_up:
        found.append((post.follow_up, ()))
    if visual and files:
        found.append(("", files))
    if post.poll:
        found.append((" | ".join((post.poll.question, *post.poll.options)), ()))
    return found


def _everything(post: OutgoingPost) -> OutgoingPost:
    return replace(
        post,
        videos=(video(cover=picture(9)),),
        documents=(document(),),
        follow_up=f"Davomi: {post.text}",
        poll=_POLL,
        manners=Manners(silent=True, pin=True),
    )


def telegram(
    step: str,
    pictures: int = 0,
    *,
    amend_step: str = "editMessageCaption",
    withdraw_step: str = "deleteMessages",
    more: Mapping[str, tuple[Fault, ...]] | None = None,
    more_in_it: Callable[[OutgoingPost], OutgoingPost] = lambda post: post,
    later: tuple[str, ...] = (),
) -> SandboxKind:
    return SandboxKind(
        "telegram",
        TelegramPublisher,
        step,
        pictures,
        "preview",
        more=more or {},
        amend_step=amend_step,
        withdraw_step=withdraw_step,
        more_in_it=more_in_it,
        messages=messages,
        later=later,
    )


TELEGRAM_KINDS = {
    "telegram text": telegram("sendMessage", amend_step="editMessageText", withdraw_step="deleteMessage"),
    "telegram photo": telegram("sendPhoto", 1, withdraw_step="deleteMessage"),
    "telegram album": telegram("sendMediaGroup", 3, more={"half accepted": _HALF}),
    "telegram video": telegram(
        "sendVideo", withdraw_step="deleteMessage", more_in_it=lambda post: replace(post, videos=(video(),))
    ),
    "telegram documents": telegram(
        "sendMediaGroup", more_in_it=lambda post: replace(post, documents=(document(1), document(2)))
    ),
    "telegram poll": telegram(
        "sendMessage",
        amend_step="editMessageText",
        more_in_it=lambda post: replace(post, poll=_POLL),
        later=("sendPoll",),
    ),
    "telegram long text beside a picture": telegram(
        "sendPhoto", 1, more_in_it=lambda post: replace(post, follow_up=f"Davomi: {post.text}"), later=("sendMessage",)
    ),
    "telegram everything": telegram(
        "sendMediaGroup", 2, more_in_it=_everything, later=("sendMessage", "sendDocument", "sendPoll")
    ),
}
