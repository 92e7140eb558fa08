"""Looks at everything a technician would, and says of each thing how it is and what to do. Changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import DatabaseError
from django.utils.translation import gettext as _

from config.doctor import bot, channels, clock, database, engine, mail, settings, storage
from config.doctor.findings import Finding, error
from publishers.redaction import redact

log = logging.getLogger(__name__)

Check = Callable[[], Iterable[Finding]]


def examine(now: datetime) -> list[Finding]:
    """Every finding, in the order in which one would mend them. Without a database only what needs none."""
    found = [*_run(settings.check), *_run(database.check)]
    answers = not any(finding.level == "error" for finding in found if finding.check.startswith("database."))
    if answers:
        found += _run(settings.check_stored_secrets)
    found += _run(clock.check_files)
    if answers:
        found += _run(clock.check_database) + _run(clock.check_zones)
    found += _run(engine.check_broker) + _run(storage.check_folders) + _run(storage.check_browser)
    if answers:
        found += _run(storage.check_renditions)
        for look in (engine.check_signs_of_life, engine.check_backlog, channels.check, mail.check, bot.check):
            found += _run(lambda look=look: look(now))  # type: ignore[misc]
    else:
        found += _run(mail.check_server)
    return found


def _run(check: Check) -> list[Finding]:
    """A check that fails itself is a finding too, and keeps the others from nothing."""
    try:
        return [_clean(finding) for finding in check()]
    except DatabaseError as away:
        return [
            error(
                "database.answer",
                _("The database does not answer: %(error)s") % {"error": type(away).__name__},
                _("See whether the server of DATABASE_URL runs, and what its log says."),
            )
        ]
    except Exception as bug:
        log.exception("doctor.bug")
        return [
            error(
                "doctor",
                _("A check failed itself: %(error)s.") % {"error": type(bug).__name__},
                _("Send the lines of the log to those who maintain Mediareja."),
            )
        ]


def _clean(finding: Finding) -> Finding:
    """What platforms and libraries said may hold anything."""
    return Finding(finding.check, finding.level, redact(finding.sentence), redact(finding.todo))
