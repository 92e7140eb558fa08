"""What staff read for each state and each reason: one sentence that says what happened and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishers.errors import ReasonCode as R
from publishers.states import State as S

if TYPE_CHECKING:
    from publishers.models import Delivery

STATES: dict[str, Promise] = {
    S.PENDING: _("waits for its time"),
    S.LEASED: _("is being sent"),
    S.ACCEPTED: _("taken by the platform, not all of it visible yet"),
    S.PUBLISHED: _("published"),
    S.REJECTED: _("rejected: change the post"),
    S.UNKNOWN: _("unclear: it may be out"),
    S.PARTIAL: _("partly out"),
    S.AWAITING_PROOF: _("waits for proof"),
    S.MISSED: _("missed"),
    S.CANCELLED: _("cancelled"),
    S.WITHDRAWN: _("taken back"),
}

REASONS: dict[str, Promise] = {
    R.TEXT_EMPTY: _("The post has no text for this channel. Write one and submit the post again."),
    R.TEXT_TOO_LONG: _(
        "The text is longer than this channel takes. Shorten it, or give the channel a text of its own."
    ),
    R.MARKUP_REFUSED: _(
        "The channel did not accept the formatting of the text. Simplify it and submit the post again."
    ),
    R.MEDIA_MISSING: _("This channel demands a picture. Add one and submit the post again."),
    R.MEDIA_REFUSED: _("The channel did not accept a picture. Replace it and submit the post again."),
    R.MEDIA_UNREACHABLE: _(
        "The platform could not fetch the picture from our address. Check that the site is reachable from the internet."
    ),
    R.CONTENT_REFUSED: _("The channel refused the post. Read its answer below, change the post and submit it again."),
    R.MESSAGE_TOO_BIG: _(
        "The letter with its attachments is too big for the mail server. Take pictures or documents away and submit the post again."
    ),
    R.TOKEN_INVALID: _("The channel no longer accepts our token. Connect the channel again; waiting posts then go on."),
    R.RIGHTS_MISSING: _(
        "We have no right to publish on this channel. Make the bot or the app an administrator, then check the channel."
    ),
    R.TARGET_MISSING: _("The channel was not found at its address. Correct the address, then check the channel."),
    R.TARGET_MOVED: _("The channel has moved to a new address. The new one is used from now on; nothing to do."),
    R.ACCOUNT_RESTRICTED: _("The platform has restricted this account. Sign in there and follow what it asks."),
    R.WRONG_TOKEN_KIND: _(
        "This is a person's token, not the page's. Create a page token and connect the channel again."
    ),
    R.LOGIN_PASSWORD: _(
        "This looks like the password for signing in. Make an application password in the site's user profile and connect the channel again."
    ),
    R.SIGN_IN_DROPPED: _(
        "The site does not see our sign-in: its server drops it on the way. Ask the site's technician to let the Authorization header through."
    ),
    R.SIGN_IN_OFF: _(
        "The site takes no application passwords. Ask the site's technician to switch them on, then check the channel."
    ),
    R.INTERFACE_OFF: _(
        "The site's REST interface is off, blocked, or not at this address. Check the address, or ask the site's technician to switch it on."
    ),
    R.TARGET_DISABLED: _(
        "The receiver has switched this webhook off. Ask those who run it to switch it on, then check the channel."
    ),
    R.ADDRESS_PRIVATE: _(
        "This address leads into a private network, where nothing is sent. Correct it, or ask the technician to allow that network in WEBHOOK_NETWORKS."
    ),
    R.NO_ACCOUNT: _("The channel is not connected yet. Connect it; waiting posts then go on."),
    R.NO_RESPONSIBLE: _(
        "Nobody is responsible for this channel. Name an active person with an e-mail address in its form; waiting posts then go on."
    ),
    R.NOT_PRIVATE: _("This is the channel itself, where readers would see the test post. Name a place of your own."),
    R.SETTINGS_WRONG: _("The service's own settings are wrong. Tell the technician; waiting posts then go on."),
    R.RATE_LIMITED: _("The platform asked us to wait. The post goes out by itself afterwards."),
    R.QUOTA_REACHED: _("The platform's daily limit is reached. The post goes out by itself when it allows."),
    R.UNREACHABLE: _("The platform could not be reached. We try again by ourselves."),
    R.CLOCK_WRONG: _(
        "The receiver's clock and ours differ by minutes, so it takes no message of ours. Ask the technician to set the clock; we try again by ourselves."
    ),
    R.NOT_READY: _("The platform is not done with the post yet. We try again by ourselves."),
    R.QUIET_HOURS: _("Nothing goes out in quiet hours. The post goes out by itself when they end."),
    R.ANSWER_LOST: _(
        "No answer came back, so the post may be out. We look; if we cannot see it, look yourself and decide."
    ),
    R.SERVER_ERROR: _(
        "The platform had an error, so the post may be out. We look; if we cannot see it, decide yourself."
    ),
    R.ANSWER_GARBLED: _(
        "The platform's answer made no sense, so the post may be out. We look; if in doubt, decide yourself."
    ),
    R.WORKER_LOST: _(
        "Our service stopped while sending, so the post may be out. We look; if in doubt, decide yourself."
    ),
    R.RESTORED: _(
        "The service was restored from a backup, and this may have gone out since. We look; if in doubt, decide yourself."
    ),
    R.PARTLY_OUT: _(
        "Only a part of the post is out. Look at the channel and decide: leave it, or delete it there and send again."
    ),
    R.LINK_AWAITED: _("The post is out. Its link could not be read yet; we ask for it again."),
    R.LINK_UNREAD: _("The post is out, but no link could be read. Open it on the channel and paste its link here."),
    R.GONE: _("The post was removed on the channel by hand. If it shall be there again, publish it again."),
    R.CANNOT_AMEND: _("What is out on this channel cannot be changed from here. Correct it there by hand."),
    R.CANNOT_WITHDRAW: _("What is out on this channel cannot be taken away from here. Remove it there by hand."),
    R.TOO_OLD: _("The channel no longer lets us change a post of this age. Change or remove it there by hand."),
    R.CHANGE_UNCLEAR: _(
        "Our service stopped again and again in the middle of the change, so it may be made or not. Look at the channel, "
        "then say what you found, or try again."
    ),
    R.APPROVAL_CHANGED: _("What was about to be sent is not what was approved. Submit the post again."),
    R.TOO_LATE: _("The post could not go out within the allowed delay. Decide: send it now or cancel it."),
    R.CANCELLED: _("Cancelled; nothing was sent."),
    R.INTERNAL: _(
        "An error inside the service, so the post may be out. Tell the technician, look at the channel and decide."
    ),
}


NOTES: dict[str, Promise] = {
    "corrected": _("corrected"),
    "replaced by a newer approval": _("replaced by a newer approval"),
    "taken back before it was out": _("taken back before it was out"),
    "the broker did not answer": _("the broker did not answer"),
    "the link was read later": _("the link was read later"),
    "this kind of channel names no links": _("this kind of channel names no links"),
    "a basic group has no links": _("a basic group has no links"),
    "a person says they have it": _("a person says they have it"),
    "cancelled by a person": _("cancelled by a person"),
    "found by a person": _("found by a person"),
    "sent again by a person": _("sent again by a person"),
    "the link was pasted by a person": _("the link was pasted by a person"),
    "not on the channel any more": _("not on the channel any more"),
}
"""What the service itself notes in a delivery's history; all else there are words of people or of a platform."""


