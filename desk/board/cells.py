"""A cell as HTML: a sign and a date or a count, a strip of channels, all of it in words for those who hear it.

Made here and not in a template, and escaped by hand: a page of weeks has five thousand of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk.board.labels import SIGNS, WORDS
from desk.board.states import URGENCY, Standing
from desk.board.table import Cell

EMPTY = SafeString("<td></td>")


class Cells:
    """``channels``: names by key; ``user``: links lead where this person may go."""

    def __init__(self, channels: Mapping[int, str], user: Any) -> None:
        self.channels = channels
        self.no_channel = _("no channel")
        self.looks: dict[Any, tuple[str, str]] = {}
        self.words = {standing: str(word) for standing, word in WORDS.items()}
        may_write = user.has_perm("content.change_post") or user.has_perm("content.view_post")
        self.post = _pattern("wagtailsnippets_content_post:edit") if may_write else None
        may_look = user.has_perm("scheduler.view_occurrence")
        self.occurrence = _pattern("occurrence:inspect") if may_look else None
        self.list = reverse("occurrence:index") if may_look else ""

    def html(self, cell: Cell | None, name: str) -> SafeString:
        """``name``: of the period, in full."""
        if cell is None:
            return EMPTY
        words, strip = self._look(cell)
        said = f"{escape(name)}: {words}"
        look = (
            f'<span class="desk-board__sign desk-board__sign--{cell.standing.value}" aria-hidden="true">'
            f'{SIGNS[cell.standing]}</span><span class="desk-board__when" aria-hidden="true">{in_short(cell)}</span>'
            f"{strip}"
        )
        address = escape(self.address(cell))
        if not address:
            return SafeString(
                f'<td data-period="{escape(name)}"><span title="{said}">{look}</span>'
                f'<span class="w-sr-only">{said}</span></td>'
            )
        return SafeString(
            f'<td data-period="{escape(name)}"><a href="{address}" title="{said}" aria-label="{said}">{look}</a></td>'
        )

    def _look(self, cell: Cell) -> tuple[str, str]:
        """Words, escaped, and strip: made once for all cells that are alike."""
        key = (tuple(duty.standing for duty in cell.duties), tuple(cell.ways.items()))
        if key not in self.looks:
            self.looks[key] = (escape(self.in_words(cell)), self._strip(cell))
        return self.looks[key]

    def in_words(self, cell: Cell) -> str:
        """'published: 3, expected: 1'; of a single one 'published (Rasmiy sayt: published, Kanal: draft)'."""
        if len(cell.duties) > 1:
            found = sorted(cell.counts.items(), key=lambda one: URGENCY[one[0]])
            said = ", ".join(f"{self.words[standing]}: {count}" for standing, count in found)
        else:
            said = self.words[cell.standing]
        ways = cell.ways
        if len(ways) < 2:
            return said
        return f"{said} ({', '.join(f'{self._name(one)}: {self.words[standing]}' for one, standing in ways.items())})"

    def address(self, cell: Cell) -> str:
        """Of the post, of the occurrence that has none, or of the list of several; '' where nothing may be opened."""
        first = cell.duties[0]
        if len(cell.duties) == 1:
            if first.post is not None and self.post:
                return self.post.format(first.post)
            return self.occurrence.format(first.pk) if self.occurrence else ""
        if not self.list:
            return ""
        if not all(duty.has_slot for duty in cell.duties):  # the list's days are those of slots
            return f"{self.list}?item={first.item}"
        days = [duty.day for duty in cell.duties]
        return f"{self.list}?item={first.item}&slot_from={min(days)}&slot_to={max(days)}"

    def _strip(self, cell: Cell) -> str:
        """One sign a channel, in the order of the channels' keys."""
        ways = cell.ways
        if len(ways) < 2:
            return ""
        signs = "".join(
            f'<i class="desk-board__way desk-board__sign--{ways[one].value}">{SIGNS[ways[one]]}</i>'
            for one in sorted(ways, key=lambda one: one or 0)
        )
        return f'<span class="desk-board__strip" aria-hidden="true">{signs}</span>'

    def _name(self, channel: int | None) -> str:
        return self.no_channel if channel is None else self.channels.get(channel, self.no_channel)


def in_short(cell: Cell) -> str:
    """The day of a single one, '15.12'; of several how many are done, '3/4'."""
    if len(cell.duties) == 1:
        return f"{cell.duties[0].day:%d.%m}"
    owed = [duty for duty in cell.duties if duty.standing != Standing.EXCUSED]
    return f"{sum(duty.standing == Standing.PUBLISHED for duty in owed)}/{len(owed)}"


def _pattern(name: str) -> str:
    """An address with a place for the key: resolving it anew for each of thousands of cells would take its time."""
    return reverse(name, args=[987654321]).replace("987654321", "{}")
