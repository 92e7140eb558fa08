"""The e-mail backend that stores rows, and the sending of what is stored."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime

import environ
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from desk.models import StoredEmail

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
BATCH = 50


class StoredEmailBackend(BaseEmailBackend):
    """Takes mail as rows: no mail server can make an approval fail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [
            StoredEmail(
                subject=message.subject,
                body=str(message.body),
                html_body=_html_of(message),
                sender=message.from_email,
                recipients=message.recipients(),
            )
            for message in email_messages
            if message.recipients()
        ]
        StoredEmail.objects.bulk_create(rows)
        return len(rows)


def send_stored(*, now: datetime) -> int:
    """Send what waits, oldest first; how many went out. Without MAIL_URL everything keeps waiting."""
    if not settings.MAIL_URL:
        return 0
    config = environ.Env.email_url_config(settings.MAIL_URL)
    connection = get_connection(
        config["EMAIL_BACKEND"],
        host=config["EMAIL_HOST"],
        port=config["EMAIL_PORT"],
        username=config["EMAIL_HOST_USER"],
        password=config["EMAIL_HOST_PASSWORD"],
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        timeout=30,
    )
    sent = 0
    waiting = StoredEmail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).order_by("pk")
    for row in waiting[:BATCH]:
        message = EmailMultiAlternatives(row.subject, row.body, row.sender, bcc=row.recipients, connection=connection)
        if row.html_body:
            message.attach_alternative(row.html_body, "text/html")
        row.attempts += 1
        try:
            message.send()
        except (smtplib.SMTPException, OSError) as error:
            row.error = type(error).__name__
            log.warning("mail.failed id=%s %s", row.pk, row.error)
        else:
            row.sent_at, row.error = now, ""
            sent += 1
        row.save(update_fields=["attempts", "sent_at", "error"])
    return sent


def _html_of(message: EmailMessage) -> str:
    for content, mime in getattr(message, "alternatives", []):
        if mime == "text/html":
            return str(content)
    return ""
