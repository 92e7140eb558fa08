"""What staff read on the plan board: each state with a sign and a word, so that colour alone tells nothing."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.board.states import Standing

SIGNS: dict[Standing, str] = {
    Standing.PROBLEM: "!",
    Standing.MISSED: "×",
    Standing.LATE: "◔",
    Standing.EXPECTED: "?",
    Standing.DRAFTED: "✎",
    Standing.WAITING: "…",
    Standing.WAITING_SECOND: "‥",
    Standing.SCHEDULED: "✓",
    Standing.PUBLISHED: "●",
    Standing.EXCUSED: "–",
}

WORDS: dict[Standing, Promise] = {
    Standing.PROBLEM: _("needs you"),
    Standing.MISSED: _("missed"),
    Standing.LATE: _("late"),
    Standing.EXPECTED: _("expected"),
    Standing.DRAFTED: _("draft"),
    Standing.WAITING: _("waits for approval"),
    Standing.WAITING_SECOND: _("waits for the second approval"),
    Standing.SCHEDULED: _("scheduled"),
    Standing.PUBLISHED: _("published"),
    Standing.EXCUSED: _("excused"),
}

BY: dict[str, Promise] = {"months": _("Months"), "quarters": _("Quarters"), "weeks": _("Weeks")}
