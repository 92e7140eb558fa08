"""What staff read when a single occurrence or a list of dates cannot be changed as they wanted."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from scheduler.date_lists import BadLine

REFUSED: dict[str, Promise] = {
    "no_reason": _("Say why: the reason stays in the history."),
    "past": _("That time has passed. Choose a time to come."),
    "outside_year": _("That day lies outside the year of the plan."),
    "same_slot": _("It is planned for that time already."),
    "elapsed": _("Its period was over when the plan was activated: nothing is owed for it."),
    "withdrawn": _("It is no longer in the plan: nothing is owed for it."),
    "skipped": _("It is excused. Restore it first."),
    "replaced": _("Another post stands for it. Restore it first."),
    "being_prepared": _("Its draft is being made at this moment. Try again in two minutes."),
    "out": _("Its post is out, or may be out, on at least one channel. That cannot be undone here."),
    "in_approval": _("Its post waits for approval. Send it back or cancel the submission first."),
    "approved": _("Its post is approved for the old time. Change the time in the post and submit it again."),
    "other_organization": _("That post belongs to another organization."),
    "same_post": _("That is its own post already."),
    "in_stock": _("That post waits in a stock. Take it out of the stock first."),
    "nothing_to_restore": _("It is owed as planned: there is nothing to restore."),
    "not_in_rule": _("The plan's rule does not name this period any more. Move it to the time you want."),
}

DOUBTS: dict[str, Promise] = {
    "quiet_hours": _("The time lies in quiet hours; it goes out then all the same."),
    "day_off": _("The day is a day off."),
    "outside_window": _("The day lies outside the period that the plan names."),
}

BAD_LINES: dict[str, Promise] = {
    "no_date": _("There is no date."),
    "unclear_date": _("This is no clear date. Write it as 05.03.2026 or 2026-03-05."),
    "no_such_day": _("The date does not exist."),
    "unclear_time": _("This is no clear time. Write it as 10:00."),
    "two_times": _("Two different times are given."),
    "named_twice": _("The same day and time is given twice."),
    "outside_year": _("The day lies outside the year of the plan."),
    "unknown_zone": _("The time zone is not known."),
    "unclear_rule": _("The repetition is not understood. Give its days one by one."),
    "this_and_later": _("It changes a repetition and all later ones. Give these days one by one."),
    "too_many": _("It repeats too often for a schedule of dates."),
    "too_old": _("Its repetition began too long ago. Give its days one by one."),
    "no_name": _("It calls off an event without saying which."),
}

NO_DATES: dict[str, Promise] = {
    "too_big": _("The file is too big for a list of dates; nothing was stored."),
    "empty": _("The file is empty; nothing was stored."),
    "unreadable": _("The file cannot be read; nothing was stored. Save it as CSV (UTF-8) or as iCalendar (.ics)."),
    "no_dates": _("No dates were found; nothing was stored. A table needs a column headed “Date”."),
    "unsupported": _("Only CSV and iCalendar (.ics) files are read; nothing was stored. Save a table as CSV."),
}

DATES_REFUSED: dict[str, Promise] = {
    "not_by_schedule": _("Only items that follow an approved schedule take dates. This one has a rule of its own."),
    "withdrawn": _("The item is no longer in the plan."),
    "no_year": _("Say first which year the plan is for."),
    "changed_meanwhile": _("Somebody changed the dates meanwhile. Look at them again."),
    "bad_lines": _("Some lines cannot be stored. Mend them, or say that the others are to be stored without them."),
    "nothing_new": _("Nothing would change: these dates are stored already."),
}


def refusal(code: str) -> str:
    """Why an exception was not made."""
    return str(REFUSED.get(code, code))


def doubt(code: str) -> str:
    return str(DOUBTS.get(code, code))


def bad_line(found: BadLine) -> str:
    """'Line 4: The date does not exist. (31.02.2026)'; without a number where nothing was read from a file."""
    sentence = str(BAD_LINES.get(found.code, found.code))
    text = f" ({found.text})" if found.text else ""
    if not found.line:
        return f"{sentence}{text}"
    return _now("Line %(number)s: %(sentence)s") % {"number": found.line, "sentence": sentence} + text
