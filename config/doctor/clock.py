"""Clocks that differ send posts early or late, and end leases too soon."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, error, ok, warning
from content.models import Organization

NOTICED, HARMFUL = 1.0, 10.0
"""Seconds two clocks differ."""


def check_files() -> Iterator[Finding]:
    """Against the file system of the home folder, which may be another machine's."""
    handle, path = tempfile.mkstemp(dir=settings.HOME, prefix=".clock-")
    try:
        before = time.time()
        os.utime(handle)
        stamp, after = os.fstat(handle).st_mtime, time.time()
    finally:
        os.close(handle)
        Path(path).unlink()
    yield _judged(
        "clock.files",
        _apart(before, stamp, after),
        agree=_("Our clock and that of the file system agree."),
        differ=_("Our clock and that of the file system are %(seconds)s s apart: posts go out at the wrong time."),
    )


def check_database() -> Iterator[Finding]:
    """SQLite has no clock but ours."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        told, after = float(cursor.fetchone()[0]), time.time()
    yield _judged(
        "clock.database",
        _apart(before, told, after),
        agree=_("Our clock and that of the database server agree."),
        differ=_("Our clock and that of the database server are %(seconds)s s apart: posts go out at the wrong time."),
    )


def check_zones() -> Iterator[Finding]:
    """Time zone data for us and for every organization."""
    wanted = {settings.TIME_ZONE, *Organization.objects.values_list("time_zone", flat=True)}
    missing = sorted(zone for zone in wanted if not _is_known(zone))
    if missing:
        yield error(
            "clock.zones",
            _("Time zones this machine has no data for: %(zones)s.") % {"zones": ", ".join(missing)},
            _("Install the package tzdata, or correct the organization's time zone."),
        )
    else:
        here = datetime.now(UTC).astimezone(ZoneInfo(settings.TIME_ZONE))
        yield ok(
            "clock.zones", _("Time zone data are there; here it is %(time)s.") % {"time": f"{here:%d.%m.%Y %H:%M %Z}"}
        )


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _apart(before: float, told: float, after: float) -> float:
    """Seconds the told time lies outside the span in which it was told: the way there and back proves nothing."""
    return max(before - told, told - after, 0.0)


def _judged(name: str, apart: float, *, agree: str, differ: str) -> Finding:
    if apart < NOTICED:
        return ok(name, agree)
    made = error if apart >= HARMFUL else warning
    return made(
        name,
        differ % {"seconds": f"{apart:.1f}"},
        _("Switch time synchronisation on, on both machines: timedatectl set-ntp true"),
    )
