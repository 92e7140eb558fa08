"""Changes of an account: connect, check, pause, hold, resume. Its deliveries wait or go on with it."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest

from content.models import Channel, Organization
from publishers.credentials import encrypt
from publishers.errors import PublishError, ReasonCode
from publishers.models import ChannelAccount, Delivery
from publishers.notices import tell_staff
from publishers.nudge import nudge_on_commit
from publishers.redaction import redact
from publishers.registry import publisher_for
from publishers.states import NOT_YET_OUT, WORKING, State

log = logging.getLogger(__name__)

STILL_AT_WORK = Q(state=State.PUBLISHED) & (~Q(change="") | Q(reason_code=ReasonCode.LINK_AWAITED.value))
"""Out, with something still to be changed there, or its link to be read: this waits for the account as what is not out
does."""
_SEEN = [
    "health",
    "health_code",
    "health_detail",
    "title",
    "expires_at",
    "quota_used",
    "quota_total",
    "checked_at",
]

COVERAGE_WORDS = {
    "website": ["official_pages", "website"],
    "telegram": ["official_pages", "social", "telegram"],
    "facebook": ["official_pages", "social", "facebook"],
    "instagram": ["official_pages", "social", "instagram"],
    "wordpress": ["official_pages", "website"],
    "webhook": [],
    "newspaper": ["newspaper", "mass_media"],
    "billboard": ["outdoor", "banner"],
    "television": ["tv", "mass_media"],
    "radio": ["radio", "mass_media"],
    "by_hand": [],
}
"""What a new channel answers to in a plan; official pages are the site and its networks, until staff say otherwise.
Where a webhook leads, or what is done by hand, only they know: it answers to nothing before."""


def usual_words(kind: str) -> list[str]:
    """What a new channel of the kind answers to in a plan."""
    return list(COVERAGE_WORDS.get(kind, []))


@transaction.atomic
def add_channel(
    organization: Organization,
    *,
    kind: str,
    name: str,
    address: str,
    secret: str = "",
    sandbox: bool = False,
    options: dict[str, object] | None = None,
    responsible: Any = None,
    alphabet: str = "",
) -> ChannelAccount:
    """A new channel with its account; the secret is encrypted before it touches the database."""
    channel = Channel(
        organization=organization,
        kind=kind,
        name=name,
        coverage_words=usual_words(kind),
        alphabet=alphabet,
        is_sandbox=sandbox,
    )
    channel.full_clean()
    channel.save()
    return ChannelAccount.objects.create(
        channel=channel,
        address=address,
        stored_secret=encrypt(secret),
        options=options or {},
        responsible=responsible,
    )


def check_account(account: ChannelAccount, *, now: datetime) -> ChannelAccount:
    """Ask the platform and write down what it said. A paused account that works again goes on."""
    ask_platform(account, now=now)
    return account


def ask_platform(account: ChannelAccount, *, now: datetime) -> PublishError | None:
    """As ``check_account``; what the platform refused, None when it works."""
    refusal: PublishError | None = None
    try:
        report = publisher_for(account).verify_account()
    except PublishError as error:
        refusal = error
    except Exception as bug:  # one adapter's bug must not keep the other channels from being checked
        log.exception("account.bug id=%s", account.pk)
        refusal = PublishError(ReasonCode.INTERNAL, redact(f"{type(bug).__name__}: {bug}"))
    if refusal is not None:
        account.health = ChannelAccount.Health.FAILING
        account.health_code, account.health_detail = refusal.code.value, refusal.detail
    else:
        account.health = ChannelAccount.Health.OK
        account.health_code, account.health_detail = "", "; ".join(report.notes)
        account.title = report.name
        account.expires_at = report.expires_at
        account.quota_used, account.quota_total = report.quota_used, report.quota_total
    account.checked_at = now
    account.save(update_fields=_SEEN)
    if account.health == ChannelAccount.Health.OK and account.paused_at:
        resume_account(account, now=now)
    return refusal


def replace_access(account: ChannelAccount, *, address: str, secret: str, now: datetime) -> ChannelAccount:
    """Reconnect: a new address, or a new token (empty keeps the old one), checked at once."""
    account.address = address
    if secret:
        account.stored_secret = encrypt(secret)
        account.held_until = None  # the platform told the old token to wait
    account.save(update_fields=["address", "stored_secret", "held_until"])
    return check_account(account, now=now)


@transaction.atomic
def pause_account(account_id: int, *, code: str, detail: str, now: datetime) -> None:
    """Stop sending to an account that only a person can mend; its waiting deliveries keep, staff are told once."""
    account = lock_account(account_id)
    news = account.paused_at is None
    account.paused_at = account.paused_at or now
    account.health = ChannelAccount.Health.FAILING
    account.health_code, account.health_detail = code, detail
    account.save(update_fields=["paused_at", "health", "health_code", "health_detail"])
    _waiting(account).update(ready_at=None)
    if news:
        tell_staff("channel_paused", {"channel": str(account.channel), "code": code, "detail": detail})


@transaction.atomic
def hold_account(account_id: int, *, until: datetime) -> None:
    """The platform said "wait": nothing of this account starts before ``until``, and no attempt is used up."""
    account = lock_account(account_id)
    account.held_until = max(account.held_until or until, until)
    account.free_at = max(account.free_at or until, until)
    account.save(update_fields=["held_until", "free_at"])
    _waiting(account).filter(ready_at__lt=until).update(ready_at=until)


@transaction.atomic
def resume_account(account: ChannelAccount, *, now: datetime) -> None:
    """Everything that waited for this account goes on."""
    account = lock_account(account.pk)
    account.paused_at = None
    account.save(update_fields=["paused_at"])
    Delivery.objects.filter(
        Q(state__in=list(WORKING)) | STILL_AT_WORK,
        channel_id=account.channel_id,
        ready_at__isnull=True,
        leased_until__isnull=True,
    ).update(ready_at=Greatest("due_at", Value(now)), failures=0)
    nudge_on_commit()


def lock_account(account_id: int) -> ChannelAccount:
    """The account, to be changed in the caller's transaction. Taken before any of its deliveries, by everybody: else
    two who need both wait for each other."""
    return ChannelAccount.objects.select_for_update(of=("self",)).select_related("channel").get(pk=account_id)


def move_account(account_id: int, *, address: str) -> None:
    """The platform named a new address for the same place: follow it."""
    ChannelAccount.objects.filter(pk=account_id).update(address=address)


def _waiting(account: ChannelAccount) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        Q(state__in=list(NOT_YET_OUT)) | STILL_AT_WORK,
        channel_id=account.channel_id,
        leased_until__isnull=True,
        ready_at__isnull=False,
    )
