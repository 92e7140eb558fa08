"""Whether the channels will take what is due, as they were last seen. Nobody is asked anew here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, error, ok, warning
from config.doctor.settings import is_this_machine
from publishers.health import ending_soon
from publishers.labels import reason_sentence
from publishers.models import ChannelAccount

STALE = timedelta(days=2)
"""They are asked once a day."""
MOST = 50
"""Channels that are named one by one."""
FETCHING = ("instagram",)
"""Platforms that fetch pictures from our address."""


def check(now: datetime) -> Iterator[Finding]:
    accounts = list(
        ChannelAccount.objects.filter(channel__is_active=True)
        .select_related("channel__organization")
        .order_by("channel_id")
    )
    if not accounts:
        yield warning(
            "channels", _("No channel is in use yet."), _("Add one on the page Channels, or with add_channel.")
        )
        return
    troubles = [trouble for account in accounts if (trouble := _trouble(account, now)) is not None]
    yield from troubles[:MOST]
    if len(troubles) > MOST:
        yield error(
            "channels",
            _("More channels in trouble: %(count)s.") % {"count": len(troubles) - MOST},
            _("The page Channels lists them all."),
        )
    stale = [one for one in accounts if one.checked_at is None or one.checked_at < now - STALE]
    if stale:
        yield warning(
            "channels.checked",
            _("Channels nobody asked within two days: %(count)s.") % {"count": len(stale)},
            _("Run: python manage.py check_channels"),
        )
    if not troubles and not stale:
        yield ok("channels", _("Every channel in use let us in: %(count)s.") % {"count": len(accounts)})
    yield from _reachable(accounts)


def _trouble(account: ChannelAccount, now: datetime) -> Finding | None:
    """The worst of one channel; None when it is well or was never asked."""
    name, words = "channels.channel", {"channel": str(account.channel)}
    if account.paused_at:
        return error(name, _("%(channel)s is paused: nothing is sent to it.") % words, _reason(account))
    if account.expires_at is not None and account.expires_at <= now:
        return error(name, _("The token of %(channel)s has ended.") % words, _("Connect the channel again."))
    if account.health == ChannelAccount.Health.FAILING:
        return warning(name, _("%(channel)s did not let us in when it was last asked.") % words, _reason(account))
    if (days := ending_soon(account, now=now)) is not None:
        return warning(
            name,
            _("The token of %(channel)s ends in %(days)s days.") % {**words, "days": days},
            _("Connect the channel again before that."),
        )
    return None


def _reason(account: ChannelAccount) -> str:
    return reason_sentence(account.health_code) or _("Check the channel on its page.")


def _reachable(accounts: list[ChannelAccount]) -> Iterator[Finding]:
    """Real platforms that fetch pictures cannot fetch them from this machine's own address."""
    real = [one for one in accounts if one.channel.kind in FETCHING and not one.channel.is_sandbox]
    if real and is_this_machine(urlsplit(settings.SITE_URL).hostname or ""):
        yield error(
            "channels.site_url",
            _("SITE_URL names this machine only, and Instagram fetches pictures from there."),
            _("Set SITE_URL to the address by which the site is reached from the internet."),
        )
