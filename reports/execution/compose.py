"""Puts the report together: the ledger's rows in words. No number here comes from anywhere but a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.execution.duties import duty_rows
from reports.execution.figures import Figures, lines_of, rows_of, source_words
from reports.execution.parts import (
    Bar,
    DoneRow,
    ItemPart,
    LinkRow,
    MissingRow,
    Place,
    Report,
    day_words,
    number_words,
    percent_words,
)
from reports.execution.results import Result
from reports.execution.words import WORDS
from reports.ledger.entries import DutyEntry, ItemEntry, Ledger, Status, count
from reports.ledger.labels import status_label, why
from reports.reach.queries import FigureEntry
from scheduler.labels import not_dated_sentence, period_label
from scheduler.periods import quarter_of


class Composer:
    """``turn``: what the report's writing makes of words that people wrote. The language is the active one."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        language: str,
        turn: Callable[[str], str],
        results: Mapping[int, Sequence[Result]],
        signatures: Sequence[tuple[str, str]],
        figures: Figures,
        followers: Mapping[int, FigureEntry],
        head: str,
    ) -> None:
        self.ledger, self.language, self.turn = ledger, language, turn
        self.results, self.signatures, self.head = results, signatures, head
        self.figures, self.followers = figures, followers
        self.channels = {channel.id: turn(channel.name) for channel in ledger.channels}

    def report(self, progress: Callable[[int, int], None], *, rows: bool = True) -> Report:
        """``progress`` is told of how many duties so many are done with. Without ``rows`` it holds counts alone."""
        items, done = [], 0
        for item in self.ledger.items:
            items.append(self._item(item, rows=rows))
            done += len(item.duties)
            progress(done, len(self.ledger.entries))
        period = self._period(self.ledger.first, self.ledger.last)
        return Report(
            language=self.language,
            title=self.turn(self.ledger.title),
            headline=_("on the execution of the media plan"),
            kind=_("REPORT"),
            organization=self.turn(self.ledger.organization),
            period=period,
            first=self.ledger.first,
            last=self.ledger.last,
            counts=self.ledger.counts,
            summary=tuple(self._summary(period)),
            statuses=tuple((one, status_label(one), self.ledger.counts.of[one]) for one in Status),
            quarters=tuple(self._quarters()),
            channels=tuple(self._by_channel()),
            bars=tuple(Bar(item.number, item.counts) for item in items),
            items=tuple(items),
            links=tuple(self._links()) if rows else (),
            duties=duty_rows(self.ledger, self.turn) if rows else (),
            signatures=tuple((self.turn(position), self.turn(name)) for position, name in self.signatures),
            stamp=tuple(self._stamp()),
            checksum=self.ledger.checksum,
            as_of=min(self.ledger.as_of.date(), self.ledger.last),
            words={name: str(word) for name, word in WORDS.items()},
        )

    def _summary(self, period: str) -> Iterable[str]:
        counts = self.ledger.counts
        items = sum(bool(item.duties) for item in self.ledger.items)
        yield ngettext(
            "%(period)s: %(items)s item of the plan owed %(total)s publications in all, each counted once for each "
            "channel.",
            "%(period)s: %(items)s items of the plan owed %(total)s publications in all, each counted once for each "
            "channel.",
            items,
        ) % {"period": period, "items": items, "total": counts.total}
        if counts.counted:
            yield _("Of %(counted)s that can be asked for by now, %(fulfilled)s were carried out (%(percent)s).") % {
                "counted": counts.counted,
                "fulfilled": counts.fulfilled,
                "percent": percent_words(counts),
            }
        for channel, figure in sorted(self.followers.items(), key=lambda one: self._channel(one[0])):
            yield _("%(channel)s: %(value)s followers on %(day)s (%(source)s).") % {
                "channel": self._channel(channel),
                "value": number_words(figure.value or 0),
                "day": day_words(figure.taken_at.astimezone(ZoneInfo(self.ledger.zone)).date()),
                "source": source_words(figure),
            }
        if self.ledger.as_of.date() <= self.ledger.last:
            yield _("The period is not over: the report shows the state of %(day)s.") % {
                "day": day_words(self.ledger.as_of.date())
            }

    def _stamp(self) -> Iterable[str]:
        yield _(
            "Every line of this report stands in the publish log; nothing in it was typed in by hand but the results."
        )
        yield _("Checksum of the ledger (SHA-256): %(checksum)s") % {"checksum": self.ledger.checksum}
        if self.head:
            yield _("Seal of the log: %(head)s") % {"head": self.head}

    def _quarters(self) -> Iterable[Bar]:
        school = self.ledger.is_school_year
        found = self.ledger.counts_by(lambda entry: quarter_of(entry.day, school))
        for quarter in sorted(found, key=lambda one: one.start):
            yield Bar(period_label(quarter.key, quarter.start, quarter.end), found[quarter])

    def _by_channel(self) -> Iterable[Bar]:
        found = self.ledger.counts_by(lambda entry: entry.channel)
        for channel in sorted(found, key=lambda one: self._channel(one)):
            yield Bar(self._channel(channel), found[channel])

    def _channel(self, channel: int | None) -> str:
        return _("no channel") if channel is None else self.channels[channel]

    def _item(self, item: ItemEntry, *, rows: bool) -> ItemPart:
        owed = [entry for entry in item.duties if entry.owed]
        shown = item.duties if rows else ()
        figures = rows_of(shown, self.figures, self.channels)
        return ItemPart(
            number=item.number,
            title=self.turn(item.title),
            heading=_("Item %(number)s of the media plan") % {"number": item.number.rstrip(".")},
            planned=tuple(self._planned(item)),
            counts=item.counts,
            told=self._told(item, owed),
            done=tuple(self._done(entry for entry in shown if entry.is_fulfilled)),
            missing=tuple(self._missing(entry for entry in shown if entry.owed and not entry.is_fulfilled)),
            besides=tuple(self._done(entry for entry in shown if not entry.owed)),
            figures=tuple(figures),
            reach=tuple(lines_of(figures)),
            result="\n".join(self._result(self.results.get(item.id, ()))),
        )

    def _result(self, results: Sequence[Result]) -> Iterable[str]:
        """What was written for a part of the report's period says for which."""
        for one in results:
            if (one.first, one.last) != (self.ledger.first, self.ledger.last):
                yield f"{self._period(one.first, one.last)}:"
            yield self.turn(one.text)

    def _period(self, first: date, last: date) -> str:
        return capfirst(period_words(first, last, school=self.ledger.is_school_year))

    def _planned(self, item: ItemEntry) -> Iterable[tuple[str, str]]:
        said = (
            (_("Deadline"), item.deadline),
            (_("Coverage"), item.coverage),
            (_("Responsible"), item.responsible),
            (_("Way of carrying out"), item.method),
        )
        return ((label, self.turn(text)) for label, text in said if text.strip())

    def _told(self, item: ItemEntry, owed: list[DutyEntry]) -> str:
        if not owed:
            if item.nothing_owed:
                return not_dated_sentence(item.nothing_owed)
            return _("Nothing falls into this period.")
        counts = count(owed)
        if not counts.counted:
            return _("Nothing can be asked for yet.")
        return _("%(fulfilled)s of %(counted)s carried out (%(percent)s).") % {
            "fulfilled": counts.fulfilled,
            "counted": counts.counted,
            "percent": percent_words(counts),
        }

    def _done(self, entries: Iterable[DutyEntry]) -> list[DoneRow]:
        """One row for each post and day; its channels side by side."""
        groups: dict[tuple[Any, ...], list[DutyEntry]] = {}
        for entry in entries:
            groups.setdefault((entry.out_on, entry.occurrence, entry.post), []).append(entry)
        rows = []
        for (on, _occurrence, _post), together in sorted(
            groups.items(), key=lambda one: (one[0][0] or date.max, one[0][1])
        ):
            remarks = dict.fromkeys(_remark(entry) for entry in together)
            rows.append(
                DoneRow(
                    on=on,
                    title=self.turn(together[0].title),
                    places=tuple(Place(self._channel(one.channel), one.link, _proof(one)) for one in together),
                    remark=self.turn(" ".join(filter(None, remarks))),
                )
            )
        return rows

    def _missing(self, entries: Iterable[DutyEntry]) -> list[MissingRow]:
        """One row for each duty and reason; its channels side by side."""
        groups: dict[tuple[Any, ...], list[DutyEntry]] = {}
        for entry in entries:
            groups.setdefault((entry.window[1], entry.occurrence, entry.status, why(entry)), []).append(entry)
        return [
            MissingRow(
                day=day,
                channel=", ".join(self._channel(entry.channel) for entry in together),
                status=status_label(status),
                why=self.turn(reason),
            )
            for (day, _occurrence, status, reason), together in sorted(groups.items(), key=lambda one: one[0][:2])
        ]

    def _links(self) -> Iterable[LinkRow]:
        number = 0
        for item in self.ledger.items:
            for entry in sorted(
                item.duties, key=lambda one: (one.out_on or date.max, one.occurrence, one.channel or 0)
            ):
                if entry.out_on is None or not (entry.link or entry.proofs):
                    continue
                number += 1
                yield LinkRow(
                    number=number,
                    item=item.number,
                    on=entry.out_on,
                    channel=self._channel(entry.channel),
                    title=self.turn(entry.title),
                    address=entry.link or _proof(entry),
                    is_link=bool(entry.link),
                )


def period_words(first: date, last: date, *, school: bool) -> str:
    """'The year 2026', 'quarter I of 2026', '01.02.2026 – 20.02.2026'."""
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return _("The year %(year)s") % {"year": first.year}
    quarter = quarter_of(first, school)
    if (quarter.start, quarter.end) == (first, last):
        return period_label(quarter.key, first, last)
    return f"{day_words(first)} – {day_words(last)}"


def _remark(entry: DutyEntry) -> str:
    return why(entry) if entry.status in (Status.LATE, Status.REPLACED) else ""


def _proof(entry: DutyEntry) -> str:
    """'No. 48, proof 12 in the log'."""
    parts = [_("No. %(issue)s") % {"issue": entry.issue}] if entry.issue else []
    if entry.proofs:
        keys = ", ".join(str(key) for key in entry.proofs)
        parts.append(_("proof %(key)s in the log") % {"key": keys})
    return ", ".join(parts)
