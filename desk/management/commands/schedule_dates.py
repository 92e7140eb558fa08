"""Gives an item the dates of its approved schedule, from a file or one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.command import DeskCommand
from desk.date_reading import dates_of_file
from desk.occurrence_labels import BAD_LINES, DATES_REFUSED, NO_DATES, bad_line
from desk.schedule_previews import given_sentences, moment, preview_lines
from scheduler.date_lists import DateList, GivenDate, NoDates, read_moment
from scheduler.giving_dates import DatesRefused, Given, give_dates, preview
from scheduler.models import MediaPlan, PlanItem, ScheduledDate
from scheduler.scheduled_dates import DateChanges


class Command(DeskCommand):
    help = "Give a plan item that follows an approved schedule its dates: a CSV or iCalendar file, or --date."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("plan", type=int, metavar="PLAN", help="id of the plan")
        parser.add_argument("item", metavar="ITEM", help="number of the item in the plan")
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="CSV with headings, or .ics")
        parser.add_argument(
            "--date",
            action="append",
            default=[],
            metavar="DATE",
            help="2026-03-05[T10:00]; may be repeated",
        )
        parser.add_argument("--whole", action="store_true", help="dates that are not named are removed")
        parser.add_argument("--without-bad", action="store_true", help="store the good lines although others are bad")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def work(self, **options: Any) -> None:
        item = self._item(options["plan"], options["item"])
        if (options["file"] is None) == (not options["date"]):
            self.bad_input(_("Give either a file or --date."))
        given, source = self._read(item, options)
        try:
            changes = preview(item, given)
            if changes.bad and not options["without_bad"]:
                self.bad_input("\n".join([*map(bad_line, changes.bad), _("Nothing was stored.")]))
            if options["dry_run"]:
                self.show(_changes_json(changes), _changes_text(item, changes), as_json=options["as_json"])
                return
            stored = give_dates(item, given, source=source, actor=None, now=timezone.now(), without_bad=True)
        except DatesRefused as refusal:
            self.bad_input(str(DATES_REFUSED[refusal.code]))
        done, left = given_sentences(stored, active=item.plan.state == MediaPlan.State.ACTIVE)
        text = "\n".join(filter(None, [_changes_text(item, stored.changes), done, left]))
        self.show(_given_json(stored), text, as_json=options["as_json"])

    def _item(self, plan_id: int, number: str) -> PlanItem:
        if not MediaPlan.objects.filter(pk=plan_id).exists():
            self.bad_input(_("There is no plan %(id)s.") % {"id": plan_id})
        items = PlanItem.objects.select_related("plan__organization").filter(plan_id=plan_id, withdrawn_at=None)
        found = [item for item in items if item.number.strip().rstrip(".") == number.strip().rstrip(".")]
        if len(found) != 1:
            sentence = (
                _("There is no item %(number)s.") if not found else _("The number %(number)s stands there twice.")
            )
            self.bad_input(sentence % {"number": number})
        return found[0]

    def _read(self, item: PlanItem, options: dict[str, Any]) -> tuple[DateList, ScheduledDate.Source]:
        if options["date"]:
            dates = tuple(self._date(text) for text in options["date"])
            return DateList(dates, whole=options["whole"]), ScheduledDate.Source.FORM
        try:
            with options["file"].open("rb") as file:
                return dates_of_file(file, item, whole=options["whole"])
        except OSError:
            self.bad_input(str(NO_DATES["unreadable"]))
        except NoDates as refusal:
            self.bad_input(str(NO_DATES[refusal.code]))
        except DatesRefused as refusal:
            self.bad_input(str(DATES_REFUSED[refusal.code]))

    def _date(self, text: str) -> GivenDate:
        try:
            return GivenDate(*read_moment(text))
        except ValueError as error:
            self.bad_input(f"{text}: {BAD_LINES[str(error)]}")


def _changes_json(changes: DateChanges) -> dict[str, Any]:
    def one(day: Any, at: Any, note: str) -> dict[str, Any]:
        return {"day": day.isoformat(), "time": f"{at:%H:%M}" if at else None, "note": note or None}

    return {
        "added": [one(new.day, new.at, new.note) for new in changes.added],
        "moved": [
            {"from": one(row.day, row.at, row.note), "to": one(new.day, new.at, new.note or row.note)}
            for row, new in changes.moved
        ],
        "noted": [one(new.day, new.at, new.note) for _row, new in changes.noted],
        "removed": [one(row.day, row.at, row.note) for row in changes.removed],
        "kept": len(changes.kept),
        "bad": [{"line": found.line, "code": found.code, "text": found.text} for found in changes.bad],
    }


def _given_json(stored: Given) -> dict[str, Any]:
    return _changes_json(stored.changes) | {
        "occurrences": {
            "created": stored.created,
            "moved": stored.moved,
            "withdrawn": stored.withdrawn,
            "stay": [row.period_key for row in stored.stays],
        }
    }


def _changes_text(item: PlanItem, changes: DateChanges) -> str:
    lines = preview_lines(item, changes)
    text = [*lines["bad"]]
    text += [f"+ {' '.join(filter(None, [line['moment'], line['note'], *line['doubts']]))}" for line in lines["added"]]
    text += [f"~ {line['before']} → {line['moment']} {line['note']}".rstrip() for line in lines["moved"]]
    text += [f"- {moment(row.day, row.at)} {row.note}".rstrip() for row in changes.removed]
    return "\n".join(text)
