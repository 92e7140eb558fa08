"""From SQLite to PostgreSQL, or to any other database, by one command."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from config.keeping.command import KeepingCommand
from config.keeping.databases import Refused
from config.keeping.moving import move
from config.keeping.staging import staging_for
from config.management.commands.restore import home_alone

STANDARD_INPUT = "-"


class Command(KeepingCommand):
    help = (
        "Copy everything into another, empty database (postgres://user:password@host:5432/name) and compare it row by "
        "row. The service must be stopped; the database in use is not changed, and the media folder stays where it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("url", metavar="URL", help="address of the database; - reads it from standard input")

    def work(self, **options: Any) -> None:
        url = sys.stdin.readline().strip() if options["url"] == STANDARD_INPUT else options["url"]
        if not url or url == settings.DATABASE_URL:
            raise Refused("address_wrong")
        with home_alone():
            counts = move(staging_for(url, place=settings.HOME / "mediareja.sqlite3"), now=timezone.now())
        if not options["as_json"]:
            self.show_tables(counts)
        words = _("Moved and compared: %(rows)s rows in %(tables)s tables.") % {
            "rows": sum(counts.values()), "tables": len(counts),
        }  # fmt: skip
        words += " " + _(
            "Set DATABASE_URL to the new address, with the same SECRET_KEY and CREDENTIALS_KEYS, and start."
        )
        self.show({"tables": counts, "rows": sum(counts.values())}, words, as_json=options["as_json"])
