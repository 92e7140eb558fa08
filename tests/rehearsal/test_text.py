"""What people read on a terminal of a hundred columns."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from desk.rehearsal_text import print_account


def occurrence(period: str, month: int, slot: str | None, *channels: dict[str, Any], **more: Any) -> dict[str, Any]:
    window = [f"2026-{month:02}-01", f"2026-{month:02}-28"]
    return {"period": period, "window": window, "slot": slot, "notes": [], "channels": list(channels)} | more


def row(channel: str | None, state: str, at: str | None = None, reason: str | None = None, why: str = "") -> Any:
    return {"channel": channel, "kind": None, "state": state, "at": at, "reason": reason, "sentence": why}


WROTE = "Nobody wrote the post."
DAY_OFF = {"code": "day_off", "sentence": "The slot lies on a day off."}
ACCOUNT: dict[str, Any] = {
    "plan": 1,
    "from": date(2026, 1, 1),
    "to": date(2026, 3, 31),
    "assumed_posts": True,
    "seconds": 7.5,
    "totals": {
        "occurrences": 3, "channels_owed": 5, "published": 2, "missed": 2, "rejected": 0, "waiting": 0, "unclear": 0,
        "not_owed": 1,
    },
    "items": [
        {
            "number": "1", "title": "Ochiqlik\nkuni haqida xabar", "kind": "monthly",
            "words_without_channel": ["newspaper"],
            "occurrences": [
                occurrence(
                    "2026-01", 1, "2026-01-12T10:00:00+05:00",
                    row("Sayt", "published", "2026-01-12T10:00:00+05:00"),
                    row("Kanal", "published", "2026-01-13T09:00:02+05:00"),
                ),
                occurrence(
                    "2026-02", 2, "2026-02-14T10:00:00+05:00",
                    row("Sayt", "missed", None, "nobody_wrote", WROTE),
                    row("Kanal", "missed", None, "nobody_wrote", WROTE),
                    notes=[DAY_OFF],
                ),
            ],
        },
        {
            "number": "", "title": "Infografika", "kind": "one_off_month", "words_without_channel": [],
            "occurrences": [
                occurrence("2026-03", 3, None, row(None, "not_owed", None, "excused", "Excused: kerak emas")),
            ],
        },
    ],
    "not_dated": [
        {
            "number": "9", "title": "Suhbat", "kind": "one_off_month", "reason": "question_open",
            "sentence": "A question is open.", "questions": ["exact_day"], "occurrences": 0,
        },
        {
            "number": "10", "title": "Reklama", "kind": "continuous", "reason": "standing",
            "sentence": "Continuous.", "questions": [], "occurrences": 12,
        },
    ],
}  # fmt: skip
SHOWN = """\
1  Ochiqlik kuni haqida xabar
Slot                Period         Sayt     Kanal
12.01.2026 10:00    January 2026   ● 10:00  ● 13.01. 09:00
14.02.2026 10:00 *  February 2026  ○ 1      ○ 1
* The slot lies on a day off.
No channel answers to: newspaper.

–  Infografika
Slot  Period      No channel
–     March 2026  – 2

The year
No.  Measure                     Jan  Feb  Mar
1    Ochiqlik kuni haqida xabar   ●    ○    ·
–    Infografika                  ·    ·    –
● published   ◐ on some channels only   ○ missed   ✕ rejected
… still waiting   ? unclear: it may be out   – not owed

  1  missed: Nobody wrote the post. (2)
  2  not owed: Excused: kerak emas (1)

Without a date:
  9  Suhbat
     A question is open. Choose the exact day.
  10  Reklama
     Continuous. (12)

Media-reja
Played 01.01.2026 – 31.03.2026 in 7.5 s.
3 dated occurrences, 5 times a channel is owed: published 2, missed 2, not owed 1.
As if people had written and approved every post in time."""


class Terminal(io.StringIO):
    """A command's stdout: each text it is given ends its line."""

    def write(self, text: str) -> int:
        return super().write(text if text.endswith("\n") else f"{text}\n")


def test_days_the_year_as_a_picture_and_the_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out = Terminal()

    with translation.override("en"):
        print_account(ACCOUNT, "Media-reja", out)

    assert "\n".join(line.rstrip() for line in out.getvalue().splitlines()) == SHOWN
