"""The board of faults that tests switch on: which kinds exist, whom they strike and how often."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

PLATFORMS = ("telegram", "facebook", "instagram", "wordpress", "webhook", "newspaper")

TELEGRAM_WRITES = frozenset(
    {
        "sendMessage", "sendPhoto", "sendMediaGroup", "sendVideo", "sendDocument", "editMessageText",
        "sendPoll", "editMessageCaption", "editMessageMedia", "deleteMessage", "deleteMessages",
        "pinChatMessage", "editMessageReplyMarkup", "answerCallbackQuery", "setMyCommands",
    }
)  # fmt: skip
WRITES = {
    "telegram": TELEGRAM_WRITES,
    "facebook": frozenset(
        {
            "feed",
            "photos",
            "post_edit",
            "post_delete",
            "videos",
            "video_edit",
            "video_publish",
            "video_delete",
            "live_videos",
            "live_edit",
            "live_delete",
        }
    ),
    "instagram": frozenset({"media", "media_publish", "media_delete"}),
    "wordpress": frozenset({"post_create", "post_update", "post_delete", "media_create", "category_create"}),
    "webhook": frozenset({"deliver", "update", "withdraw"}),
    "newspaper": frozenset({"message"}),
}
READS = {
    "telegram": frozenset({"getMe", "getChat", "getChatMember", "getChatMemberCount", "preview", "getUpdates"}),
    "facebook": frozenset(
        {
            "page", "me", "accounts", "debug_token", "published_posts", "posts", "feed_list", "scheduled_posts",
            "post", "insights", "video", "videos_list", "live", "live_list",
        }
    ),
    "instagram": frozenset(
        {"account", "container", "content_publishing_limit", "media_list", "media_item", "insights"}
    ),
    "wordpress": frozenset({"index", "me", "post_list", "post", "media_list", "category_list"}),
    "webhook": frozenset({"check"}),
    "newspaper": frozenset({"connect", "auth", "mail", "rcpt", "data"}),
}  # fmt: skip
LISTINGS = {"published_posts", "posts", "feed_list", "media_list", "post_list", "preview", "videos_list", "live_list"}


@dataclass(frozen=True)
class Kind:
    """What a fault of this kind does: its parameters, where it may strike, whether it lasts until cleared."""

    params: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset(PLATFORMS)
    writes_only: bool = False
    lasting: bool = False


def _kind(*params: str, on: str = "", writes_only: bool = False, lasting: bool = False) -> Kind:
    return Kind(frozenset(params), frozenset(on.split() or PLATFORMS), writes_only, lasting)


KINDS: dict[str, Kind] = {
    "accept_then_drop": _kind(writes_only=True),
    "drop_before": _kind(),
    "delay": _kind("seconds", "when"),
    "hold_until_released": _kind("when", writes_only=True),
    "http_500": _kind(),
    "accept_then_500": _kind(writes_only=True),
    "rate_limited": _kind("retry_after", "code"),
    "revoke_token": _kind("subcode", lasting=True),
    "refuse_auth": _kind("subcode", lasting=True),
    "missing_rights": _kind("variant", writes_only=True, lasting=True),
    "chat_not_found": _kind(lasting=True),
    "migrated": _kind("new_chat_id", on="telegram", lasting=True),
    "content_rejected": _kind("description", writes_only=True),
    "album_partial": _kind("n", on="telegram", writes_only=True),
    "garbage": _kind("content_type", "body", writes_only=True),
    "html_error_page": _kind("status"),
    "container_error": _kind("subcode", on="instagram", writes_only=True),
    "publish_sets_published_without_answer": _kind(on="instagram", writes_only=True),
    "spam_block_but_live": _kind(on="instagram", writes_only=True),
    "quota_reached": _kind(on="instagram", writes_only=True, lasting=True),
    "duplicate_content": _kind(on="facebook", writes_only=True),
    "blocked_for_abuse": _kind("subcode", on="facebook", writes_only=True, lasting=True),
    "sign_in_dropped": _kind(on="wordpress", lasting=True),
    "sign_in_off": _kind(on="wordpress", lasting=True),
    "interface_off": _kind(on="wordpress", lasting=True),
    "switched_off": _kind(on="webhook", lasting=True),
    "overloaded": _kind("retry_after", "status", on="webhook"),
    "platform_error": _kind("status", "code", "subcode", "description", "stored"),
    "listing_lag": _kind("seconds", "reads", lasting=True),
}
_ONLY_AT = {
    "album_partial": {"sendMediaGroup"},
    "container_error": {"media"},
    "publish_sets_published_without_answer": {"media_publish"},
    "spam_block_but_live": {"media_publish"},
    "duplicate_content": {"feed", "photos"},
    "quota_reached": {"media_publish"},
}
_ONLY_AT_A_MAIL_SERVER = {"revoke_token": {"auth"}, "refuse_auth": {"auth"}, "chat_not_found": {"rcpt"}}
_LISTING_NAMES = {
    "media": "media_list", "feed": "feed_list", "videos": "videos_list", "live_videos": "live_list",
}  # fmt: skip
_NUMBERS = {"seconds", "retry_after", "n", "reads", "status", "code", "subcode", "new_chat_id"}


class UnknownFault(ValueError):
    """The wish for a fault makes no sense; the text says why."""


@dataclass
class Fault:
    """One switched-on fault; `times` counts down, None lasts until cleared."""

    platform: str
    operation: str
    target: str | None
    kind: str
    times: int | None
    params: dict[str, Any] = field(default_factory=dict)
    hidden_reads: dict[int, int] = field(default_factory=dict, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the fault as the control interface shows it."""
        return {
            "platform": self.platform, "operation": self.operation, "target": self.target, "kind": self.kind,
            "times": self.times, **self.params,
        }  # fmt: skip

    def strikes(self, platform: str, operation: str, targets: frozenset[str]) -> bool:
        """Tell whether this fault is meant for a call of `operation` at one of the target's names."""
        if self.platform != platform or self.times == 0:
            return False
        if self.target is not None and self.target.lower() not in targets:
            return False
        if operation not in _places(platform, self.kind, operation):
            return False
        if self.operation != "*":
            return self.operation == operation
        return not KINDS[self.kind].writes_only or operation in WRITES[platform]


