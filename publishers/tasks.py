"""What workers do for the outbox. Ids in, one call; the row decides, not the message."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from publishers import counting, delivering, health, reminders


@shared_task(name="publishers.deliver")
def deliver(delivery_id: int, lease_token: str) -> None:
    if not delivering.carry_out(delivery_id, lease_token):
        # with its lease, which ends this when it ends
        deliver.apply_async((delivery_id, lease_token), countdown=1, expires=settings.LEASE.total_seconds())


@shared_task(name="publishers.check_accounts")
def check_accounts() -> None:
    """Daily: does every channel still let us in?"""
    health.check_all(now=timezone.now())


@shared_task(name="publishers.check_ahead")
def check_ahead() -> None:
    """An hour before: will the channels take what is due?"""
    health.check_ahead(now=timezone.now())


@shared_task(name="publishers.count_attempts")
def count_attempts() -> None:
    """Every few minutes, so that totals stay cheap to ask for."""
    counting.count_attempts(now=timezone.now())


@shared_task(name="publishers.remind_of_proofs")
def remind_of_proofs() -> None:
    """Hourly, so that quiet hours and zones are kept: who owes a proof is reminded."""
    reminders.remind(now=timezone.now())
