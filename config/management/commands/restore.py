"""Brings a backup back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from config import embedded
from config.keeping.archive import Archive
from config.keeping.command import KeepingCommand
from config.keeping.databases import Refused
from config.keeping.media import MediaStaging
from config.keeping.restoring import Restored, restore
from config.keeping.staging import staging_for


class Command(KeepingCommand):
    help = (
        "Bring a backup back, all of it or nothing. The service must be stopped. What was due since the backup is "
        "looked for on the channels before anything is sent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--into", metavar="URL", help="another database than the one of the settings")
        parser.add_argument("--media", metavar="FOLDER", help="another media folder than the one of the settings")
        parser.add_argument(
            "--overwrite", action="store_true", help="replace a database that has work in it; the old one is kept aside"
        )

    def work(self, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            self.bad_input(_("There is no file %(file)s.") % {"file": path})
        archive = Archive(path)
        url = options["into"] if options["into"] is not None else settings.DATABASE_URL
        staging = staging_for(url, place=settings.HOME / "mediareja.sqlite3")
        media = MediaStaging(Path(options["media"] or settings.MEDIA_ROOT))
        # read twice: once to check it, once to unpack the files of the media folder
        total = archive.size + sum(archive.media_file(name).size for name in archive.media())
        with home_alone(), self.bar(_("Restoring"), total) as progress:
            restored = restore(
                archive, staging, media, overwrite=options["overwrite"], now=timezone.now(), progress=progress
            )
        self._tell(archive, restored, as_json=options["as_json"])

    def _tell(self, archive: Archive, restored: Restored, *, as_json: bool) -> None:
        held, unreadable = restored.settled["held"], restored.settled["unreadable"]
        if not as_json:
            self.show_tables(restored.tables)
        lines = [
            _("Restored as of %(time)s: %(rows)s rows, %(media)s files.")
            % {
                "time": f"{timezone.localtime(archive.manifest.taken_at):%Y-%m-%d %H:%M %Z}",
                "rows": sum(restored.tables.values()),
                "media": restored.media,
            },
            _("Posts that may have gone out since are looked for before anything is sent: %(count)s.")
            % {"count": held["deliveries"]},
        ]
        if restored.kept:
            lines.append(_("The database that was replaced is kept as %(place)s.") % {"place": restored.kept})
        if unreadable:
            lines.append(_("Tokens that our CREDENTIALS_KEYS do not open: %(count)s.") % {"count": unreadable})
        value = {
            "taken_at": archive.manifest.taken_at,
            "tables": restored.tables,
            "media": restored.media,
            "held": held,
            "kept": restored.kept,
            "unreadable_tokens": unreadable,
        }
        self.show(value, "\n".join(lines), as_json=as_json)


@contextlib.contextmanager
def home_alone() -> Iterator[None]:
    """Nobody runs the one-process form in this home folder meanwhile. Raises Refused.

    Elsewhere nothing is locked: PostgreSQL is asked who is connected, and a container's root cannot be written to.
    """
    if settings.DATABASE_URL:
        yield
        return
    try:
        lock = embedded.lock_home(settings.HOME)
    except embedded.HomeInUse:
        raise Refused("in_use") from None
    with lock:
        yield
