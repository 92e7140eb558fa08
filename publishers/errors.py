"""What can go wrong between us and a platform, told apart by what is certain. Pure.

The class decides what the machine does (outbox); the reason code decides the sentence staff read (desk.labels).
An adapter may refine, never loosen: when it is not certain that nothing went out, it raises ``OutcomeUnknown``.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

LONGEST_WAIT = timedelta(days=2)
"""The longest "wait" of a platform that is believed; its real limits end within a day."""


class ReasonCode(StrEnum):
    """Why a delivery is where it is. Each code has a label with the next step and a row in docs/reasons.md."""

    # the post must change
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    MARKUP_REFUSED = "markup_refused"
    MEDIA_MISSING = "media_missing"
    MEDIA_REFUSED = "media_refused"
    MEDIA_UNREACHABLE = "media_unreachable"
    CONTENT_REFUSED = "content_refused"
    MESSAGE_TOO_BIG = "message_too_big"
    # the account must be mended by a person
    TOKEN_INVALID = "token_invalid"  # noqa: S105 - a reason, not a secret
    RIGHTS_MISSING = "rights_missing"
    TARGET_MISSING = "target_missing"
    TARGET_MOVED = "target_moved"
    ACCOUNT_RESTRICTED = "account_restricted"
    WRONG_TOKEN_KIND = "wrong_token_kind"  # noqa: S105
    LOGIN_PASSWORD = "login_password"  # noqa: S105
    SIGN_IN_DROPPED = "sign_in_dropped"
    SIGN_IN_OFF = "sign_in_off"
    INTERFACE_OFF = "interface_off"
    TARGET_DISABLED = "target_disabled"
    ADDRESS_PRIVATE = "address_private"
    NO_ACCOUNT = "no_account"
    NO_RESPONSIBLE = "no_responsible"
    SETTINGS_WRONG = "settings_wrong"
    NOT_PRIVATE = "not_private"
    # time may help
    RATE_LIMITED = "rate_limited"
    QUOTA_REACHED = "quota_reached"
    UNREACHABLE = "unreachable"
    CLOCK_WRONG = "clock_wrong"
    NOT_READY = "not_ready"
    QUIET_HOURS = "quiet_hours"
    # it may be out
    ANSWER_LOST = "answer_lost"
    SERVER_ERROR = "server_error"
    ANSWER_GARBLED = "answer_garbled"
    WORKER_LOST = "worker_lost"
    RESTORED = "restored"
    PARTLY_OUT = "partly_out"
    # it is out, without its link
    LINK_AWAITED = "link_awaited"
    LINK_UNREAD = "link_unread"
    # it is out, and cannot be changed
    GONE = "gone"
    CANNOT_AMEND = "cannot_amend"
    CANNOT_WITHDRAW = "cannot_withdraw"
    TOO_OLD = "too_old"
    CHANGE_UNCLEAR = "change_unclear"
    # ours
    APPROVAL_CHANGED = "approval_changed"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    INTERNAL = "internal"


class ProofCode(StrEnum):
    """Why a proof is not taken or not decided. Each has its sentence in proof_words and a row in by-hand.md."""

    EMPTY = "proof_empty"
    TOO_LARGE = "proof_too_large"
    WRONG_FILE = "proof_wrong_file"
    DAMAGED = "proof_damaged"
    LINK_WRONG = "proof_link_wrong"
    DAY_AHEAD = "proof_day_ahead"
    TOO_LONG = "proof_too_long"
    NOT_AWAITED = "proof_not_awaited"
    DECIDED = "proof_decided"
    OWN = "proof_own"
    REASON_MISSING = "proof_reason_missing"


class FigureCode(StrEnum):
    """Why a figure is not available. Each has its sentence in reports/reach/labels.py and a row in docs/reach.md."""

    PRIVATE = "figure_private"
    NOT_SHOWN = "figure_not_shown"
    NOT_GIVEN = "figure_not_given"
    TOO_FEW = "figure_too_few"
    NOT_YET = "figure_not_yet"
    RIGHTS = "figure_rights"
    GONE = "figure_gone"
    UNREAD = "figure_unread"
    TYPED = "figure_typed"
    ENDED = "figure_ended"


class PublishError(Exception):
    """Base of everything an adapter may raise.

    ``code`` is for machines and labels; ``detail`` is the platform's own words, already free of secrets.
    """

    def __init__(self, code: ReasonCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


class ContentRejected(PublishError):
    """Certain: not out. The post must change."""


class AccountRejected(PublishError):
    """Certain: not out. Token, rights or place are gone; the channel is paused and its other deliveries wait.

    ``new_address`` is given when the platform names where the place has moved to.
    """

    def __init__(self, code: ReasonCode, detail: str = "", *, new_address: str | None = None) -> None:
        super().__init__(code, detail)
        self.new_address = new_address


class Misconfigured(PublishError):
    """Certain: not out. Our own settings are wrong; the operator is told."""


class TryLater(PublishError):
    """Certain: not out. Time may help.

    ``after`` is the platform's own "wait this long", which holds the whole account; None when it named no time.
    """

    def __init__(self, code: ReasonCode, detail: str = "", *, after: timedelta | None = None) -> None:
        super().__init__(code, detail)
        self.after = after


class OutcomeUnknown(PublishError):
    """It may be out. Never repeated blindly."""


class Partial(PublishError):
    """Some of it is out. ``parts`` holds the platform's ids that are known; the rest waits for a person."""

    def __init__(self, code: ReasonCode, detail: str = "", *, parts: tuple[str, ...] = ()) -> None:
        super().__init__(code, detail)
        self.parts = parts
