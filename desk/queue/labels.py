"""What staff read about stocks, and when something cannot be put in, taken out or copied."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.labels import problem_sentence
from content.problems import Problem
from scheduler.post_import.pictures import ALL_BYTES, MOST_PICTURES

REFUSED: dict[str, Promise] = {
    "other_organization": _("The post belongs to another organization."),
    "not_running": _("The plan is not active, or the item is no longer in it."),
    "in_stock": _("The post is in a stock already."),
    "for_occurrence": _("The post stands for an occurrence of the plan already. Copy it into the stock instead."),
    "in_approval": _("The post waits for approval. Send it back or cancel the submission first."),
    "approved": _("The post is approved for its own time. Copy it into the stock instead."),
    "sent": _("The post has gone out, or has waited to. Copy it into the stock instead."),
    "gone": _("The post is not in the stock any more. Look at the list again."),
    "past": _("The time of this occurrence has passed. Choose one to come."),
    "has_post": _("This occurrence has a post already. Choose another one."),
    "being_prepared": _("Its draft is being made at this moment. Try again in two minutes."),
}

SHEETS: dict[str, Promise] = {
    "not_found": _("There is no such file; nothing was stored. Check its name and its folder."),
    "empty_file": _("The file is empty; nothing was stored."),
    "unsupported_type": _("Only XLSX and CSV are read; nothing was stored. Save the table as one of them."),
    "wrong_extension": _(
        "The file's name does not fit what it holds; nothing was stored. Save it anew as XLSX or CSV."
    ),
    "too_big": _("The file is too big; nothing was stored. Split it into several."),
    "took_too_long": _("Reading the file took too long and was stopped; nothing was stored. Split it into several."),
    "encrypted": _("The file is locked with a password; nothing was stored. Take the password off and save it again."),
    "has_macros": _("The file holds macros; nothing was stored. Save it as XLSX without macros."),
    "formulas": _(
        "Formulas without a result stand in %(places)s; nothing was stored. Let Excel calculate and save it."
    ),
    "no_columns": _(
        "No columns were found; nothing was stored. The first row names them: “Title”, “Text”, “Channels”…"
    ),
    "no_rows": _("There is no post below the headings; nothing was stored."),
    "too_many_rows": _("The table has more than %(limit)s posts; nothing was stored. Split it into several."),
}
UNREADABLE = _(
    "The file cannot be read; nothing was stored. Open it where it was made and save it again as XLSX or CSV."
)

PICTURES: dict[str, Promise] = {
    "unreadable": _("The ZIP archive cannot be read. Pack the pictures anew, or choose them one by one."),
    "encrypted": _("The ZIP archive is locked with a password. Pack the pictures without one."),
    "too_big": _("The pictures are too big together: %(most)s MB are taken at once. Split them into several imports."),
    "too_many": _("There are too many pictures: %(limit)s are taken at once. Split them into several imports."),
}

IMPORT: dict[str, Promise] = {
    "import_no_title": _("The title is missing."),
    "import_title_too_long": _("The title has %(length)s characters; %(limit)s are allowed."),
    "import_hashtags_too_long": _("The hashtags are longer than %(limit)s characters."),
    "import_no_item": _("No running plan has an item “%(number)s”."),
    "import_several_items": _("Several plans have an item “%(number)s”; it is taken from “%(plan)s”."),
    "import_no_place": _("Say when it shall go out, or give the plan item into whose stock it goes."),
    "import_time_without_day": _("There is a time, but no date."),
    "import_no_time": _("The time is missing."),
    "import_past": _("That time has passed."),
    "import_unclear_date": _("“%(text)s” is no clear date. Write it as 05.03.2026 or 2026-03-05."),
    "import_no_such_day": _("The date “%(text)s” does not exist."),
    "import_unclear_time": _("“%(text)s” is no clear time. Write it as 10:00."),
    "import_nothing_owed": _("Item %(number)s owes nothing on %(day)s that has no post yet."),
    "import_no_channel": _("“%(name)s” names no single channel. There are: %(known)s"),
    "import_too_many_pictures": _("A post takes %(limit)s pictures here."),
    "import_picture_missing": _("The picture “%(name)s” was not handed over."),
    "import_picture_not_a_picture": _(
        "“%(name)s” is no picture we can read. JPEG, PNG and WEBP are taken, up to 20 MB."
    ),
    "import_picture_twice": _("Two pictures are called “%(name)s”. Give them different names."),
    "import_more_alts": _("There are more alternative texts than pictures. Separate them by semicolons."),
    "import_same_as": _("The same text stands in row %(line)s."),
}


def sheet_refusal(code: str, params: Mapping[str, object]) -> str:
    """What is wrong with a spreadsheet, that nothing was stored, and what to do."""
    return str(SHEETS.get(code, UNREADABLE)) % params


def pictures_refusal(code: str) -> str:
    return str(PICTURES[code]) % {"most": ALL_BYTES // 1_000_000, "limit": MOST_PICTURES}


def row_sentence(problem: Problem) -> str:
    """What stands in the way of a row, or is advice."""
    if problem.code not in IMPORT:
        return problem_sentence(problem)
    return str(IMPORT[problem.code]) % problem.params


def refusal(code: str) -> str:
    return str(REFUSED.get(code, code))
