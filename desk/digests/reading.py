"""What digests tell of: the duties of an organization's running plans, told from the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from content.models import Organization
from content.submissions import submitted_posts
from desk.digests.times import month_of, week_of
from reports.ledger.entries import DutyEntry, ItemEntry, Ledger, Status
from reports.ledger.reading import read_ledger
from scheduler.models import MediaPlan, Occurrence

LOOK_BACK = timedelta(days=31)
"""What was owed longer ago and never done is the report's, not every Monday's."""
NOT_OUT = frozenset({Status.OPEN, Status.UNDER_WAY, Status.NOT_DONE})


@dataclass(frozen=True, slots=True)
class Duty:
    """One occurrence that is not, or not everywhere, out."""

    occurrence: int
    item: int
    number: str
    title: str
    """Of the plan item."""
    slot: datetime | None
    day: date
    post: int | None
    stage: str
    """A key of ``desk.digests.labels.STAGES``."""
    code: str = ""
    """Where a person has to move it on: a code of the ledger."""


@dataclass(frozen=True, slots=True)
class Week:
    first: date
    last: date
    due: tuple[Duty, ...]
    late: tuple[Duty, ...]


def read_week(organization: Organization, *, now: datetime) -> Week:
    """What is due from now to the end of the week, and what of the last month should be out and is not."""
    here = now.astimezone(ZoneInfo(organization.time_zone))
    first, last = week_of(here.date())
    found = [
        (entry, item)
        for plan in running_plans(organization)
        for item in read_ledger(plan, here.date() - LOOK_BACK, last, now=now).items
        for entry in item.duties
        if entry.owed and entry.status in NOT_OUT
    ]
    submitted = submitted_posts({entry.post for entry, _item in found if entry.post is not None})
    late = [pair for pair in found if _is_late(pair[0], here)]
    due = [pair for pair in found if not _is_late(pair[0], here)]
    return Week(first, last, _duties(due, submitted), _duties(late, submitted))


def read_month(organization: Organization, *, now: datetime) -> list[Ledger]:
    """The month before the one of ``now``, of each running plan that owed something in it."""
    here = now.astimezone(ZoneInfo(organization.time_zone))
    first, last = month_of(here.date().replace(day=1) - timedelta(days=1))
    ledgers = (read_ledger(plan, first, last, now=now) for plan in running_plans(organization))
    return [ledger for ledger in ledgers if ledger.counts.total]


def read_unwritten(organization: Organization, *, now: datetime) -> list[Occurrence]:
    """Slots within the item's days of preparation, else the organization's, that nobody has written for; by time."""
    days = organization.draft_reminder_days
    if not days:
        return []
    zone = ZoneInfo(organization.time_zone)
    rows = Occurrence.objects.filter(
        item__plan__organization=organization,
        item__plan__state=MediaPlan.State.ACTIVE,
        state=Occurrence.State.EXPECTED,
        post=None,
        slot__gt=now,
        slot__lt=now + timedelta(days=MOST_DAYS + 1),
    )
    # a template that is filled by itself needs nobody, as long as nothing is in its way
    rows = rows.exclude(Q(item__template__isnull=False, prepare_at__isnull=False, problem_code=""))
    rows = rows.annotate(days=Coalesce(F("item__prepare_days"), days)).select_related("item").order_by("slot", "pk")
    today = now.astimezone(zone).date()
    return [
        row
        for row in rows
        if row.slot and row.slot.astimezone(zone).date() <= today + timedelta(days=min(row.days, MOST_DAYS))
    ]


MOST_DAYS = 60


def running_plans(organization: Organization) -> Iterable[MediaPlan]:
    plans = MediaPlan.objects.filter(organization=organization, state=MediaPlan.State.ACTIVE)
    return plans.select_related("organization").order_by("year", "pk")


def desk_address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _is_late(entry: DutyEntry, here: datetime) -> bool:
    if entry.status == Status.NOT_DONE:
        return True
    return entry.slot < here if entry.slot is not None else entry.day < here.date()


def _duties(found: list[tuple[DutyEntry, ItemEntry]], submitted: dict[int, bool]) -> tuple[Duty, ...]:
    """One for each occurrence, by time; of its channels the one that needs a person most is told."""
    together: dict[int, list[tuple[DutyEntry, ItemEntry]]] = defaultdict(list)
    for entry, item in found:
        together[entry.occurrence].append((entry, item))
    duties = [_duty(pairs, submitted) for pairs in together.values()]
    return tuple(sorted(duties, key=lambda duty: (duty.day, duty.slot is None, duty.slot or 0, duty.occurrence)))


def _duty(pairs: list[tuple[DutyEntry, ItemEntry]], submitted: dict[int, bool]) -> Duty:
    entry, item = min(pairs, key=lambda pair: (not pair[0].code, pair[0].channel or 0))
    return Duty(
        occurrence=entry.occurrence,
        item=item.id,
        number=item.number,
        title=item.title,
        slot=entry.slot,
        day=entry.day,
        post=entry.post,
        stage=_stage(entry, submitted),
        code=entry.code,
    )


def _stage(entry: DutyEntry, submitted: dict[int, bool]) -> str:
    if entry.post is None:
        return "unwritten"
    if entry.status == Status.UNDER_WAY and entry.code:
        return "person"
    if entry.status == Status.NOT_DONE:
        return "not_out"
    if entry.delivery is not None:
        return "approved"
    return "waits" if entry.post in submitted else "draft"
