"""Plans live through months of whatever people and the service may do, in any order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User

from content.drafts import DraftContent, create_draft, is_untouched_draft, set_publish_at
from content.models import Channel, Organization
from content.services import decide, submit
from scheduler.answering import AnswerRefused, confirm, give_days, make_as_needed, reword
from scheduler.calendars import follow_calendar
from scheduler.date_lists import DateList, GivenDate
from scheduler.exceptions import ExceptionRefused, move, replace, restore, skip
from scheduler.fulfilling import AlreadyFulfilled, attach_post, owed_on
from scheduler.giving_dates import DatesRefused, give_dates
from scheduler.models import (
    CalendarDay,
    ConfirmedHoliday,
    Occurrence,
    OccurrenceChange,
    PlanItem,
    ScheduledDate,
)  # fmt: skip
from scheduler.plan_import.reading import plan_of
from scheduler.plan_import.rows import Cell, Document, Row, Table
from scheduler.plan_year import set_year
from scheduler.planning import activate_plan
from scheduler.preparing import claim_occurrences, prepare
from scheduler.replanning import replan
from scheduler.samples.build_sample import HEADER, PAGES
from scheduler.storing import store_plan
from scheduler.versions import VersionRefused, apply_version, preview_version, store_version
from tests.scheduler.observing import Observer

State, Kind = Occurrence.State, PlanItem.Kind
WORDINGS = (
    "Dekabr", "Har oyda bir marotaba", "Har chorakda", "Har haftada", "Doimiy", "Tasdiqlangan reja-grafikga asosan",
    "Har oyning 10-sanasigacha", "Har oyning 15-sanasida", "Mart-may", "25-dekabrgacha", "Ramazon hayiti kuni",
    "Ramazon hayiti arafasida", "Qurbon hayiti munosabati bilan", "31-aprel", "Har oyda ikki marotaba", "Yil davomida",
    "Har yarim yillikda", "Iyun", "Tadbirdan keyin 3 kun ichida", "Har oyning oxirgi ish kunida", "",
)  # fmt: skip
TITLES = ("Ochiqlik kuni", "Infografika tayyorlash", "Hokimning brifingi", "Sayyor qabul", "Ochiqlik kuni", "Talabalar")
PEOPLES = (AnswerRefused, DatesRefused, ExceptionRefused, VersionRefused, AlreadyFulfilled)


def reading(rows: list[tuple[str, str, str]], *, year: int | None) -> dict[str, Any]:
    """(number, title, deadline) of each item as the importer reads it."""
    cells = [HEADER, *((number, title, "Tayyorlash", deadline, PAGES) for number, title, deadline in rows)]
    table = tuple(
        Row(tuple(Cell(text, column) for column, text in enumerate(row)), (1, place))
        for place, row in enumerate(cells, 1)
    )
    return plan_of(Document((Table(table, 1),)), year=year).to_json()


class Lifetime(Observer):
    def __init__(self, seed: int, organization: Organization, website: Channel, people: tuple[User, User]) -> None:
        self.random, self.organization, self.website = random.Random(seed), organization, website
        self.author, self.approver = people
        self.now = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
        self.told: list[str] = []
        self.checksums = itertools.count()
        self.year_known = self.random.random() < 0.8
        self.rows = [(f"{n}.", self.random.choice(TITLES), self.random.choice(WORDINGS[:-1])) for n in range(1, 7)]
        self.plan = store_plan(
            reading(self.rows, year=2026 if self.year_known else None),
            organization=organization, title="Reja", source_name="reja.docx", checksum="first",
        )  # fmt: skip

    def steps(self) -> list[tuple[str, Callable[[], object], bool]]:
        """name, deed, whether a person did it and history has to say so."""
        return [
            ("activate", self.activate, False),
            ("answer", self.answer, True),
            ("answer", self.answer, True),
            ("settings", self.settings, True),
            ("organization", self.organization_changes, True),
            ("exception", self.exception, True),
            ("exception", self.exception, True),
            ("exception", self.exception, True),
            ("version", self.version, True),
            ("version", self.version, True),
            ("day", self.day_changes, True),
            ("holiday", self.holiday, True),
            ("dates", self.dates, True),
            ("dates", self.dates, True),
            ("fulfil", self.fulfil, False),
            ("prepare", self.prepare, False),
            ("prepare", self.prepare, False),
            ("touch", self.touch, False),
            ("approve", self.approve, False),
            ("delete", self.delete, False),
            ("time", self.time_passes, False),
            ("time", self.time_passes, False),
        ]

    def live(self, steps: int) -> None:
        for _ in range(steps):
            name, deed, by_person = self.random.choice(self.steps())
            before = self.snapshot()
            last = OccurrenceChange.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            self.happened = self.what_happened()
            self.touched: set[int] = set()
            self.told.append(f"{self.now:%m-%d %H:%M} {name}")
            try:
                deed()
            except PEOPLES as refusal:
                self.told[-1] += f" refused {type(refusal).__name__}({refusal})"
                self.require(self.snapshot() == before, "a refusal changed something")
                continue
            self.look(name, before, last, by_person)

    def activate(self) -> None:
        self.plan.refresh_from_db()
        if self.plan.year is None:
            set_year(self.plan, 2026, school=False)
            self.plan.refresh_from_db()
        minimum = self.random.choice(["monthly", "monthly", "weekly", "none"])
        self.say(minimum)
        activate_plan(self.plan, continuous=minimum, now=self.now)

    def answer(self) -> None:
        item = self.item()
        match self.random.randrange(4):
            case 0:
                self.say(f"confirm {item.pk} {item.review}")
                confirm(item, item.review, actor=self.author, now=self.now)
            case 1:
                days = sorted({self.day() for _ in range(self.random.randint(1, 3))})
                self.say(f"days {item.pk} {days}")
                give_days(item, days, actor=self.author, now=self.now)
            case 2:
                words = self.random.choice(WORDINGS)
                self.say(f"reword {item.pk} {words}")
                reword(item, words, actor=self.author, now=self.now)
            case 3:
                self.say(f"as needed {item.pk}")
                make_as_needed(item, actor=self.author, now=self.now)

    def settings(self) -> None:
        item = self.item()
        item.target_time = self.random.choice([None, time(9), time(15, 30)])
        item.target_position = self.random.choice(["default", "first_day", "last_working_day"])
        item.quiet_from, item.quiet_until = self.random.choice([(None, None), (time(12), time(14))])
        item.prepare_days = self.random.choice([None, 0, 3])
        item.save()
        self.say(f"{item.pk}")
        replan(item, now=self.now, actor=self.author)

    def organization_changes(self) -> None:
        self.organization.six_day_week = not self.organization.six_day_week
        self.organization.quiet_from, self.organization.quiet_until = self.random.choice(
            [(None, None), (time(21), time(9, 30))]
        )
        self.organization.save()
        follow_calendar(self.organization, now=self.now, actor=self.author)

    def exception(self) -> None:
        rows = list(Occurrence.objects.filter(item__plan=self.plan).order_by("pk"))
        if not rows:
            return
        near = [row for row in rows if abs((row.window_end - self.now.date()).days) < 60]
        row = self.random.choice(near or rows)
        self.touched.add(row.pk)
        who: dict[str, Any] = {"reason": "Sabab", "actor": self.author, "now": self.now}
        deed = self.random.choice(["move", "skip", "replace", "restore", "restore"])
        self.say(f"{deed} {row.pk} {row.item_id} {row.period_key} {row.state}")
        match deed:
            case "move":
                move(row, self.now + timedelta(days=self.random.randint(0, 40), hours=3), **who)
            case "skip":
                skip(row, **who)
            case "replace":
                replace(row, self.written(user=self.author), **who)
            case "restore":
                restore(row, **who)

    def version(self) -> None:
        self.plan.refresh_from_db()
        rows = list(self.rows)
        for _ in range(self.random.randint(1, 3)):
            place = self.random.randrange(len(rows)) if rows else 0
            match self.random.randrange(6):
                case 0 if len(rows) > 2:
                    del rows[place]
                case 1:
                    rows.insert(place, ("9.", self.random.choice(TITLES), self.random.choice(WORDINGS)))
                case 2:
                    self.random.shuffle(rows)
                case 3:
                    number, title, _old = rows[place]
                    rows[place] = (number, title, self.random.choice(WORDINGS))
                case 4:
                    rows = [(f"{n}.", title, when) for n, (_n, title, when) in enumerate(rows, 1)]
                case 5:
                    rows = list(self.first)
        found = reading(rows, year=self.plan.year)
        version = store_version(self.plan, found, source_name="x", checksum=f"{next(self.checksums)}")
        kept = self.snapshot()
        preview_version(version, now=self.now)
        self.require(self.snapshot() == kept, "a preview changed something")
        self.say(f"{rows}")
        apply_version(version, actor=self.author, now=self.now)
        apply_version(version, actor=self.author, now=self.now)
        self.rows = rows
        items = list(self.plan.items.filter(withdrawn_at=None).order_by("position"))
        self.require([one.title for one in items] == [one["title"] for one in found["items"]], "items lost or invented")

    @property
    def first(self) -> list[tuple[str, str, str]]:
        first = self.plan.versions.get(number=1).reading["items"]
        return [(one["number"] or "", one["title"], one["deadline_text"]) for one in first]

    def day_changes(self) -> None:
        day = self.now.date() + timedelta(days=self.random.randint(0, 30))
        row = CalendarDay.objects.filter(organization=self.organization).first()
        if row is not None and self.random.random() < 0.5:
            row.delete()
        else:
            CalendarDay.objects.update_or_create(
                organization=self.organization, day=day, defaults={"works": self.random.random() < 0.3}
            )
        follow_calendar(self.organization, now=self.now, actor=self.author)

    def holiday(self) -> None:
        name, day = self.random.choice([("ramazon", date(2026, 3, 20)), ("qurbon", date(2026, 5, 27))])
        known = ConfirmedHoliday.objects.filter(holiday=name).first()
        if known is not None and self.random.random() < 0.4:
            known.delete()
        else:
            day += timedelta(days=self.random.randint(-1, 1))
            ConfirmedHoliday.objects.update_or_create(holiday=name, year=2026, defaults={"day": day})
        self.say(f"{name} {day}")
        follow_calendar(None, now=self.now, actor=self.author)

    def dates(self) -> None:
        items = list(self.plan.items.filter(kind=Kind.ON_SCHEDULE))
        if not items:
            return
        item = self.random.choice(items)
        stored = list(item.scheduled_dates.all())
        self.touched.update(item.occurrences.values_list("pk", flat=True))
        given = []
        for row in stored:
            if self.random.random() < 0.7:
                other = self.random.random() < 0.3
                day = self.day() if other else row.day
                at = time(16) if self.random.random() < 0.2 else row.at
                given.append(GivenDate(day, at, row=row.pk if other else None))
        given += [GivenDate(self.day(), self.random.choice([None, time(11)])) for _ in range(2)]
        self.say(f"{item.pk} {given}")
        give_dates(
            item, DateList(tuple(given), whole=self.random.random() < 0.7), source=ScheduledDate.Source.FORM,
            actor=self.author, now=self.now, without_bad=True,
        )  # fmt: skip

    def fulfil(self) -> None:
        item = self.item()
        found = owed_on(self.organization, item.number, self.now)
        if found is None:
            return
        if found.pk:
            self.touched.add(found.pk)
        self.say(f"{item.pk} {found.period_key}")
        attach_post(found, self.written(user=self.author), user=self.author)

    def prepare(self) -> None:
        for pk in claim_occurrences(now=self.now, lease=timedelta(minutes=2), limit=50):
            prepare(pk, now=self.now)

    def touch(self) -> None:
        for row in self.drafts()[:2]:
            self.touched.add(row.pk)
            self.say(f"{row.pk}")
            set_publish_at(row.post, row.slot, user=self.author)

    def approve(self) -> None:
        for row in self.drafts()[:1]:
            self.touched.add(row.pk)
            self.say(f"{row.pk}")
            post = self.written(user=self.author)
            attach_post(row, post, user=self.author)
            post = submit(post, user=self.author)
            decide(post, user=self.approver, action="approve", seen=post.latest_revision_id)

    def delete(self) -> None:
        rows = Occurrence.objects.filter(item__plan=self.plan, state=State.PREPARED, post__live=False).order_by("pk")
        for row in rows[:1]:
            self.touched.add(row.pk)
            self.say(f"{row.pk}")
            row.post.delete()

    def time_passes(self) -> None:
        self.now += timedelta(days=self.random.choice([1, 3, 12, 30]), hours=self.random.randint(0, 9))
        self.now = min(self.now, datetime(2026, 12, 20, tzinfo=UTC))

    def item(self) -> PlanItem:
        return self.random.choice(list(self.plan.items.select_related("plan__organization").order_by("pk")))

    def day(self) -> date:
        return self.now.date() + timedelta(days=self.random.randint(-10, 60))

    def drafts(self) -> list[Occurrence]:
        today = self.now.date()
        rows = [row for row in self.all_rows() if row.state == State.PREPARED and row.window_end >= today]
        found = [row for row in rows if row.post is not None and is_untouched_draft(row.post)]
        self.random.shuffle(found)
        return found

    def written(self, *, user: User) -> Any:
        content = DraftContent("Xabar", "<p>Bugun.</p>", [self.website], publish_at=self.now + timedelta(days=400))
        return create_draft(self.organization, content, user=user)
