"""The bot of the service: whether it may work, whether somebody runs it, whether what it has to say gets out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from config.doctor.findings import Finding, error, ok, warning
from desk.bot.connecting import service_bot
from desk.bot.labels import trouble_sentence
from scheduler.queries import bot_beat

SILENT = timedelta(minutes=3)
"""Without an answer from Telegram while somebody asks."""


def check(now: datetime) -> Iterator[Finding]:
    bot = service_bot()
    if bot is None:
        yield ok("bot", _("No bot of the service is connected: people are told by e-mail."))
        return
    if bot.health_code:
        yield error(
            "bot.works",
            _("The bot %(bot)s does not work: %(reason)s") % {"bot": bot, "reason": trouble_sentence(bot.health_code)},
            _("Look at it under “Settings”, “Bot of the service”."),
        )
    if not bot_beat(now)["ok"]:
        yield error(
            "bot.runs",
            _("Nobody asks Telegram for what people press in %(bot)s.") % {"bot": bot},
            _("Start it (python manage.py telegram_bot), or read its log."),
        )
    elif bot.heard_at is None or bot.heard_at < now - SILENT:
        yield warning(
            "bot.heard",
            _("Telegram has not answered the bot %(bot)s of late.") % {"bot": bot},
            _("See whether api.telegram.org can be reached from here."),
        )
    elif not bot.health_code:
        yield ok("bot.works", _("The bot %(bot)s works.") % {"bot": bot})
