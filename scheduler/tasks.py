"""What workers do for the plan. Ids in, one call."""

from celery import shared_task
from django.utils import timezone

from scheduler import heartbeat, planning, preparing


@shared_task(name="scheduler.prepare")
def prepare(occurrence_id: int) -> None:
    preparing.prepare(occurrence_id, now=timezone.now())


@shared_task(name="scheduler.extend_plans")
def extend_plans() -> None:
    planning.extend_active_plans(now=timezone.now())


@shared_task(name="scheduler.worker_alive")
def worker_alive() -> None:
    heartbeat.note_alive("worker", now=timezone.now())
