"""Database and media folder into one file, while the service runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from config.keeping.archive import Archive, Manifest
from config.keeping.backing_up import back_up, media_bytes
from config.keeping.command import KeepingCommand
from config.keeping.restoring import verify

STANDARD_OUTPUT = "-"


class Command(KeepingCommand):
    help = (
        "Write database and media folder into one file, while the service runs. The file holds neither SECRET_KEY nor "
        "CREDENTIALS_KEYS: keep those apart from it, without them the stored tokens cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--out", required=True, metavar="FILE", help="a new file; - is standard output")
        parser.add_argument("--verify", action="store_true", help="then prove that it is whole, as verify_backup does")

    def work(self, **options: Any) -> None:
        name, check = options["out"], options["verify"]
        if name == STANDARD_OUTPUT:
            if check:
                self.bad_input(_("What goes to standard output cannot be read again: use verify_backup."))
            self._write(sys.stdout.buffer)
            return
        place = Path(name)
        if place.exists() or not place.parent.is_dir():
            self.bad_input(_("%(file)s exists already, or its folder does not.") % {"file": place})
        manifest = self._into(place)
        verified = False
        if check:
            archive = Archive(place)
            with self.bar(_("Verifying"), archive.size) as progress:
                verify(archive, now=timezone.now(), progress=progress)
            verified = True
        self._tell(manifest, place, verified=verified, as_json=options["as_json"])

    def _into(self, place: Path) -> Manifest:
        """Under another name until it is whole and on the disk."""
        unfinished = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                manifest = self._write(out)
                out.flush()
                os.fsync(out.fileno())
            unfinished.rename(place)
        finally:
            unfinished.unlink(missing_ok=True)
        return manifest

    def _write(self, out: IO[bytes]) -> Manifest:
        with self.bar(_("Packing"), media_bytes(settings.MEDIA_ROOT)) as progress:
            return back_up(out, taken_at=timezone.now(), progress=progress)

    def _tell(self, manifest: Manifest, place: Path, *, verified: bool, as_json: bool) -> None:
        counts = {kept.table.name: kept.rows for kept in manifest.tables}
        media = len(manifest.files) - len(counts)
        if not as_json:
            self.show_tables(counts)
        size = place.stat().st_size
        words = _("%(file)s: %(rows)s rows, %(media)s files, %(size)s bytes.") % {
            "file": place, "rows": sum(counts.values()), "media": media, "size": size,
        }  # fmt: skip
        words += " " + _("Keep SECRET_KEY and CREDENTIALS_KEYS apart from it: they are not in it.")
        if manifest.missing:
            words += " " + _("Files that rows name and the media folder lacks: %(count)s.") % {
                "count": len(manifest.missing)
            }
        value = {
            "file": str(place),
            "size": size,
            "taken_at": manifest.taken_at,
            "tables": counts,
            "media": media,
            "missing": manifest.missing,
            "verified": verified,
        }
        self.show(value, words, as_json=as_json)
