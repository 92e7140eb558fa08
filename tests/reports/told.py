"""A plan with a little of everything, and its report in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.models import Channel
from reports.execution.making import make_report
from scheduler.models import MediaPlan, Occurrence
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage
from tests.reports.plans import ZONE, duty_of, item_of, plan_of

EXCUSE = '=HYPERLINK("http://yomon.example") & <b>Navroʻz</b> {{ 7*7 }}'
"""What a person may write and no program may take for more than words."""


@dataclass
class Told:
    plan: MediaPlan
    first: date
    last: date
    now: datetime

    def made(self, format: str, language: str = "uz") -> bytes:
        return make_report(self.plan, self.first, self.last, format=format, language=language, now=self.now)


def told_plan(stage: Stage, channels: list[Channel], carry: Carry, now: datetime) -> Told:
    """On two channels: one item out, one out late, one excused, one that nobody wrote, one to come."""
    today = now.astimezone(ZONE).date()
    yesterday, later = today - timedelta(days=1), today + timedelta(days=20)
    plan = plan_of(stage.organization, year=today.year)
    for number, end in ((1, today), (2, yesterday)):
        post = stage.approved(channels, publish_at=now, title=f"Ochiqlik kuni & {number}-tadbir")
        duty_of(item_of(plan, number), yesterday, channels, post=post, window_start=yesterday, window_end=end)
    for later_by in range(0, 60, 10):
        carry(now + timedelta(seconds=later_by))
    skipped = Occurrence.State.SKIPPED
    duty_of(item_of(plan, 3), yesterday, channels, state=skipped, reason=EXCUSE, window_end=today)
    duty_of(item_of(plan, 4), yesterday, channels, window_start=yesterday, window_end=yesterday)
    duty_of(item_of(plan, 5), later, channels, window_start=later, window_end=later)
    return Told(plan, yesterday - timedelta(days=40), later + timedelta(days=40), now + timedelta(minutes=5))
