"""Tells Telegram which commands the bot knows, so that people find them in the menu of its chat."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils import translation

from desk.bot.commands import command_list
from desk.bot.connecting import access_of
from desk.bot.models import ServiceBot
from publishers.adapters.telegram_chats import offer_commands
from publishers.errors import PublishError

log = logging.getLogger(__name__)

TELEGRAMS = ("uz", "ru", "en")
"""Those of our languages that Telegram has a code for."""


def introduce(bot: ServiceBot) -> None:
    """A convenience: a bot without the menu works all the same."""
    try:
        access = access_of(bot)
        for language in ("", *TELEGRAMS):
            with translation.override(language or settings.LANGUAGE_CODE):
                offer_commands(access, command_list(), language=language)
    except PublishError as error:
        log.warning("bot.not_introduced %s", error.code.value)
