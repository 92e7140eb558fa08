"""Who is linked to the bot: becoming so by a code, and ceasing to be."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from content.people import name_of
from desk.bot.connecting import service_bot
from desk.bot.models import LinkCode, TelegramLink

CODE_LIVES = timedelta(minutes=15)


class CodeRefused(Exception):
    """The code is unknown, used, or too old."""


class AccountTaken(Exception):
    """The Telegram account speaks for somebody else; the text is that person's name."""


def language_like(code: str) -> str:
    """Of somebody we do not know: what their Telegram speaks, when we do, too."""
    spoken = code.lower().split("-")[0]
    return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def may_use(person: Any) -> bool:
    """Whether the desk is open to the person: active, and let in."""
    return bool(person.is_active and person.has_perm("wagtailadmin.access_admin"))


def wants_letters_too(person: Any) -> bool:
    link = link_of(person)
    return link is not None and link.also_mail


def link_of(person: Any) -> TelegramLink | None:
    return TelegramLink.objects.filter(person=person).first()


def is_reached(person: Any) -> bool:
    """Whether what is queued for the person can be expected to arrive in Telegram."""
    linked = TelegramLink.objects.filter(person=person, person__is_active=True, blocked_at=None)
    return linked.exists() and service_bot() is not None


@transaction.atomic
def new_code(person: Any, *, now: datetime) -> str:
    """A code that links one Telegram account to the person, once; earlier ones are void."""
    code = secrets.token_urlsafe(24)
    LinkCode.objects.filter(person=person).delete()
    LinkCode.objects.filter(expires_at__lte=now).delete()
    LinkCode.objects.create(person=person, digest=_digest(code), expires_at=now + CODE_LIVES)
    return code


@transaction.atomic
def redeem(code: str, *, chat_id: int, name: str, username: str, now: datetime) -> TelegramLink:
    """Link the account to whose code it is. Raises CodeRefused, and AccountTaken without using the code up."""
    found = LinkCode.objects.select_for_update(of=("self",)).select_related("person")
    row = found.filter(digest=_digest(code), expires_at__gt=now, person__is_active=True).first()
    if row is None:
        raise CodeRefused
    other = TelegramLink.objects.select_related("person").filter(chat_id=chat_id).exclude(person=row.person).first()
    if other is not None and other.person.is_active:
        raise AccountTaken(name_of(other.person))
    if other is not None:
        unlink(other, by=None)
    row.delete()
    link, _made = TelegramLink.objects.update_or_create(
        person=row.person,
        defaults={"chat_id": chat_id, "name": name[:200], "username": username[:64], "linked_at": now}
        | {"blocked_at": None},
    )
    _note("desk.telegram_link", row.person, link, by=row.person)
    return link


@transaction.atomic
def unlink(link: TelegramLink, *, by: User | None) -> None:
    """The account no longer speaks for the person. ``by``: None when the service did it."""
    _note("desk.telegram_unlink", link.person, link, by=by)
    link.delete()


def _note(action: str, person: User, link: TelegramLink, *, by: User | None) -> None:
    shown = f"{link.name} (@{link.username})" if link.username else link.name
    log(person, action, user=by, data={"account": shown, "chat_id": link.chat_id})


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
