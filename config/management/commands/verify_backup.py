"""Proves a backup whole by restoring it into a temporary database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from config.keeping.archive import Archive
from config.keeping.command import KeepingCommand
from config.keeping.restoring import verify


class Command(KeepingCommand):
    help = (
        "Prove that a backup is whole: read every file of it, restore it into a temporary database, compare the rows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE")

    def work(self, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            self.bad_input(_("There is no file %(file)s.") % {"file": path})
        archive = Archive(path)
        with self.bar(_("Verifying"), archive.size) as progress:
            proved = verify(archive, now=timezone.now(), progress=progress)
        value = {
            "whole": True,
            "taken_at": archive.manifest.taken_at,
            "tables": proved.tables,
            "media": proved.media,
            "unreadable_tokens": proved.settled["unreadable"],
        }
        if not options["as_json"]:
            self.show_tables(proved.tables)
        words = _("The backup is whole: %(rows)s rows, %(media)s files.") % {
            "rows": sum(proved.tables.values()), "media": proved.media,
        }  # fmt: skip
        if proved.settled["unreadable"]:
            words += " " + _("Tokens that our CREDENTIALS_KEYS do not open: %(count)s.") % {
                "count": proved.settled["unreadable"]
            }
        self.show(value, words, as_json=options["as_json"])
