"""Words about plans that screens and terminal share: fields, effects of a newer version, places in a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from scheduler.labels import COLUMNS

EFFECTS = {
    "moved": _("Future occurrences that move: %(count)s"),
    "came": _("New occurrences: %(count)s"),
    "restored": _("Occurrences expected again: %(count)s"),
    "withdrawn": _("Future occurrences withdrawn: %(count)s"),
    "posts": _("Posts that stay: %(count)s"),
}
FIELDS = COLUMNS | {"section": _("heading above")}


def effects(counts: Mapping[str, int]) -> list[str]:
    """What a version does to occurrences, in sentences; what it does not do is not told."""
    return [str(sentence) % {"count": counts[name]} for name, sentence in EFFECTS.items() if counts.get(name)]


def field_label(name: str) -> str:
    return str(FIELDS[name])


def place_in_document(entry: Mapping[str, Any]) -> str:
    """Where a part that was not read stands."""
    table, row = entry["table"], entry["row"]
    if table and row:
        return _now("table %(table)s, row %(row)s") % {"table": table, "row": row}
    if table:
        return _now("table %(table)s") % {"table": table}
    return _now("paragraph %(row)s") % {"row": row} if row else "–"