def parse_fault(wish: dict[str, Any]) -> Fault:
    """Turn the control interface's JSON into a Fault; raises UnknownFault with a sentence."""
    platform, kind = wish.get("platform"), wish.get("kind")
    operation, target = wish.get("operation", "*"), wish.get("target")
    if platform not in PLATFORMS:
        raise UnknownFault(f"Unknown platform {platform!r}; known are {', '.join(PLATFORMS)}.")
    if kind not in KINDS:
        raise UnknownFault(f"Unknown kind of fault {kind!r}; known are {', '.join(KINDS)}.")
    rule = KINDS[kind]
    if platform not in rule.platforms:
        raise UnknownFault(f"The fault {kind} does not exist on {platform}.")
    if kind == "listing_lag":
        operation = _LISTING_NAMES.get(operation, operation)
    known = LISTINGS if kind == "listing_lag" else WRITES[platform] | READS[platform]
    if operation != "*" and (operation not in known or operation not in WRITES[platform] | READS[platform]):
        raise UnknownFault(
            f"Unknown operation {operation!r} for {kind} on {platform}; known are *, {', '.join(sorted(known))}."
        )
    if rule.writes_only and operation != "*" and operation not in WRITES[platform]:
        raise UnknownFault(f"The fault {kind} strikes only calls that write, and {operation} reads.")
    places = _places(platform, kind, operation)
    if operation != "*" and operation not in places:
        raise UnknownFault(f"The fault {kind} strikes only {', '.join(sorted(places))}.")
    params = {
        key: value for key, value in wish.items() if key not in {"platform", "operation", "target", "kind", "times"}
    }
    _check_params(kind, rule, params)
    times = wish.get("times", None if rule.lasting else 1)
    if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
        raise UnknownFault("times must be a whole number from 1 on, or null for every time.")
    return Fault(platform, operation, None if target is None else str(target), kind, times, params)


def _places(platform: str, kind: str, operation: str) -> set[str]:
    """The operations a kind of fault strikes; all that ask when it is not choosy."""
    only = _ONLY_AT_A_MAIL_SERVER if platform == "newspaper" else _ONLY_AT
    return only.get(kind, {operation})


def _check_params(kind: str, rule: Kind, params: dict[str, Any]) -> None:
    unknown = sorted(set(params) - rule.params)
    if unknown:
        raise UnknownFault(f"The fault {kind} has no parameter {unknown[0]!r}.")
    for name in _NUMBERS & set(params):
        if isinstance(params[name], bool) or not isinstance(params[name], (int, float)):
            raise UnknownFault(f"{name} must be a number.")
    if params.get("when", "after") not in {"before", "after"}:
        raise UnknownFault("when must be 'before' or 'after' (the post is stored before or after the wait).")
    if kind == "delay" and "seconds" not in params:
        raise UnknownFault("A delay needs seconds.")
    if kind == "listing_lag" and not {"seconds", "reads"} & set(params):
        raise UnknownFault("A listing_lag needs seconds or reads.")


class FaultBoard:
    """The faults switched on now, in the order of their coming."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.struck: deque[dict[str, Any]] = deque(maxlen=1000)

    def clear(self, target: str | None = None) -> None:
        """Switch every fault off, or only those aimed at `target`."""
        self.active = [fault for fault in self.active if target is not None and fault.target != target]

    def take(self, platform: str, operation: str, targets: frozenset[str]) -> Fault | None:
        """Return the first fault that strikes this call, using up one of its times."""
        for fault in self.active:
            if fault.kind == "listing_lag" or not fault.strikes(platform, operation, targets):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self.active.remove(fault)
            self.struck.append({"kind": fault.kind, "operation": operation})
            return fault
        return None

    def hides(self, platform: str, operation: str, targets: frozenset[str], seq: int, age: float) -> bool:
        """Tell whether a post `age` seconds old is still missing from this listing; a call counts as one read."""
        hidden = False
        for fault in self.active:
            if fault.kind != "listing_lag" or not fault.strikes(platform, operation, targets):
                continue
            if age < fault.params.get("seconds", 0):
                hidden = True
            if fault.hidden_reads.get(seq, 0) < fault.params.get("reads", 0):
                fault.hidden_reads[seq] = fault.hidden_reads.get(seq, 0) + 1
                hidden = True
        return hidden
