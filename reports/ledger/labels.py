"""What a reader of the report is told of a status and its reason: facts alone, no advice to staff."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from content.labels import PROBLEMS
from publishers.errors import ReasonCode as R
from reports.ledger.entries import DutyEntry, Status

STATUSES: dict[Status, Promise] = {
    Status.DONE: _("carried out"),
    Status.LATE: _("carried out late"),
    Status.REPLACED: _("carried out by another post"),
    Status.UNDER_WAY: _("being carried out"),
    Status.NOT_DONE: _("not carried out"),
    Status.EXCUSED: _("excused"),
    Status.OPEN: _("its time has not come"),
}

WHY: dict[str, Promise] = {
    "nobody_wrote": _("No post was prepared."),
    "not_approved": _("The post was written but not approved in time."),
    "no_channel": _("No channel in use answers to the words of the plan."),
    "channel_not_chosen": _("The post was published without this channel."),
    "cancelled": _("The publication was cancelled."),
    "taken_back": _("The post was published and taken back afterwards."),
    "unclear": _("It is not certain yet whether the post is out: a person has to look."),
    "partly_out": _("Only a part of the post is out: a person has to decide."),
    "proof_awaited": _("Handed over; its proof is still awaited."),
    "no_template": _("No post was prepared."),
    "no_slot_found": _("No hour was left in which it could go out."),
    "too_late": _("The post could not go out within the latest delay."),
    "approval_changed": _("The post was changed after its approval and was not published."),
    "quiet_hours": _("Quiet hours lasted longer than the latest delay."),
}
OF_THE_POST = _("The post did not meet the demands of the channel.")
OF_THE_CHANNEL = _("The channel did not let the service in.")
OF_THE_NETWORK = _("The channel's servers did not take the post in time.")
OF_THE_SERVICE = _("A fault of the service kept the post from going out.")

GROUPS: dict[str, Promise] = {
    **dict.fromkeys(
        (R.TEXT_EMPTY, R.TEXT_TOO_LONG, R.MARKUP_REFUSED, R.MEDIA_MISSING, R.MEDIA_REFUSED, R.MEDIA_UNREACHABLE,
         R.CONTENT_REFUSED, R.MESSAGE_TOO_BIG),
        OF_THE_POST,
    ),
    **dict.fromkeys(
        (R.TOKEN_INVALID, R.RIGHTS_MISSING, R.TARGET_MISSING, R.TARGET_MOVED, R.ACCOUNT_RESTRICTED, R.WRONG_TOKEN_KIND,
         R.LOGIN_PASSWORD, R.SIGN_IN_DROPPED, R.SIGN_IN_OFF, R.INTERFACE_OFF, R.TARGET_DISABLED, R.ADDRESS_PRIVATE,
         R.NO_ACCOUNT, R.NO_RESPONSIBLE, R.SETTINGS_WRONG, R.NOT_PRIVATE),
        OF_THE_CHANNEL,
    ),
    **dict.fromkeys((R.RATE_LIMITED, R.QUOTA_REACHED, R.UNREACHABLE, R.CLOCK_WRONG, R.NOT_READY), OF_THE_NETWORK),
}  # fmt: skip


def status_label(status: Status) -> str:
    return str(STATUSES[status])


def why(entry: DutyEntry) -> str:
    """Why it is not, or not simply, done, in the active language and with the person's words; '' where there is nothing
    to say."""
    told = _sentence(entry.code) if entry.code and entry.status in (Status.NOT_DONE, Status.UNDER_WAY) else ""
    if entry.status == Status.LATE and entry.out_on is not None:
        told = _now("Due by %(due)s, out on %(out)s.") % {
            "due": f"{entry.window[1]:%d.%m.%Y}",
            "out": f"{entry.out_on:%d.%m.%Y}",
        }
    return " ".join(part for part in (told, entry.reason) if part)


def _sentence(code: str) -> str:
    if code in WHY:
        return str(WHY[code])
    if code in GROUPS:
        return str(GROUPS[code])
    return str(OF_THE_POST if code in PROBLEMS else OF_THE_SERVICE)
