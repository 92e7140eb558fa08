"""Folders that are written to, room in them, and the files waiting posts need."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, error, ok, warning
from content.models import Rendition
from publishers.models import Delivery
from publishers.queries import next_waiting
from reports.proof.drawing import OFF, find_browser

TIGHT, FULL = 2_000_000_000, 300_000_000
"""Bytes that are free: warned of below the first, below the second a film no longer fits."""
MOST = 500
"""Waiting posts whose files are looked for, the next ones first."""


def check_folders() -> Iterator[Finding]:
    folders = {"storage.media": Path(settings.MEDIA_ROOT), "storage.home": Path(settings.HOME)}
    for name, folder in folders.items():
        yield _writable(name, folder)
    yield _room(Path(settings.HOME))


def check_renditions() -> Iterator[Finding]:
    waiting = next_waiting(Delivery.objects.select_related("rendition", "change_rendition"), limit=MOST)
    names = {name for delivery in waiting for name in _files(delivery.change_rendition or delivery.rendition)}
    missing = [name for name in sorted(names) if not default_storage.exists(name)]
    words = {"count": len(names), "missing": len(missing)}
    if missing:
        yield error(
            "storage.renditions",
            _("Files that waiting posts need: %(count)s; missing of them: %(missing)s.") % words,
            _("Bring the media folder back from the backup, or submit those posts again."),
        )
    else:
        yield ok("storage.renditions", _("The files that waiting posts need are there: %(count)s.") % words)


def check_browser() -> Iterator[Finding]:
    browser = find_browser()
    if browser:
        yield ok("storage.browser", _("Pages of posts that went out are drawn by %(browser)s.") % {"browser": browser})
    elif settings.BROWSER == OFF:
        yield ok("storage.browser", _("No pictures of pages are kept: BROWSER=none says so."))
    else:
        yield warning(
            "storage.browser",
            _("No browser was found: pages of posts that went out are kept without a picture."),
            _("Install one (on Debian: apt-get install chromium), name it in BROWSER, or write BROWSER=none there."),
        )


def _files(rendition: Rendition) -> Iterable[str]:
    rows: list[Mapping[str, Any]] = [*rendition.pictures, *rendition.videos, *rendition.documents]
    covers = [row["cover"] for row in rendition.videos if row["cover"]]
    return [row["name"] for row in (*rows, *covers)]


def _writable(name: str, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"doctor")
            file.flush()
    except OSError as refused:
        return error(
            name,
            _("Nothing can be written to the folder %(folder)s: %(error)s.")
            % {"folder": folder, "error": refused.strerror or type(refused).__name__},
            _("Give it to the user Mediareja runs as, and see that its disk is neither full nor read-only."),
        )
    return ok(name, _("The folder %(folder)s can be written to.") % {"folder": folder})


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = {"free": f"{free / 1e9:.1f}"}
    if free >= TIGHT:
        return ok("storage.space", _("Free on the disk: %(free)s GB.") % words)
    made = error if free < FULL else warning
    return made(
        "storage.space",
        _("Only %(free)s GB are free on the disk: when it is full, nothing can be prepared or sent.") % words,
        _("Make room, or move MEDIAREJA_HOME to a larger disk."),
    )
