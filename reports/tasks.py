"""What workers do for reports."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reports import following
from reports.execution import files
from reports.looks import LOOKS

SHARE = timedelta(seconds=20)
"""So long one kind may take before the next has its turn; what is left is due a minute later."""


@shared_task(name="reports.follow_posts")
def follow_posts() -> None:
    """Every minute: look at what is out, as far as looks are due."""
    for kind, look in LOOKS.items():
        following.follow(kind, look, now=timezone.now(), at_most=SHARE)


@shared_task(name="reports.make_reports")
def make_reports() -> None:
    """Every few seconds: make the reports that staff asked for."""
    files.make_waiting(now=timezone.now())
