"""What staff read in the calendar: states with their signs, refusals, and what a move does."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.occurrence_labels import refusal as refusal_of_occurrence
from desk.posts_calendar.entries import EXPECTED
from desk.posts_calendar.periods import View
from publishers.stages import Stage

VIEWS: dict[View, Promise] = {"month": _("Month"), "week": _("Week"), "list": _("List")}

STATES: dict[str, tuple[str, Promise]] = {
    EXPECTED: ("?", _("expected, not written")),
    Stage.DRAFT: ("✎", _("draft")),
    Stage.SUBMITTED: ("…", _("waits for approval")),
    Stage.SCHEDULED: ("✓", _("approved")),
    Stage.UNDER_WAY: ("↗", _("under way")),
    Stage.PUBLISHED: ("●", _("published")),
    Stage.FAILED: ("!", _("needs a decision")),
    Stage.CALLED_OFF: ("×", _("called off")),
}
"""A sign and a word for each state: colour alone tells nothing."""

WAITS_FOR_SECOND = _("waits for the second approval")

REFUSED: dict[str, Promise] = {
    "stale": _("Somebody changed it after you opened the calendar. Look again, then move it."),
    "locked": _("Another person has locked this post. Ask them to unlock it."),
    "in_approval": _(
        "It waits for approval. Whoever submitted it may cancel the submission, an approver may send it back."
    ),
    "no_right": _(
        "It is approved: only an approver moves it here. Or change the time in the post and submit it again; until that "
        "is approved, it goes out at the old time."
    ),
    Stage.UNDER_WAY: _("It is on its way already and cannot be moved."),
    Stage.PUBLISHED: _("It is published already and cannot be moved."),
    Stage.FAILED: _("Something went wrong on a channel. Decide about it in the publish log first."),
    Stage.CALLED_OFF: _("It was called off. Open the post to plan it anew."),
    "no_clock": _("That time does not exist on that day: clocks are put forward. Choose another one."),
}

WHAT_HAPPENS: dict[str, Promise] = {
    EXPECTED: _("The plan's slot gets the new time. Nothing is published; changed rules of the plan leave it alone."),
    Stage.DRAFT: _("The draft gets the new time. Nothing is published."),
    Stage.SUBMITTED: _(
        "The approver decides about text and time together. Your submission is cancelled, the post becomes a draft with "
        "the new time: submit it again."
    ),
    Stage.SCHEDULED: _(
        "The approval holds for the old time only. What waits is cancelled, the post becomes a draft with the new time: "
        "submit it again. Until it is approved, nothing goes out."
    ),
}

AGAIN: dict[str, Promise] = {
    Stage.SUBMITTED: _("It is a draft now: submit it again."),
    Stage.SCHEDULED: _("It is a draft now and does not go out by itself: submit it again."),
}


def refusal(code: str) -> str:
    """Why nothing was moved."""
    return str(REFUSED[code]) if code in REFUSED else refusal_of_occurrence(code)
