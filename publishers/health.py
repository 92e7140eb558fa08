"""Whether the channels will take what is due: asked daily and an hour ahead; staff are told once of each trouble."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from publishers.accounts import ask_platform, pause_account
from publishers.errors import AccountRejected, Misconfigured, PublishError
from publishers.models import ChannelAccount, Delivery
from publishers.notices import tell_staff
from publishers.states import State

AHEAD = timedelta(hours=1)
"""How long before a post is due its channel is asked."""
FRESH = timedelta(minutes=50)
"""A channel asked this recently is not asked again."""
WARN_DAYS = (14, 3, 1)
"""Days before its end at which staff are told of a token, each once."""


def check_all(*, now: datetime) -> list[ChannelAccount]:
    """Every channel in use, one after the other, so that staff hear of trouble long before the next post is due."""
    return _check(_in_use().order_by("pk"), now=now)


def check_ahead(*, now: datetime) -> list[ChannelAccount]:
    """The channels with something due within the hour that nobody asked lately. Reads what is due, not what exists."""
    soon = Delivery.objects.filter(
        state=State.PENDING, ready_at__gt=now, ready_at__lte=now + AHEAD, leased_until__isnull=True
    )
    due = set(soon.order_by().values_list("channel_id", flat=True))
    stale = _in_use().filter(channel_id__in=due).exclude(checked_at__gt=now - FRESH)
    return _check(stale.order_by("pk"), now=now, due=due)


def ending_soon(account: ChannelAccount, *, now: datetime) -> int | None:
    """Whole days until the token ends, when that is within the first warning; else None."""
    if account.expires_at is None:
        return None
    days = (account.expires_at - now).days
    return max(days, 0) if days < WARN_DAYS[0] else None


def _in_use() -> QuerySet[ChannelAccount]:
    return ChannelAccount.objects.select_related("channel__organization").filter(channel__is_active=True)


def _check(accounts: Iterable[ChannelAccount], *, now: datetime, due: set[int] | None = None) -> list[ChannelAccount]:
    checked = list(accounts)
    for account in checked:
        refusal = ask_platform(account, now=now)
        if isinstance(refusal, AccountRejected | Misconfigured):
            pause_account(account.pk, code=refusal.code.value, detail=refusal.detail, now=now)
            account.paused_at = account.paused_at or now
            continue
        _tell_once(account, refusal, is_due=account.channel_id in (due or ()), now=now)
    return checked


def _tell_once(account: ChannelAccount, refusal: PublishError | None, *, is_due: bool, now: datetime) -> None:
    """Tell of a channel that is away with something due, or of a token that ends; never twice of the same."""
    notice, mark = "", ""
    days = ending_soon(account, now=now)
    if refusal is not None:
        if not is_due:
            return
        notice, mark = "channel_away", "away"
    elif days is not None:
        notice, mark = "token_ends", f"ends in {min(step for step in WARN_DAYS if days <= step)}"
    if mark == account.told:
        return
    account.told = mark
    account.save(update_fields=["told"])
    if notice:
        code = refusal.code.value if refusal else ""
        detail = refusal.detail if refusal else ""
        zone = ZoneInfo(account.channel.organization.time_zone)
        ends = account.expires_at.astimezone(zone).date().isoformat() if account.expires_at else ""
        tell_staff(notice, {"channel": str(account.channel), "code": code, "detail": detail, "ends": ends})
