"""What is to be told: the only writer of messages. Rows first; `sending` carries them out.

Nothing is said twice: a message has one key, one try at a time, and one whose outcome is not known is not repeated. A
letter takes its place, so that nobody misses what concerns them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from content.models import Post
from content.people import language_of
from desk.bot.models import TEXT_LENGTH, BotMessage
from desk.bot.notice import review_link
from desk.bot.people import is_reached, wants_letters_too

SENDING_LASTS = timedelta(minutes=2)
"""Longer than one call may take: what is still being sent afterwards was lost with its process."""
TOO_LATE = timedelta(minutes=15)
"""What could not be sent for so long goes by letter instead."""
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=5)


def queue_message(
    person: Any,
    text: str,
    *,
    key: str,
    now: datetime,
    link: str = "",
    subject: str = "",
    not_before: datetime | None = None,
) -> bool:
    """Tell a linked person something, once for each ``key``; plain ``text`` in their language, bounded here.

    ``link``: an absolute address a button opens. ``subject``: of the letter that takes its place when Telegram does
    not take it, else its first line. False when Telegram does not reach the person: write them a letter then. May be
    called in a transaction.
    """
    if not is_reached(person):
        return False
    BotMessage.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "kind": BotMessage.Kind.TEXT,
            "subject": subject[:300],
            "text": text[:TEXT_LENGTH],
            "link": link,
            "not_before": max(not_before or now, now),
            "created_at": now,
        },
    )
    return True


def queue_request(
    person: Any, *, step_id: int, post: Post, revision_id: int, not_before: datetime, now: datetime, again: str = ""
) -> None:
    """Ask a linked person to decide; what the message says is put together when it is sent. ``again``: tells a request
    apart that the person asked for themselves."""
    BotMessage.objects.get_or_create(
        key=f"approval:{step_id}:{person.pk}" + (f":{again}" if again else ""),
        defaults={
            "person": person,
            "kind": BotMessage.Kind.APPROVAL,
            "post": post,
            "task_state_id": step_id,
            "revision_id": revision_id,
            "not_before": not_before,
            "created_at": now,
        },
    )


def settle_step(step_id: int, *, now: datetime) -> None:
    """A step is decided, wherever that was: what was not sent is not needed, what was sent will say so."""
    mine = BotMessage.objects.filter(task_state_id=step_id)
    mine.filter(state=BotMessage.State.WAITING).update(state=BotMessage.State.DROPPED)
    mine.exclude(state__in=[BotMessage.State.WAITING, BotMessage.State.DROPPED]).update(finish_at=now, finish_tries=0)


def wait_after(tries: int) -> timedelta:
    """Before the next try, ever longer."""
    return min(FIRST_WAIT * 2 ** max(0, tries - 1), LONGEST_WAIT)


@transaction.atomic
def take_next(*, now: datetime) -> BotMessage | None:
    """The message to send now, marked before it is sent; None when nothing is due."""
    waiting = BotMessage.objects.select_for_update(of=("self",), skip_locked=True)
    message = waiting.filter(state=BotMessage.State.WAITING, not_before__lte=now).order_by("not_before", "pk").first()
    if message is None:
        return None
    message.state, message.tries = BotMessage.State.SENDING, message.tries + 1
    message.not_before = now + SENDING_LASTS
    message.save(update_fields=["state", "tries", "not_before"])
    return message


def put_back(message: BotMessage, *, until: datetime, counts: bool = True) -> None:
    """It is certainly not out, and time may help."""
    message.tries -= not counts
    message.state, message.not_before = BotMessage.State.WAITING, until
    message.save(update_fields=["state", "not_before", "tries"])


def close(message: BotMessage, state: str, *, code: str = "", letter: bool = False) -> None:
    """The end of a message that did not go out, or perhaps did; with ``letter``, a letter says the same."""
    with transaction.atomic():
        closed = BotMessage.objects.filter(
            pk=message.pk, state__in=[BotMessage.State.WAITING, BotMessage.State.SENDING]
        ).update(state=state, reason_code=code)
        if closed and letter:
            _write_letter(message)


def turn_to_letters(*, now: datetime) -> None:
    """What was lost while it was being sent may be out and is not repeated; what waits too long waits no longer."""
    lost = BotMessage.objects.filter(state=BotMessage.State.SENDING, not_before__lte=now)
    late = BotMessage.objects.filter(state=BotMessage.State.WAITING, not_before__lte=now - TOO_LATE)
    _close_all(lost, BotMessage.State.UNKNOWN)
    _close_all(late, BotMessage.State.UNDELIVERABLE)


def give_up_waiting() -> int:
    """After a restore: what waits may have been said since; how many messages that were."""
    waiting = BotMessage.objects.filter(state__in=[BotMessage.State.WAITING, BotMessage.State.SENDING])
    return waiting.update(state=BotMessage.State.DROPPED, reason_code="restored")


def _close_all(messages: Iterable[BotMessage], state: str) -> None:
    for message in messages:
        close(message, state, letter=True)


def _write_letter(message: BotMessage) -> None:
    person = message.person
    asked = message.kind == BotMessage.Kind.APPROVAL
    if not person.is_active or not person.email:
        return
    if asked and (wants_letters_too(person) or not UserProfile.get_for_user(person).submitted_notifications):
        return  # who wants both has the letter already, and some want none
    with translation.override(language_of(person)):
        if asked:
            title = message.post.title  # type: ignore[union-attr]
            subject = _("Waits for your approval: %(title)s") % {"title": title}
            body = _("“%(title)s” was submitted and waits for your decision:\n\n%(link)s") % {
                "title": title,
                "link": review_link(message.post),  # type: ignore[arg-type]
            }
        else:
            subject = message.subject or message.text.split("\n", 1)[0][:100]
            body = "\n\n".join(part for part in (message.text, message.link) if part)
        EmailMessage(" ".join(subject.split()), body, to=[person.email]).send()
