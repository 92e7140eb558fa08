"""The e-mail backend that stores rows, and the sending of what is stored."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

import environ
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from desk.mail_gathering import body_of, letters, subject_of
from desk.models import StoredEmail

log = logging.getLogger(__name__)

BATCH = 50
"""Letters."""
MOST_READ = 2000
MOST_ATTEMPTS = 10
"""Of one mail that the server refuses; a server that cannot be reached uses up none."""
WAIT = timedelta(minutes=10)
"""After the first refusal; twice as long after each further one. Longer than a batch may take."""
TIMEOUT = 30
"""Seconds."""


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


class MailAway(Exception):
    """The mail server did not let us in; the text is the class of what went wrong."""


def greet_server() -> None:
    """Connect and sign in as for a mail, and send none. Raises MailAway."""
    try:
        connection = _connection()
        connection.open()
        connection.close()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MailAway(type(error).__name__) from None


def mail_figures() -> dict[str, int]:
    """How many mails wait to be sent, and how many were refused so often that none is tried again."""
    unsent = StoredEmail.objects.filter(sent_at=None)
    given_up = unsent.filter(attempts__gte=MOST_ATTEMPTS).count()
    return {"waiting": unsent.count() - given_up, "given_up": given_up}


def send_stored(*, now: datetime) -> int:
    """Send what waits, oldest first, what is many to the same people as one letter; how many went out.

    Without MAIL_URL everything keeps waiting.
    """
    waiting = StoredEmail.objects.filter(Q(not_before=None) | Q(not_before__lte=now), sent_at=None)
    rows = list(waiting.filter(attempts__lt=MOST_ATTEMPTS).order_by("pk")[:MOST_READ]) if settings.MAIL_URL else []
    found = letters(rows, now=now)[:BATCH]
    if not found:
        return 0
    connection = _connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("mail.unreachable %s", type(error).__name__)
        return 0
    try:
        return sum(_send(letter, connection, now=now) for letter in found)
    finally:
        connection.close()


def give_up_waiting() -> int:
    """After a restore: what waits may have been sent since, and is not sent again; how many mails that were."""
    return StoredEmail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).update(
        attempts=MOST_ATTEMPTS, error="restored from a backup"
    )


def _send(letter: Sequence[StoredEmail], connection: BaseEmailBackend, *, now: datetime) -> int:
    """One try, written down before it is made: two workers never send the same mail, and none is tried for ever."""
    rows = _taken(letter, now=now)
    if not rows:
        return 0
    mine, first = StoredEmail.objects.filter(pk__in=[row.pk for row in rows]), rows[0]
    try:
        with translation.override(settings.LANGUAGE_CODE):
            subject, body = subject_of(rows), body_of(rows)
        message = EmailMultiAlternatives(
            " ".join(subject.split()), body, first.sender, bcc=first.recipients, connection=connection
        )
        if first.html_body:
            message.attach_alternative(first.html_body, "text/html")
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        mine.update(error=type(error).__name__)
        log.warning("mail.failed id=%s count=%s %s", first.pk, len(rows), type(error).__name__)
        return 0
    mine.update(sent_at=now, error="")
    return len(rows)


@transaction.atomic
def _taken(letter: Sequence[StoredEmail], *, now: datetime) -> list[StoredEmail]:
    """Those of the letter that no other worker has taken since they were read."""
    tried = letter[0].attempts
    free = StoredEmail.objects.filter(pk__in=[row.pk for row in letter], attempts=tried, sent_at=None)
    rows = list(free.select_for_update(skip_locked=True).order_by("pk"))
    StoredEmail.objects.filter(pk__in=[row.pk for row in rows]).update(
        attempts=tried + 1, not_before=now + WAIT * 2**tried
    )
    return rows


def _connection() -> BaseEmailBackend:
    config = environ.Env.email_url_config(settings.MAIL_URL)
    connection: BaseEmailBackend = get_connection(
        config["EMAIL_BACKEND"],
        host=config["EMAIL_HOST"],
        port=config["EMAIL_PORT"],
        username=config["EMAIL_HOST_USER"],
        password=config["EMAIL_HOST_PASSWORD"],
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        timeout=TIMEOUT,
    )
    return connection


def _html_of(message: EmailMessage) -> str:
    for content, mime in getattr(message, "alternatives", []):
        if mime == "text/html":
            return str(content)
    return ""
