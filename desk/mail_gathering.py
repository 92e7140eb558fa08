"""Which stored mails go out now, and which of them as one: after an outage staff get a summary, not a thousand letters.

It decides; nothing is read or written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.models import StoredEmail

FEW = 5
"""As many go out without waiting for what else may come."""
CALM = timedelta(minutes=2)
"""Of many, no newer one than this: what made them come seems to be over."""
LONGEST = timedelta(minutes=15)
"""For which the oldest of many waits at most."""
MOST_NAMED = 50
_RULE = "\n\n———\n\n"


def letters(waiting: Iterable[StoredEmail], *, now: datetime) -> list[list[StoredEmail]]:
    """Those that go out now: each inner list is one letter. What has a form of its own (HTML) goes alone."""
    alone: list[list[StoredEmail]] = []
    together: dict[tuple[object, ...], list[StoredEmail]] = defaultdict(list)
    for row in waiting:
        if row.html_body:
            alone.append([row])
        else:
            together[row.attempts, row.sender, *row.recipients].append(row)
    found = alone + [rows for rows in together.values() if _is_time(rows, now)]
    return sorted(found, key=lambda rows: rows[0].pk)


def subject_of(rows: Sequence[StoredEmail]) -> str:
    """Of the letter that tells all of ``rows``."""
    if len(rows) == 1:
        return rows[0].subject
    return ngettext("%(count)s notice", "%(count)s notices", len(rows)) % {"count": len(rows)}


def body_of(rows: Sequence[StoredEmail]) -> str:
    """The texts one below the other, the oldest first; of very many only the first ones."""
    if len(rows) == 1:
        return rows[0].body
    parts = [f"{row.subject}\n\n{row.body}" for row in rows[:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        more = {"count": len(rows) - MOST_NAMED}
        parts.append(_("And %(count)s more. What waits for a decision is in the publish log.") % more)
    return _RULE.join(parts)


def _is_time(rows: Sequence[StoredEmail], now: datetime) -> bool:
    if len(rows) <= FEW:
        return True
    stored = [row.created_at for row in rows]
    return max(stored) <= now - CALM or min(stored) <= now - LONGEST
