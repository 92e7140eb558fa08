"""A reading of a plan on a terminal: each wording beside what was understood, and what waits for a decision."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rich.table import Table

from desk.plan_words import effects, field_label, place_in_document
from desk.terminal import print_table
from desk.understood import in_words
from scheduler.labels import not_read_label, review_sentence, word_label


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
            in_words(item),
            _channels(item),
        )
    print_table(table, out)
    year = reading["plan_year"]
    out.write(_("Year of the plan: %(year)s") % {"year": year if year else _("not stated in the document")})
    if reading["not_read"]:
        out.write(_("Not read:"))
        for entry in reading["not_read"]:
            out.write(f"  • {place_in_document(entry)} ({not_read_label(entry['reason'])}): {entry['text']}")
    questions = [(None, code) for code in reading["plan_review"]]
    questions += [(item, code) for item in reading["items"] for code in item["review"]]
    if not questions:
        out.write(_("Nothing is in doubt."))
        return
    out.write(_("To be decided:"))
    for item, code in questions:
        where = _("plan") if item is None else _("item %(number)s") % {"number": item["number"] or "–"}
        out.write(f"  • {where}: {review_sentence(code)}")


def print_questions(review: dict[str, Any], out: Any) -> None:
    """Print what ``review_plan --json`` gives for people: the items that ask something, and what waits."""
    asked = [item for item in review["items"] if item["review"]]
    if asked:
        table = Table(title=_("To be decided"), title_justify="left", show_lines=True)
        for heading in (_("No."), _("Measure"), _("Deadline as written"), _("Understood as"), _("Question")):
            table.add_column(heading, overflow="fold", ratio=None if heading == _("No.") else 1)
        for item in asked:
            understood = "\n".join([item["understood"] or _("nothing"), *item["next"]])
            questions = "\n".join(question["question"] for question in item["review"])
            number = item["number"] or f"#{item['position']}"
            table.add_row(number, item["title"], item["deadline_text"] or "–", understood, questions)
        print_table(table, out)
    for question in review["questions"]:
        out.write(f"  • {question['question']}")
    if not asked and not review["questions"]:
        out.write(_("Nothing is in doubt."))
    if review["waiting"]:
        out.write(_("Held back until they are answered: items %(items)s.") % {"items": ", ".join(review["waiting"])})
    if review["pending_version"]:
        out.write(_("A newer version waits: no. %(number)s") % {"number": review["pending_version"]})


def print_version(report: dict[str, Any], out: Any) -> None:
    """Print what a newer version changes, item by item."""
    table = Table(title=_("What the newer version changes"), title_justify="left", show_lines=True)
    for heading in (_("No."), _("Measure"), _("What changes")):
        table.add_column(heading, overflow="fold", ratio=None if heading == _("No.") else 1)
    states = {"changed": _("Changed"), "new": _("New"), "gone": _("No longer in the plan")}
    for status, label in states.items():
        for entry in report[status]:
            table.add_row(entry["number"] or "–", entry["title"], "\n".join([label, *_differences(entry)]))
    print_table(table, out)
    out.write(_("Unchanged: %(count)s") % {"count": len(report["kept"])})
    for sentence in effects(report["totals"]):
        out.write(f"  • {sentence}")


def _differences(entry: dict[str, Any]) -> list[str]:
    fields = [
        f"{field_label(name)}: {before or '–'} → {after or '–'}" for name, (before, after) in entry["fields"].items()
    ]
    return [*fields, *map(review_sentence, entry["review"]), *effects(entry)]


def _channels(item: dict[str, Any]) -> str:
    owed = ", ".join(word_label(word) for word in item["channels"]) or "–"
    if item["outlets"]:
        owed += f" ({', '.join(item['outlets'])})"
    if item["also_mentioned"]:
        named = ", ".join(word_label(word) for word in item["also_mentioned"])
        owed += "\n" + _("also mentioned: %(names)s") % {"names": named}
    return owed
