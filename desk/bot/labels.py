"""What people read about the bot: how it is doing, what was done in its chat and what came of it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishers.errors import ReasonCode as R
from publishers.labels import reason_sentence

TROUBLES: dict[str, Promise] = {
    R.TOKEN_INVALID: _("Telegram does not know this token. Copy it from @BotFather once more, or get a new one there."),
    R.NOT_READY: _(
        "Another program asks Telegram for this bot's messages, or a webhook is set for it. Stop that program, or give the service a bot of its own."
    ),
    R.UNREACHABLE: _("Telegram cannot be reached from here. It is tried again by itself; people are told by e-mail."),
    R.ANSWER_LOST: _("Telegram cannot be reached from here. It is tried again by itself; people are told by e-mail."),
    R.SERVER_ERROR: _("Telegram has trouble of its own. It is tried again by itself."),
    R.RATE_LIMITED: _("Telegram asked to wait. It goes on by itself."),
}

DEEDS: dict[str, Promise] = {
    "approve": _("Approve"),
    "return": _("Return"),
    "yes": _("Yes, approve"),
    "no": _("No"),
    "press": _("A button"),
    "link": _("Connect"),
    "start": _("Command /start"),
    "help": _("Command /help"),
    "waiting": _("Command /waiting"),
    "today": _("Command /today"),
    "stop": _("Command /stop: disconnect"),
    "words": _("Words"),
}

OUTCOMES: dict[str, Promise] = {
    "done": _("done"),
    "asked_again": _("asked once more"),
    "asked_why": _("asked for the reason"),
    "left": _("nothing decided"),
    "no_reason": _("no reason given yet"),
    "decided_before": _("was decided before"),
    "expired": _("the button was too old"),
    "unknown": _("no button of this person"),
    "stale": _("there was a newer version"),
    "denied": _("was not allowed to"),
    "refused": _("had changed since it was submitted"),
    "code_refused": _("the link was used or too old"),
    "taken": _("the account is connected to somebody else"),
    "stranger": _("a stranger"),
    "not_understood": _("not understood"),
    "bug": _("failed inside the service"),
}
GOOD = frozenset({"done", "asked_again", "asked_why"})


def trouble_sentence(code: str) -> str:
    """What is wrong with the bot and what to do next; '' when all is well."""
    return str(TROUBLES.get(code) or reason_sentence(code)) if code else ""


def refusal_sentence(code: str) -> str:
    """Why a bot cannot be connected now; nothing was changed."""
    if code == R.TOKEN_INVALID:
        return str(TROUBLES[code])
    return _now("Telegram cannot be reached from here. Nothing was changed; try again later.")


def deed_label(deed: str) -> str:
    return str(DEEDS.get(deed, deed))


def outcome_label(outcome: str) -> str:
    return str(OUTCOMES.get(outcome, outcome))
