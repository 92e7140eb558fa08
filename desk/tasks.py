"""What workers do for the desk."""

from celery import shared_task
from django.utils import timezone

from desk.mail import send_stored


@shared_task(name="desk.send_mail")
def send_mail() -> None:
    send_stored(now=timezone.now())
