"""Mail to staff, and whether its server lets us in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, error, ok, warning
from desk.mail import MailAway, greet_server, mail_figures


def check(now: datetime) -> Iterator[Finding]:
    yield from check_server()
    mails = mail_figures()
    if mails["given_up"]:
        yield warning(
            "mail.given_up",
            _("Mails that were refused too often and are not tried again: %(count)s.") % {"count": mails["given_up"]},
            _("Correct the addresses of those people, or MAIL_URL and DEFAULT_FROM_EMAIL."),
        )
    if mails["waiting"] and not settings.MAIL_URL:
        yield warning(
            "mail.waiting",
            _("Mails to staff that wait in the database: %(count)s.") % {"count": mails["waiting"]},
            _("Set MAIL_URL; they then go out by themselves."),
        )
    else:
        yield ok("mail.waiting", _("Mails to staff on their way: %(count)s.") % {"count": mails["waiting"]})


def check_server() -> Iterator[Finding]:
    if not settings.MAIL_URL:
        yield warning(
            "mail.server",
            _("No mail server is set: staff hear of nothing by mail, and newspapers get nothing."),
            _("Set MAIL_URL and DEFAULT_FROM_EMAIL."),
        )
        return
    try:
        greet_server()
    except MailAway as away:
        yield error(
            "mail.server",
            _("The mail server does not let us in: %(error)s.") % {"error": away},
            _("See whether server, port, user and password in MAIL_URL are right."),
        )
        return
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield warning(
            "mail.server",
            _("The sender of our mails is an address nobody can answer to; many servers refuse it."),
            _("Set DEFAULT_FROM_EMAIL to an address of yours."),
        )
        return
    yield ok("mail.server", _("The mail server lets us in."))