def note_words(note: str) -> str:
    """A note of the history in the reader's language; words of people and platforms as they are."""
    return str(NOTES.get(note, note))


def state_label(state: str) -> str:
    return str(STATES.get(state, state))


def reason_sentence(code: str) -> str:
    """The sentence for a reason code; empty for none. A code of a third party's adapter is shown as it is."""
    return str(REASONS.get(code, code)) if code else ""


CHANGES: dict[str, Promise] = {
    "amend": _("A correction is being made."),
    "withdraw": _("It is being taken back."),
}


def change_word(delivery: Delivery) -> str:
    """The same in two words, for lists; also that it was corrected."""
    if delivery.change:
        return _now("being corrected") if delivery.change == "amend" else _now("being taken back")
    if delivery.change_code:
        return _now("not corrected") if delivery.change_rendition_id else _now("not taken back")
    return _now("corrected") if delivery.changed_at else ""


def change_sentence(delivery: Delivery) -> str:
    """What is being done to a post that is out, or why it could not be; empty when there is nothing to say."""
    if delivery.change:
        return str(CHANGES[delivery.change])
    if not delivery.change_code:
        return ""
    amends = delivery.change_rendition_id is not None
    words = _now("The correction is not made.") if amends else _now("It is not taken back.")
    return f"{words} {reason_sentence(delivery.change_code)}"


def notice_text(notice: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a mail to staff, in the language that is active."""
    if notice == "channel_paused":
        return (
            _now("The channel %(channel)s is paused") % params,
            _now("%(reason)s\n\nThe platform said: %(detail)s\nPosts for this channel wait; nothing is lost.") % params,
        )
    if notice == "channel_away":
        return (
            _now("The channel %(channel)s does not answer, and a post is due within the hour") % params,
            _now("%(reason)s\n\nThe platform said: %(detail)s\nThe post waits and goes out when it answers.") % params,
        )
    if notice == "token_ends":
        return (
            _now("The access to %(channel)s ends on %(ends)s") % params,
            _now("Connect the channel again before that day, else its posts will wait.") % params,
        )
    if notice == "decision_needed":
        return (
            _now("Is “%(title)s” out on %(channel)s? Please look and decide") % params,
            _now("%(reason)s\n\nWe could not find out. Open the post in the publish log and decide there.") % params,
        )
    if notice == "correction_failed":
        return (
            _now("“%(title)s” could not be corrected on %(channel)s") % params,
            _now("%(reason)s\n\nThe platform said: %(detail)s\nReaders there still see the old text.") % params,
        )
    if notice == "taking_back_failed":
        return (
            _now("“%(title)s” could not be taken back from %(channel)s") % params,
            _now("%(reason)s\n\nThe platform said: %(detail)s\nReaders there still see the post.") % params,
        )
    if notice == "restored":
        return (
            _now("The service was restored from a backup of %(taken_at)s: please look through what was due since")
            % params,
            _now(
                "What was sent, written or decided after that time is not in our books any more.\n"
                "We look on the channels for these posts before anything is sent: %(count)s. Those we cannot find stay "
                "unclear in the publish log: look there within the hour and decide.\n"
                "Mails to staff that waited and are not sent any more: %(letters)s."
            )
            % params
            + f"\n\n{params['titles']}",
        )
    if notice == "vanished":
        return (
            _now("“%(title)s” is not on %(channel)s any more") % params,
            _now(
                "We looked twice, and the channel itself says that the post is gone.\n"
                "Open Decisions in the desk and say what happened: it was taken down on purpose, or publish it again."
            ),
        )
    if notice == "missed":
        return (
            _now("Not sent, because it would have been too late: %(count)s") % params,
            f"{params['reason']}\n\n{params['titles']}",
        )
    return (
        _now("%(channel)s did not take “%(title)s”") % params,
        _now("%(reason)s\n\nThe platform said: %(detail)s") % params,
    )
