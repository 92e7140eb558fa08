"""What a press decides. A button is a nonce of ours; all else is looked up and checked anew when it is pressed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from content.approval import ApprovalRefused
from content.markup.telegram_html import escape
from content.models import Post
from content.services import Stale, decide
from desk.bot.journal import Doer, note
from desk.bot.models import BotButton, BotMessage
from desk.bot.notice import confirming_keys, ending, keys_of
from desk.bot.outbox import settle_step
from desk.bot.replies import OtherKeys, Question, Reply, Toast, Words
from publishers.adapters.telegram_chats import Update

CONFIRM_WITHIN = timedelta(minutes=10)
ANSWER_WITHIN = timedelta(hours=12)
SHORTEST_REASON = 3
"""Letters; fewer are a slip of the thumb."""
Deed = BotButton.Deed


def pressed(update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    """A press by a linked person. In the caller's transaction."""
    button = BotButton.objects.select_related("message__post", "message__person").filter(nonce=update.data).first()
    message = button.message if button else None
    if button is None or message is None or not _is_theirs(message, doer):
        note(doer, "press", "unknown", now=now)
        return [Toast(update.press, _("This button is not known here."))]
    _note_place(message, update)
    settled = _settled(message)
    if settled:
        settle_step(message.task_state_id, now=now)  # type: ignore[arg-type]
        note(doer, button.deed, "decided_before", now=now, message=message, words=settled)
        return [Toast(update.press, settled)]
    if button.expires_at <= now:
        return _too_late(button, update, doer, now=now)
    return _DEEDS[Deed(button.deed)](button, update, doer, now=now)


def answered(update: Update, doer: Doer, *, now: datetime) -> list[Reply] | None:
    """What a linked person wrote, as the reason why a post is sent back; None when nobody asked for one.

    It must answer our question, or follow it while it is the only one.
    """
    asked = BotButton.objects.select_related("message__post").filter(
        message__person=doer.person, message__chat_id=doer.chat_id, used_at=None, asked_at__gt=now - ANSWER_WITHIN
    )
    if update.reply_to:
        button = asked.filter(question_id=update.reply_to).first()
    else:
        open_ones = list(asked[:2])
        button = open_ones[0] if len(open_ones) == 1 else None
    if button is None:
        return None
    message = button.message
    settled = _settled(message)
    if settled:
        _no_longer_asked(button)
        note(doer, Deed.RETURN, "decided_before", now=now, message=message, words=settled)
        return [Words(doer.chat_id, escape(settled))]
    reason = update.text.strip()
    if sum(letter.isalnum() for letter in reason) < SHORTEST_REASON:
        note(doer, Deed.RETURN, "no_reason", now=now, message=message)
        return [Question(doer.chat_id, escape(_("Write in words what must change. The author reads it.")), button.pk)]
    sentence = _decide(button, doer, "reject", reason, now=now)
    _no_longer_asked(button)
    return [Words(doer.chat_id, escape(sentence or _("Sent back. The author is told why.")))]


def _ask_once_more(button: BotButton, update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    """A thumb slips: approving takes a second press."""
    message = button.message
    until = now + CONFIRM_WITHIN
    yes, no = (BotButton.objects.create(message=message, deed=deed, expires_at=until) for deed in (Deed.YES, Deed.NO))
    note(doer, button.deed, "asked_again", now=now, message=message)
    return [
        OtherKeys(doer.chat_id, update.message_id, confirming_keys(yes, no)),
        Toast(update.press, _("Approve it as it is?")),
    ]


def _approve(button: BotButton, update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    sentence = _decide(button, doer, "approve", "", now=now)
    if sentence is None:
        return [Toast(update.press, _("Approved."))]
    keys = OtherKeys(doer.chat_id, update.message_id, keys_of(button.message))
    # a refusal is longer than what flashes up, and must stay
    return [keys, Toast(update.press, sentence), Words(doer.chat_id, escape(sentence))]


def _leave(button: BotButton, update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    note(doer, button.deed, "left", now=now, message=button.message)
    keys = OtherKeys(doer.chat_id, update.message_id, keys_of(button.message))
    return [keys, Toast(update.press, _("Nothing was decided."))]


def _ask_why(button: BotButton, update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    note(doer, button.deed, "asked_why", now=now, message=button.message)
    question = _("What must change in “%(title)s”? Answer this message; the author reads it.")
    words = escape(question % {"title": button.message.post.title})  # type: ignore[union-attr]
    return [Toast(update.press, _("Write the reason.")), Question(doer.chat_id, words, button.pk)]


def _too_late(button: BotButton, update: Update, doer: Doer, *, now: datetime) -> list[Reply]:
    note(doer, button.deed, "expired", now=now, message=button.message)
    if button.deed in (Deed.YES, Deed.NO):
        keys = OtherKeys(doer.chat_id, update.message_id, keys_of(button.message))
        return [keys, Toast(update.press, _("Too late: press Approve again."))]
    return [Toast(update.press, _("This button is too old. Open the post in the desk, or write /waiting."))]


_DEEDS: dict[BotButton.Deed, Callable[..., list[Reply]]] = {
    Deed.APPROVE: _ask_once_more,
    Deed.RETURN: _ask_why,
    Deed.YES: _approve,
    Deed.NO: _leave,
}


def _decide(button: BotButton, doer: Doer, action: str, comment: str, *, now: datetime) -> str | None:
    """None when it is decided, else why not, in words. Every check is the desk's own."""
    message = button.message
    outcome, words = "done", comment
    try:
        # the same version may be at another step by now, which was not asked about
        current = Post.objects.select_for_update().get(pk=message.post_id).current_workflow_task_state
        if current is None or current.pk != message.task_state_id:
            raise Stale
        decide(message.post, user=doer.person, action=action, seen=message.revision_id, comment=comment)  # type: ignore[arg-type]
    except Stale:
        outcome = "stale"
        words = _("There is a newer version than the one in this message. Write /waiting, or open it in the desk.")
    except PermissionDenied:
        outcome, words = "denied", _("You may not decide on this. Who submitted a text does not approve it.")
    except ApprovalRefused as refusal:
        outcome, words = "refused", str(refusal)
    else:
        BotButton.objects.filter(pk=button.pk).update(used_at=now)
    note(doer, Deed.APPROVE if action == "approve" else Deed.RETURN, outcome, now=now, message=message, words=words)
    return None if outcome == "done" else words


def _is_theirs(message: BotMessage, doer: Doer) -> bool:
    return message.person_id == doer.person.pk and message.chat_id in (None, doer.chat_id)


def _note_place(message: BotMessage, update: Update) -> None:
    """A press under a message whose sending was unclear shows that it is out, and where."""
    if message.message_id is None:
        message.chat_id, message.message_id = update.chat_id, update.message_id
        message.save(update_fields=["chat_id", "message_id"])


def _settled(message: BotMessage) -> str:
    """How the step was decided meanwhile; empty while it is open."""
    step = TaskState.objects.filter(pk=message.task_state_id).first()
    return ending(step) if step is not None else _("This is no longer asked.")


def _no_longer_asked(button: BotButton) -> Any:
    return BotButton.objects.filter(pk=button.pk).update(asked_at=None)
