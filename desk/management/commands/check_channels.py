"""Asks every channel in use whether it still lets us in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rich.table import Table

from desk.command import FAILED, DeskCommand
from desk.terminal import print_table
from publishers.health import check_all
from publishers.labels import reason_sentence
from publishers.models import ChannelAccount


class Command(DeskCommand):
    help = "Check every channel in use; exit status 1 when one does not work. A paused one that works again goes on."

    def work(self, **options: Any) -> None:
        accounts = check_all(now=timezone.now())
        if options["as_json"]:
            self.show({"channels": [_as_json(account) for account in accounts]}, "", as_json=True)
        elif not accounts:
            self.stdout.write(_("There are no channels yet. Add one with add_channel."))
        else:
            table = Table(box=None, pad_edge=False)
            for heading in (_("Channel"), _("Kind"), _("State"), _("What it means")):
                table.add_column(heading, overflow="fold")
            for account in accounts:
                more = reason_sentence(account.health_code) or account.title
                table.add_row(str(account.channel), account.channel.kind, account.get_health_display(), more)
            print_table(table, self.stdout)
        if any(account.health == ChannelAccount.Health.FAILING for account in accounts):
            raise SystemExit(FAILED)


def _as_json(account: ChannelAccount) -> dict[str, Any]:
    return {
        "channel": account.channel_id,
        "name": account.channel.name,
        "kind": account.channel.kind,
        "sandbox": account.channel.is_sandbox,
        "address": account.address,
        "health": account.health,
        "reason": account.health_code or None,
        "detail": account.health_detail,
        "paused": account.paused_at is not None,
        "title": account.title,
    }
