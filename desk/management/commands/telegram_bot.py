"""Runs the bot of the service: asks Telegram what people pressed and wrote, until it is told to stop."""

from __future__ import annotations

import signal
from typing import Any

from desk.bot.polling import Poller
from desk.command import DeskCommand
from publishers.stopping import Stopping


class Command(DeskCommand):
    help = "Run the bot of the service. Any number may run; one of them works. Ctrl-C or SIGTERM stops it at once."

    def work(self, **options: Any) -> None:
        stopping = Stopping()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_given: stopping.set())
        Poller(stopping).run()
