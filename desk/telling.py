"""Tells one person one thing once, by the bot or by letter: the only way out for what approval has to say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from content.people import language_of
from desk.bot.outbox import queue_message
from desk.bot.people import is_reached, wants_letters_too
from desk.models import Notice

DIGESTS = frozenset({"week", "unwritten", "month"})
"""By the first word of a key: what a person chooses elsewhere (``desk.digests``)."""
WISHES = {"returned": "rejected", "approved": "approved", "comment": "updated_comments"}
"""By the first word of a key, the choice in a person's account that lets its mail through; else "submitted"."""


def tell(
    person: Any,
    *,
    subject: str,
    text: str,
    address: str,
    key: str,
    now: datetime,
    html: str = "",
    brief: str = "",
    not_before: datetime | None = None,
) -> bool:
    """Write down that ``person`` is told, and send it; False when they were told before.

    subject, text: in the person's language, see ``content.people.language_of``. key: ``kind:what:when``, at most 120
    characters; whoever tells first, tells. html: the letter's own form; brief: what the bot says instead of ``text``,
    not before ``not_before``.
    """
    with transaction.atomic():
        row, new = Notice.objects.get_or_create(
            person=person, key=key, defaults={"subject": subject, "text": text, "address": address, "told_at": now}
        )
        if new:
            said = person.is_active and _say(person, subject, brief or text, address, key, now, not_before)
            row.way = _write(person, subject, text, address, key, html=html, said=bool(said))
            row.save(update_fields=["way"])
    return new


def _say(
    person: Any, subject: str, text: str, address: str, key: str, now: datetime, not_before: datetime | None
) -> bool:
    """Whether the bot says it. Who is asked to decide hears it from the request with the buttons."""
    if key.startswith("submitted:"):
        return is_reached(person)
    return queue_message(
        person, text, key=f"{key}:{person.pk}", now=now, link=address, subject=subject, not_before=not_before
    )


def _write(person: Any, subject: str, text: str, address: str, key: str, *, html: str, said: bool) -> str:
    """A letter, unless the bot is enough for the person; the way they are told in the end."""
    if said and not wants_letters_too(person):
        return Notice.Way.BOT
    if not person.is_active or not person.email:
        return Notice.Way.BOT if said else Notice.Way.NONE
    if not _wants_mail(person, key):
        return Notice.Way.BOT if said else Notice.Way.UNWANTED
    _mail(person, subject, text, address, html)
    return Notice.Way.BOTH if said else Notice.Way.MAIL


def _wants_mail(person: Any, key: str) -> bool:
    kind = key.partition(":")[0]
    profile = getattr(person, "wagtail_userprofile", None)
    if profile is None or kind in DIGESTS:
        return True
    return bool(getattr(profile, f"{WISHES.get(kind, 'submitted')}_notifications"))


def _mail(person: Any, subject: str, text: str, address: str, html: str) -> None:
    facts = {"subject": subject, "text": text, "address": address, "language": language_of(person)}
    letter = EmailMultiAlternatives(" ".join(subject.split()), f"{text}\n\n{address}", to=[person.email])
    letter.attach_alternative(html or render_to_string("desk/letters/notice.html", facts), "text/html")
    letter.send()
