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

WISHES = {"returned": "rejected", "approved": "approved", "comment": "updated_comments"}
"""By the first word of a key, the choice in a person's account that lets its mail through; else "submitted"."""


def tell(person: Any, *, subject: str, text: str, address: str, key: str, now: datetime) -> bool:
    """Write down that ``person`` is told, and send it; False when they were told before.

    subject, text: in the person's language, see ``content.people.language_of``. key: ``kind:what:when``, at most 120
    characters; whoever tells first, tells.
    """
    with transaction.atomic():
        _row, new = Notice.objects.get_or_create(
            person=person, key=key, defaults={"subject": subject, "text": text, "address": address, "told_at": now}
        )
        if new and person.is_active:
            heard = _say(person, subject, text, address, key, now)
            if not heard and person.email and _wants_mail(person, key):
                _mail(person, subject, text, address)
    return new


def _say(person: Any, subject: str, text: str, address: str, key: str, now: datetime) -> bool:
    """By the bot, where it reaches the person; whether that is enough for them. Who is asked to decide hears it from
    the request with the buttons."""
    if key.startswith("submitted:"):
        said = is_reached(person)
    else:
        said = queue_message(person, text, key=f"{key}:{person.pk}", now=now, link=address, subject=subject)
    return said and not wants_letters_too(person)


def _wants_mail(person: Any, key: str) -> bool:
    profile = getattr(person, "wagtail_userprofile", None)
    wish = WISHES.get(key.partition(":")[0], "submitted")
    return profile is None or bool(getattr(profile, f"{wish}_notifications"))


def _mail(person: Any, subject: str, text: str, address: str) -> None:
    facts = {"subject": subject, "text": text, "address": address, "language": language_of(person)}
    letter = EmailMultiAlternatives(" ".join(subject.split()), f"{text}\n\n{address}", to=[person.email])
    letter.attach_alternative(render_to_string("desk/letters/notice.html", facts), "text/html")
    letter.send()
