"""A reading of a plan on a terminal: each wording beside what was understood, and what waits for a decision."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rich.table import Table

from desk.terminal import print_table
from scheduler.labels import kind_label, review_sentence, word_label


def print_reading(reading: dict[str, Any], out: Any) -> None:
    """Print the importer's JSON for people."""
    table = Table(title=_("What was understood"), title_justify="left", show_lines=True)
    for heading in (_("No."), _("Measure"), _("Deadline as written"), _("Understood as"), _("Channels")):
        table.add_column(heading, overflow="fold", ratio=None if heading == _("No.") else 1)
    for item in reading["items"]:
        table.add_row(
            item["number"] or "–",
            item["title"],
            item["deadline_text"] or "–",
            _rhythm(item),
            _channels(item),
        )
    print_table(table, out)
    year = reading["plan_year"]
    out.write(_("Year of the plan: %(year)s") % {"year": year if year else _("not stated in the document")})
    questions = [(None, code) for code in reading["plan_review"]]
    questions += [(item, code) for item in reading["items"] for code in item["review"]]
    if not questions:
        out.write(_("Nothing is in doubt."))
        return
    out.write(_("To be decided:"))
    for item, code in questions:
        where = _("plan") if item is None else _("item %(number)s") % {"number": item["number"] or "–"}
        out.write(f"  • {where}: {review_sentence(code)}")


def _rhythm(item: dict[str, Any]) -> str:
    recurrence = item["recurrence"]
    parts = [kind_label(item["kind"])]
    if recurrence["window"]:
        start, end = recurrence["window"]["start"], recurrence["window"]["end"]
        parts.append(start if start == end else f"{start} … {end}")
    if recurrence["dates"]:
        parts.append(", ".join(recurrence["dates"]))
    if recurrence["per_period"] > 1:
        parts.append(_("%(count)s per period") % {"count": recurrence["per_period"]})
    return "\n".join(parts)


def _channels(item: dict[str, Any]) -> str:
    owed = ", ".join(word_label(word) for word in item["channels"]) or "–"
    if item["outlets"]:
        owed += f" ({', '.join(item['outlets'])})"
    if item["also_mentioned"]:
        named = ", ".join(word_label(word) for word in item["also_mentioned"])
        owed += "\n" + _("also mentioned: %(names)s") % {"names": named}
    return owed
