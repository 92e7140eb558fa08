"""What storing a list of dates will do, and what it did, in words; for the screen and the terminal alike."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _now

from desk.occurrence_labels import bad_line, doubt
from desk.times import shown
from scheduler.days_off import calendar_of
from scheduler.exceptions import doubts_of_day
from scheduler.expecting import target_of
from scheduler.giving_dates import Given, zone_of
from scheduler.models import PlanItem
from scheduler.scheduled_dates import DateChanges, slot_of


def moment(day: date, at: time | None) -> str:
    """'05.03.2026 10:00', without the hour where the schedule names none."""
    return f"{day:%d.%m.%Y} {at:%H:%M}" if at else f"{day:%d.%m.%Y}"


def preview_lines(item: PlanItem, changes: DateChanges) -> dict[str, Any]:
    """The changes as lists of lines: added, moved, noted, removed, bad; and how many dates stay as they are."""
    zone, organization = zone_of(item), item.plan.organization
    target, calendar = target_of(item, organization), calendar_of(organization)

    def line(day: date, at: time | None, note: str) -> dict[str, Any]:
        slot = slot_of(day, at, zone, target)
        return {
            "moment": moment(day, at),
            "note": note,
            "slot": shown(slot, organization.time_zone),
            "doubts": [doubt(code) for code in doubts_of_day(item, slot, calendar)],
        }

    return {
        "added": [line(one.day, one.at, one.note) for one in changes.added],
        "moved": [
            line(one.day, one.at, one.note or row.note) | {"before": moment(row.day, row.at)}
            for row, one in changes.moved
        ],
        "noted": [{"moment": moment(one.day, one.at), "note": one.note} for _row, one in changes.noted],
        "removed": [{"moment": moment(row.day, row.at), "note": row.note} for row in changes.removed],
        "bad": [bad_line(found) for found in changes.bad],
        "kept": len(changes.kept),
        "changes_nothing": changes.is_empty,
    }


def given_sentences(given: Given, *, active: bool) -> tuple[str, str]:
    """What was done, and what a person has to look at ('' for nothing)."""
    changes = given.changes
    counts = {"added": len(changes.added), "moved": len(changes.moved), "removed": len(changes.removed)}
    done = _now("Dates stored: %(added)s added, %(moved)s moved, %(removed)s removed.") % counts
    if active:
        counts = {"created": given.created, "moved": given.moved, "withdrawn": given.withdrawn}
        done += " " + _now("Occurrences: %(created)s new, %(moved)s moved, %(withdrawn)s withdrawn.") % counts
    else:
        done += " " + _now("The plan is not active yet: its occurrences come with the activation.")
    if not given.stays:
        return done, ""
    names = ", ".join(f"{row.window_start:%d.%m.%Y}" for row in given.stays)
    return done, _now("These occurrences did not follow because of their posts; look at them: %(days)s.") % {
        "days": names
    }
