"""What workers do for the website."""

from celery import shared_task
from django.utils import timezone

from website import visits


@shared_task(name="website.forget_visitors")
def forget_visitors() -> None:
    """Every hour: of readers of days that are over nothing stays but their number."""
    visits.forget_visitors(timezone.localdate())
