"""What backup, restore, verify_backup and move_to share: sentences for what stands in the way, and the bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from config.keeping.archive import Damaged
from config.keeping.archive import Progress as Told
from config.keeping.databases import ProgramFailed, Refused
from config.keeping.loading import NotTheSame
from config.keeping.tables import WrongValue
from config.keeping.values import UnknownKind
from desk.command import DeskCommand, terminal_language
from desk.terminal import print_table

REFUSALS = {
    "address_wrong": gettext_lazy(
        "This is no address of a database. Write it like postgres://user:password@host:5432/name."
    ),
    "no_answer": gettext_lazy("That database does not answer."),
    "in_use": gettext_lazy("The database is in use. Stop web, worker and beat first; nothing was changed."),
    "has_content": gettext_lazy("There is work in that database. Nothing was changed."),
    "has_media": gettext_lazy("The media folder has other files under the same names. Nothing was changed."),
    "newer": gettext_lazy("The backup was made by a newer version. Install that version first; nothing was changed."),
    "older_database": gettext_lazy(
        "The database is of an older version, or there is none. Back it up with that version, or bring it up to date."
    ),
    "not_up_to_date": gettext_lazy("The database is not up to date. Run: python manage.py migrate"),
}


class KeepingCommand(DeskCommand):
    """A command on whole databases; it ends with one sentence, whatever happens."""

    requires_migrations = False

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            self._handle(*args, **options)

    def _handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except Refused as refused:
            sentence = str(REFUSALS[str(refused)])
            if str(refused) in ("has_content", "has_media") and "overwrite" in options:
                sentence += " " + _("With --overwrite it is replaced; the old database is kept.")
            self.bad_input(sentence)
        except Damaged as damaged:
            self.fail(_("The backup is damaged: %(where)s. Nothing was changed.") % {"where": damaged})
        except (NotTheSame, WrongValue, UnknownKind, ProgramFailed) as failure:
            self.fail(_("Not done, and nothing was changed: %(why)s") % {"why": failure})
        except DatabaseError as error:
            self.fail(_("The database does not answer: %(error)s") % {"error": type(error).__name__})
        except OSError as error:
            self.fail(_("Not done, and nothing was changed: %(why)s") % {"why": error.strerror or type(error).__name__})

    @contextmanager
    def bar(self, what: str, total: int | None) -> Iterator[Told]:
        """A bar of bytes on the terminal's error stream; nothing where that is no terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        console = Console(file=sys.stderr)
        with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
            task = progress.add_task(what, total=total)
            yield lambda count: progress.advance(task, count)

    def show_tables(self, counts: dict[str, int]) -> None:
        """Rows of each table that has any."""
        table = Table(_("Table"), _("Rows"))
        for name, rows in counts.items():
            if rows:
                table.add_row(name, str(rows))
        print_table(table, self.stdout)
