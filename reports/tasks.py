"""What workers do for reports."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reports import following
from reports.chain.sealing import seal_log
from reports.execution import files
from reports.looks import LOOKS
from reports.public.showing import refresh
from reports.reach import places

SHARE = timedelta(seconds=20)
"""So long one kind may take before the next has its turn; what is left is due a minute later."""


@shared_task(name="reports.follow_posts")
def follow_posts() -> None:
    """Every minute: look at what is out, as far as looks are due."""
    for kind, look in LOOKS.items():
        following.follow(kind, look, now=timezone.now(), at_most=SHARE)


@shared_task(name="reports.seal_log")
def seal() -> None:
    """Every minute: a seal for each row of the log that is final by now."""
    seal_log(timezone.now())


@shared_task(name="reports.seal_whole_log")
def seal_whole() -> None:
    """Every night: also what came so late that the marks had passed it."""
    seal_log(timezone.now(), sweep=True)


@shared_task(name="reports.make_reports")
def make_reports() -> None:
    """Within seconds of the wish: make the reports that staff asked for."""
    files.make_waiting(now=timezone.now())


@shared_task(name="reports.count_followers")
def count_followers() -> None:
    """Every ten minutes: count who follows the channels whose day has come."""
    places.count_followers(now=timezone.now(), at_most=SHARE)


@shared_task(name="reports.refresh_public_plans")
def refresh_public_plans() -> None:
    """Every few minutes: what the public is told of plans."""
    refresh(now=timezone.now())
