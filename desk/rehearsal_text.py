"""A rehearsal's account on a terminal: each item's days, the year as one picture, and the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from rich.table import Table
from rich.text import Text

from desk.terminal import print_table
from scheduler.labels import MONTHS, period_label, review_sentence, word_label
from scheduler.rehearsal.labels import state_label

SIGNS = {"published": "●", "missed": "○", "rejected": "✕", "waiting": "…", "unclear": "?", "not_owed": "–"}
PART = "◐"
TONES = {"published": "green", "missed": "red", "rejected": "red", "waiting": "yellow", "unclear": "yellow"}
LINE, SHORT_LINE, SHORT_TITLE = 92, 60, 34
"""Columns a title may take."""
MOST_SIGNS = 3
"""Signs that fit into a month of the picture; more of them are counted."""


def print_account(account: dict[str, Any], plan: str, out: Any) -> None:
    """Print the command's JSON for people."""
    reasons = _numbered_reasons(account)
    for item in account["items"]:
        out.write(f"{item['number'] or '–'}  {_cut(item['title'], LINE)}")
        print_table(_days(item, reasons), out)
        for note in dict.fromkeys(note["sentence"] for one in item["occurrences"] for note in one["notes"]):
            out.write(f"* {note}")
        if item["words_without_channel"]:
            words = ", ".join(map(word_label, item["words_without_channel"]))
            out.write(_("No channel answers to: %(words)s.") % {"words": words})
        out.write("")
    print_table(_picture(account), out)
    out.write(_legend())
    out.write("")
    for number, (sentence, count) in enumerate(reasons.values(), start=1):
        out.write(f"{number:>3}  {sentence} ({count})")
    if account["not_dated"]:
        out.write("")
        out.write(_("Without a date:"))
    for item in account["not_dated"]:
        out.write(_not_dated(item))
    out.write("")
    out.write(_summary(account, plan))


def _days(item: dict[str, Any], reasons: dict[tuple[str, str], tuple[str, int]]) -> Table:
    names = list(dict.fromkeys(row["channel"] for one in item["occurrences"] for row in one["channels"]))
    table = Table(box=None, pad_edge=False)
    for heading in (_("Slot"), _("Period"), *(name or _("No channel") for name in names)):
        table.add_column(heading, overflow="fold")
    order = {key: number for number, key in enumerate(reasons, start=1)}
    for one in item["occurrences"]:
        rows = {row["channel"]: row for row in one["channels"]}
        start, end = map(date.fromisoformat, one["window"])
        cells = [_cell(rows[name], one["slot"], order) if name in rows else Text("") for name in names]
        table.add_row(
            _when(one["slot"]) + (" *" if one["notes"] else ""), period_label(one["period"], start, end), *cells
        )
    return table


def _cell(row: dict[str, Any], slot: str | None, order: dict[tuple[str, str], int]) -> Text:
    """The sign with the time it would be out, or with the number of the reason why not."""
    words = SIGNS[row["state"]]
    if row["state"] == "published":
        words += f" {_hour(row['at'], slot)}"
    elif row["reason"]:
        words += f" {order[row['state'], row['sentence']]}"
    return Text(words, style=TONES.get(row["state"], "dim"))


def _picture(account: dict[str, Any]) -> Table:
    """Items against months, a sign for each occurrence: whether all channels owed have it, some, or none."""
    months = _months(account)
    table = Table(title=_("The year"), title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(_("No."))
    table.add_column(_("Measure"), no_wrap=True)
    for _year, month in months:
        table.add_column(str(MONTHS[month - 1])[:3], justify="center", no_wrap=True)
    for item in account["items"]:
        by_month: dict[tuple[int, int], list[str]] = {}
        for one in item["occurrences"]:
            day = date.fromisoformat((one["slot"] or one["window"][1])[:10])
            by_month.setdefault((day.year, day.month), []).append(_sign(one["channels"]))
        table.add_row(
            item["number"] or "–",
            _cut(item["title"], SHORT_TITLE),
            *(_signs(by_month.get(month, [])) for month in months),
        )
    return table


def _months(account: dict[str, Any]) -> list[tuple[int, int]]:
    begin, end = account["from"], account["to"]
    count = (end.year - begin.year) * 12 + end.month - begin.month + 1
    found = [(begin.year + (begin.month - 1 + at) // 12, (begin.month - 1 + at) % 12 + 1) for at in range(count)]
    return found[:24]


def _sign(rows: Iterable[dict[str, Any]]) -> str:
    states = {row["state"] for row in rows if row["state"] != "not_owed"} or {"not_owed"}
    if len(states) == 1:
        return SIGNS[states.pop()]
    return PART if "published" in states else SIGNS["missed"]


def _signs(signs: list[str]) -> str:
    if len(signs) <= MOST_SIGNS:
        return "".join(signs) or "·"
    return "\n".join(f"{signs.count(sign)}{sign}" for sign in dict.fromkeys(signs))


def _legend() -> str:
    parts = [f"{sign} {state_label(state)}" for state, sign in SIGNS.items()]
    partly = _("on some channels only")
    parts.insert(1, f"{PART} {partly}")
    return "   ".join(parts[:4]) + "\n" + "   ".join(parts[4:])


def _numbered_reasons(account: dict[str, Any]) -> dict[tuple[str, str], tuple[str, int]]:
    """By state and sentence: the words of a reason and how often it holds, in the order of their first appearance."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for item in account["items"]:
        for one in item["occurrences"]:
            for row in one["channels"]:
                if row["reason"]:
                    key = row["state"], row["sentence"]
                    found[key] = f"{state_label(row['state'])}: {row['sentence']}", found.get(key, ("", 0))[1] + 1
    return found


def _not_dated(item: dict[str, Any]) -> str:
    asked = " ".join(map(review_sentence, item["questions"])) if item["reason"] == "question_open" else ""
    count = f" ({item['occurrences']})" if item["occurrences"] else ""
    return (
        f"  {item['number'] or '–'}  {_cut(item['title'], SHORT_LINE)}\n     {item['sentence']}{count} {asked}".rstrip()
    )


def _summary(account: dict[str, Any], plan: str) -> str:
    totals = account["totals"]
    counted = ", ".join(f"{state_label(state)} {totals[state]}" for state in SIGNS if totals[state])
    sentences = [
        _cut(plan, LINE),
        _("Played %(begin)s – %(end)s in %(seconds)s s.")
        % {
            "begin": f"{account['from']:%d.%m.%Y}",
            "end": f"{account['to']:%d.%m.%Y}",
            "seconds": account["seconds"],
        },
        _("%(occurrences)s dated occurrences, %(owed)s times a channel is owed: %(counted)s.")
        % {"occurrences": totals["occurrences"], "owed": totals["channels_owed"], "counted": counted or "–"},
    ]
    if account["assumed_posts"]:
        sentences.append(_("As if people had written and approved every post in time."))
    return "\n".join(sentences)


def _cut(words: str, columns: int) -> str:
    text = Text(" ".join(words.split()))
    text.truncate(columns, overflow="ellipsis")
    return text.plain


def _when(slot: str | None) -> str:
    return f"{datetime.fromisoformat(slot):%d.%m.%Y %H:%M}" if slot else "–"


def _hour(at: str, slot: str | None) -> str:
    """The hour; with the day when that is another one than the slot's."""
    moment = datetime.fromisoformat(at)
    same_day = slot is not None and datetime.fromisoformat(slot).date() == moment.date()
    return f"{moment:%H:%M}" if same_day else f"{moment:%d.%m. %H:%M}"
