"""What workers do for the desk."""

from celery import shared_task
from django.utils import timezone

from desk.mail import send_stored
from desk.review import reminding


@shared_task(name="desk.send_mail")
def send_mail() -> None:
    send_stored(now=timezone.now())


@shared_task(name="desk.remind_of_approvals")
def remind_of_approvals() -> None:
    """Every few minutes, so that the last call comes in time."""
    reminding.remind(now=timezone.now())
