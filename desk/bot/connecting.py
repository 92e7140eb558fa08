"""The bot itself: its token, where it is reached, and how it is doing."""

from __future__ import annotations

from datetime import datetime

import requests
from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from desk.bot.models import ServiceBot
from desk.sandbox_channels import TIMEOUT, SandboxAway
from publishers.adapters.telegram_chats import who
from publishers.contract import Access
from publishers.credentials import decrypt, encrypt
from publishers.errors import AccountRejected, PublishError, ReasonCode
from publishers.labels import reason_sentence
from publishers.registry import endpoints

ONLY = 1
"""The key of the one row."""


def service_bot() -> ServiceBot | None:
    """The bot; None while nobody has connected one."""
    return ServiceBot.objects.filter(pk=ONLY).exclude(stored_token="").first()


def access_of(bot: ServiceBot) -> Access:
    """How to reach Telegram as the bot. Raises Misconfigured when the stored token cannot be read."""
    return Access("", decrypt(bot.stored_token), {}, endpoints(sandbox=bot.is_sandbox))


def chat_link(bot: ServiceBot, start: str = "") -> str:
    """Where a person opens a chat with the bot; ``start`` goes along when they press Start."""
    base = endpoints(sandbox=bot.is_sandbox)["telegram_preview"]
    return f"{base}/{bot.username}" + (f"?start={start}" if start else "")


def connect(token: str, *, sandbox: bool) -> ServiceBot:
    """Ask whose token it is, and work for that bot from now on. Raises PublishError and changes nothing when Telegram
    does not take it."""
    facts = who(Access("", token, {}, endpoints(sandbox=sandbox)))
    with transaction.atomic():
        bot, _made = ServiceBot.objects.select_for_update().get_or_create(pk=ONLY)
        if bot.bot_id != facts.number:
            bot.next_update = 0  # each bot counts its updates by itself
        bot.stored_token, bot.is_sandbox = encrypt(token), sandbox
        bot.bot_id, bot.username, bot.name = facts.number, facts.username, facts.name[:100]
        bot.health_code = bot.health_detail = ""
        bot.told_at = bot.held_until = None
        bot.save()
    return bot


def disconnect() -> None:
    """There is no bot any more; people stay linked, for the next token of the same bot."""
    ServiceBot.objects.filter(pk=ONLY).update(stored_token="", health_code="", health_detail="", held_until=None)


def request_sandbox_bot() -> str:
    """The token of a new bot of the sandbox. Raises SandboxAway."""
    try:
        answer = requests.post(f"{settings.SANDBOX_URL}/__control__/bots", json={}, timeout=TIMEOUT)
        answer.raise_for_status()
        return str(answer.json()["token"])
    except requests.RequestException as error:
        raise SandboxAway(type(error).__name__) from None
    except (KeyError, ValueError):
        raise SandboxAway("answer not understood") from None


def note_well(bot: ServiceBot, *, now: datetime) -> None:
    """Telegram answered."""
    ServiceBot.objects.filter(pk=bot.pk, stored_token=bot.stored_token).update(
        heard_at=now, health_code="", health_detail=""
    )


def note_trouble(bot: ServiceBot, error: PublishError, *, now: datetime) -> None:
    """Keep what Telegram said for the settings page; administrators are told once when the token no longer works."""
    mine = ServiceBot.objects.filter(pk=bot.pk, stored_token=bot.stored_token)  # it may have a new token by now
    mine.update(health_code=error.code.value, health_detail=error.detail)
    if not is_cut_off(error) or not mine.filter(told_at=None).update(told_at=now):
        return
    people = User.objects.filter(is_active=True, is_superuser=True).exclude(email="")
    addresses = sorted(set(people.values_list("email", flat=True)))
    if addresses:
        with translation.override(settings.LANGUAGE_CODE):
            subject = _("Telegram no longer lets the bot of the service in")
            body = _(
                "%(bot)s: %(reason)s\n\nGet a new token from @BotFather and paste it under Settings, Bot of the "
                "service. Until then people are told by e-mail."
            ) % {"bot": str(bot), "reason": reason_sentence(error.code.value)}
            EmailMessage(subject, body, bcc=addresses).send()


def is_cut_off(error: PublishError) -> bool:
    """Whether the token itself was refused, so that only a person can help."""
    return isinstance(error, AccountRejected) and error.code is ReasonCode.TOKEN_INVALID
