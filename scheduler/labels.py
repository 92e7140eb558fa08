"""What staff read for each rhythm, period, channel word, question and refusal of the importer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.models import PlanItem

WORDS: dict[str, Promise] = {
    "official_pages": _("official pages"),
    "website": _("website"),
    "social": _("social networks"),
    "telegram": _("Telegram"),
    "facebook": _("Facebook"),
    "instagram": _("Instagram"),
    "youtube": _("YouTube"),
    "mass_media": _("mass media"),
    "online_media": _("internet media"),
    "newspaper": _("newspaper"),
    "tv": _("television"),
    "radio": _("radio"),
    "outdoor": _("outdoor screens"),
    "banner": _("banners and leaflets"),
    "sms": _("text messages"),
}

REVIEW: dict[str, Promise] = {
    # of one item
    "inherited_deadline": _("The deadline was taken from the row above. Is that meant?"),
    "needs_dates": _("The dates follow an approved schedule. Give the dates."),
    "as_needed": _("It is due when needed. Decide when."),
    "exact_day": _("Choose the exact day."),
    "multi_deadline": _("The cell names more than one deadline. Which one holds?"),
    "event_relative": _("The deadline depends on an event. Give the date."),
    "moving_holiday": _("The holiday moves from year to year. Confirm the date."),
    "weekend_inside": _("A day off lies inside the dates. Is that meant?"),
    "no_deadline": _("No deadline was found. Give one."),
    "count_mismatch": _("The count and the named dates do not agree. Which one holds?"),
    "channel_unknown": _("The coverage names a channel we do not know. Choose the channels."),
    "channel_unclear": _("The coverage is not clear. Choose the channels."),
    "spelling": _("A word looks misspelt. Check what was understood."),
    "impossible_date": _("The date does not exist. Give the right one."),
    "duplicate_number": _("The number stands in the plan twice."),
    "number_gap": _("A number is missing before this one."),
    "conflicting_deadline": _("Title, heading and deadline say different times. Which one holds?"),
    "swapped_cells": _("Deadline and coverage look swapped. Check both."),
    "year_differs": _("The date lies in another year than the plan."),
    "past_date": _("The date has passed."),
    # of the whole plan
    "no_year": _("The document names no year. Say which year it is for."),
    "academic_year": _("The plan is for a school year. Say when it begins."),
    "rows_need_attention": _("Some rows need a decision."),
    "dates_in_the_past": _("Some dates have passed."),
    "not_a_plan": _("This does not look like a media plan."),
    "missing_column": _("A column is missing: %(name)s."),
}

COLUMNS: dict[str, Promise] = {
    "number": _("number"),
    "title": _("measure"),
    "method": _("way of carrying out"),
    "deadline": _("deadline"),
    "responsible": _("responsible"),
    "coverage": _("coverage"),
}

REFUSALS: dict[str, Promise] = {
    "not_found": _("There is no such file; nothing was stored. Check its name and its folder."),
    "empty_file": _("The file is empty; nothing was stored. Choose the file with the plan's table."),
    "unreadable": _(
        "The file cannot be read; nothing was stored. Open it where it was made and save it again as DOCX or XLSX."
    ),
    "unsupported_type": _(
        "Files of type %(suffix)s are not read; nothing was stored. Open the file and save the plan as %(save_as)s."
    ),
    "wrong_extension": _(
        "The file is named %(suffix)s but holds %(actual)s; nothing was stored. Open it where it was made and save it as DOCX, XLSX or PDF."
    ),
    "too_big": _(
        "The file is too big for a plan; nothing was stored. Keep only the plan's table, without pictures, and try again."
    ),
    "took_too_long": _(
        "Reading the file took too long and was stopped; nothing was stored. Copy the plan's table into a new document and try again."
    ),
    "encrypted": _("The file is locked with a password; nothing was stored. Take the password off and save it again."),
    "has_macros": _("The file holds macros; nothing was stored. Save it as DOCX or XLSX without macros."),
    "images_only": _(
        "The pages are pictures without text; nothing was stored. Choose the Word or Excel file they were made from."
    ),
    "formulas": _(
        "Formulas without a result stand in %(places)s; nothing was stored. Open the file in Excel, let it calculate and save it again."
    ),
    "unsafe_xml": _(
        "The file refers to things outside itself; nothing was stored. Copy the plan's table into a new document and try again."
    ),
    "no_table": _(
        "No table of a media plan was found; nothing was stored. A plan has columns for measure and deadline."
    ),
    "is_report": _("This is a report, not a plan; nothing was stored. Keep it as evidence for the execution report."),
}
WITHOUT_SUFFIX: dict[str, Promise] = {
    "unsupported_type": _("The file's name does not end in a type; nothing was stored. Save the plan as %(save_as)s."),
    "wrong_extension": _(
        "The file's name does not end in a type; nothing was stored. It holds %(actual)s: add that to its name."
    ),
}
SAVE_AS = {
    ".doc": "DOCX",
    ".odt": "DOCX",
    ".rtf": "DOCX",
    ".pages": "DOCX",
    ".xls": "XLSX",
    ".xlsb": "XLSX",
    ".ods": "XLSX",
    ".numbers": "XLSX",
}
"""What an office program makes of its own older or other formats; see ``refusal_sentence`` for the rest."""

ANSWERS: dict[str, Promise] = {
    "stale": _("Someone else answered meanwhile, and nothing of yours was stored here. Look at the row again."),
    "withdrawn": _("The item is no longer in the plan."),
    "nothing_asked": _("Nothing is asked about this item."),
    "nothing_understood": _("There is nothing to say yes to. Write the deadline in other words or give dates."),
    "wants_a_fact": _("A yes does not say when. Give the dates."),
    "not_clear": _("These words are not clear either: %(questions)s"),
    "no_dates": _("Give at least one date."),
    "nothing_new": _("The item has these dates already."),
    "unclear_date": _("This is no date: %(text)s. Write dates like 05.03.2026, separated by commas."),
    "one_hour": _("Write one hour only: it holds for all dates."),
    "outside_year": _("Outside the plan's year: %(days)s."),
    "no_year": _("Say first which year the plan is for."),
    "no_channels": _("Choose at least one channel."),
}

YEARS: dict[str, Promise] = {
    "out_of_range": _("The year must be between 2000 and 2100."),
    "other_year": _("The document is for another year."),
    "active": _("The plan is active: its year stays."),
}

VERSIONS: dict[str, Promise] = {
    "other_year": _("The document is for %(year)s, the plan for another year; nothing was stored."),
    "same_file": _("This is the file the plan was made from; nothing was stored."),
    "archived": _("The plan is archived; nothing was stored."),
    "not_waiting": _("This version does not wait to be applied any more."),
}

NOT_READ: dict[str, Promise] = {
    "repeated_header": _("the header once more"),
    "column_numbers": _("numbers of the columns"),
    "total": _("a total"),
    "signature": _("a signature"),
    "stamp": _("an approval stamp"),
    "footnote": _("a footnote"),
    "other_table": _("a table that is no plan"),
    "paragraph": _("text outside the plan"),
    "hidden_sheet": _("a hidden sheet"),
    "hidden_row": _("a hidden row"),
    "hidden_column": _("a hidden column"),
    "picture": _("a picture"),
    "text_box": _("a text box"),
    "other_column": _("a column that is no part of a plan"),
    "blank_row": _("a row without a measure"),
}

NAMED_PERIOD = re.compile(r"(?P<year>\d{4})(?P<school>/\d\d)?-(?P<unit>[QHW]?)(?P<part>\d{1,2})")
"""The keys of ``scheduler.periods`` that stand for a unit of the calendar: 2026-12, 2026-Q4, 2026-H1, 2026-W07; of a
school year 2026/27-Q1, 2026/27-H1."""
ROMAN = ("I", "II", "III", "IV")
MONTHS = (
    pgettext_lazy("month of a period", "January"),
    pgettext_lazy("month of a period", "February"),
    pgettext_lazy("month of a period", "March"),
    pgettext_lazy("month of a period", "April"),
    pgettext_lazy("month of a period", "May"),
    pgettext_lazy("month of a period", "June"),
    pgettext_lazy("month of a period", "July"),
    pgettext_lazy("month of a period", "August"),
    pgettext_lazy("month of a period", "September"),
    pgettext_lazy("month of a period", "October"),
    pgettext_lazy("month of a period", "November"),
    pgettext_lazy("month of a period", "December"),
)


def kind_label(kind: str) -> str:
    return str(PlanItem.Kind(kind).label)


def word_label(word: str) -> str:
    return str(WORDS.get(word, word))


def review_sentence(code: str) -> str:
    """The question behind a review code; ``missing_column:NAME`` names its column."""
    base, _sep, name = code.partition(":")
    sentence = str(REVIEW.get(base, code))
    return sentence % {"name": COLUMNS.get(name, name)} if name else sentence


def refusal_sentence(code: str, params: Mapping[str, object]) -> str:
    """What is wrong with the file, that nothing was stored, and what to do next."""
    suffix = str(params.get("suffix", ""))
    sentence = REFUSALS[code] if suffix or code not in WITHOUT_SUFFIX else WITHOUT_SUFFIX[code]
    return str(sentence) % {"save_as": SAVE_AS.get(suffix, "DOCX, XLSX, CSV, PDF, TXT"), **params}


def answer_sentence(code: str, params: Mapping[str, Any]) -> str:
    """Why an answer settles nothing; ``codes`` among the params are the questions that the answer itself raises."""
    questions = " ".join(review_sentence(asked) for asked in params.get("codes", ()))
    days = ", ".join(f"{day:%d.%m.%Y}" for day in params.get("days", ()))
    return str(ANSWERS[code]) % {"questions": questions, "days": days, "text": params.get("text", "")}


def not_read_label(reason: str) -> str:
    return str(NOT_READ.get(reason, reason))


NOT_DATED: dict[str, Promise] = {
    "withdrawn": _("It is no longer in the plan."),
    "question_open": _("A question is open: until it is answered the item owes nothing."),
    "dates_not_given": _("The dates of its approved schedule have not been given."),
    "not_understood": _("Its deadline was not understood."),
    "standing": _("Continuous: tasks without a day of their own, which people fulfil."),
    "no_minimum": _("Continuous, and no minimum was chosen."),
    "nothing_owed": _("Nothing falls into the plan's year."),
}
"""Why an item owes nothing that has a date, see ``scheduler.not_dated``."""


def not_dated_sentence(reason: str) -> str:
    return str(NOT_DATED[reason])


def period_label(key: str, start: date, end: date) -> str:
    """The period behind an occurrence's key as staff say it: 'December 2026', 'quarter IV of 2026', '15.12.2026',
    '01.02.2026 – 20.02.2026'; ``start`` and ``end`` are the window. The second of a period says so."""
    period, _sep, number = key.partition("#")
    words = _named_period(period, start, end)
    return _now("%(period)s, no. %(number)s") % {"period": words, "number": number} if number else words


def _named_period(period: str, start: date, end: date) -> str:
    year = start.year
    if found := NAMED_PERIOD.fullmatch(period):
        part = int(found["part"])
        if found["school"]:
            return _school_period(found["year"] + found["school"], found["unit"], ROMAN[part - 1])
        match found["unit"]:
            case "Q":
                return _now("quarter %(roman)s of %(year)s") % {"roman": ROMAN[part - 1], "year": year}
            case "H":
                return _now("half-year %(roman)s of %(year)s") % {"roman": ROMAN[part - 1], "year": year}
            case "W" if end - start <= timedelta(days=6):
                return _now("week %(week)s of %(year)s") % {"week": part, "year": int(found["year"])}
            case "" if (start.year, start.month) == (end.year, end.month):
                return _now("%(month)s %(year)s") % {"month": MONTHS[part - 1], "year": year}
    if start == end:
        return f"{start:%d.%m.%Y}"
    return f"{start:%d.%m.%Y} – {end:%d.%m.%Y}"


def _school_period(year: str, unit: str, roman: str) -> str:
    words = {"roman": roman, "year": year}
    if unit == "Q":
        return _now("quarter %(roman)s of the school year %(year)s") % words
    return _now("half-year %(roman)s of the school year %(year)s") % words
