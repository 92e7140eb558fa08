"""What workers do for reports."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reports import following
from reports.looks import LOOKS
from reports.public.showing import refresh

SHARE = timedelta(seconds=20)
"""So long one kind may take before the next has its turn; what is left is due a minute later."""


@shared_task(name="reports.follow_posts")
def follow_posts() -> None:
    """Every minute: look at what is out, as far as looks are due."""
    for kind, look in LOOKS.items():
        following.follow(kind, look, now=timezone.now(), at_most=SHARE)


@shared_task(name="reports.refresh_public_plans")
def refresh_public_plans() -> None:
    """Every few minutes: what the public is told of plans."""
    refresh(now=timezone.now())
