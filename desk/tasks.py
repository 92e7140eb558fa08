"""What workers do for the desk."""

from celery import shared_task
from django.utils import timezone

from desk.bot.polling import forget_old_updates
from desk.bot.sending import send_waiting
from desk.digests.pruning import forget_old_notices
from desk.digests.sending import send_due
from desk.mail import send_stored
from desk.review import reminding


@shared_task(name="desk.send_mail")
def send_mail() -> None:
    send_stored(now=timezone.now())


@shared_task(name="desk.remind_of_approvals")
def remind_of_approvals() -> None:
    """Every few minutes, so that the last call comes in time."""
    reminding.remind(now=timezone.now())


@shared_task(name="desk.send_bot_messages")
def send_bot_messages() -> None:
    send_waiting(now=timezone.now())


@shared_task(name="desk.forget_bot_updates")
def forget_bot_updates() -> None:
    forget_old_updates(now=timezone.now())


@shared_task(name="desk.send_digests")
def send_digests() -> None:
    """Every few minutes: what is due is sent once, and a machine that was off catches up."""
    send_due(now=timezone.now())


@shared_task(name="desk.forget_notices")
def forget_notices() -> None:
    forget_old_notices(now=timezone.now())
