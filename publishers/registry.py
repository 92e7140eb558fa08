"""Which adapter serves which kind of channel, and how an account is handed to it."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from content.formats import add_format
from publishers.contract import Access, Capabilities, Locates, Publisher
from publishers.credentials import decrypt
from publishers.errors import Misconfigured, ReasonCode
from publishers.host_mail import host_mail, letter_options

if TYPE_CHECKING:
    from publishers.models import ChannelAccount


UNSERVED_SETTLE = timedelta(minutes=1)
"""For a kind whose adapter was taken out of PUBLISHERS while a call was open."""


@lru_cache(maxsize=1)
def publishers() -> dict[str, type[Publisher]]:
    """Adapter classes by kind, from settings.PUBLISHERS. A kind named twice is an error of the settings."""
    found: dict[str, type[Publisher]] = {}
    for path in settings.PUBLISHERS:
        adapter = import_string(path)
        if adapter.kind in found:
            raise Misconfigured(ReasonCode.SETTINGS_WRONG, f"PUBLISHERS names two adapters for {adapter.kind}")
        found[adapter.kind] = adapter
    return found


def make_kinds_known() -> None:
    """Tell the content room of kinds that adapters from elsewhere serve, so that posts can be fitted to them."""
    for adapter in publishers().values():
        add_format(adapter.capabilities.format)


def capabilities_of(kind: str) -> Capabilities:
    """What the kind can do. Raises Misconfigured for a kind no adapter serves."""
    return adapter_of(kind).capabilities


def settle_of(kind: str) -> timedelta:
    """How long after a lost answer a look can be trusted: SETTLE_SECONDS, or what the adapter knows of its platform."""
    adapter = publishers().get(kind)
    return settings.SETTLE or (adapter.capabilities.settle if adapter else UNSERVED_SETTLE)


def drops_repeats(kind: str) -> bool:
    """Whether sending again is safe there, and takes the place of a look; False for a kind no adapter serves."""
    adapter = publishers().get(kind)
    return adapter is not None and adapter.capabilities.repeat_safety == "native"


def platform_of(kind: str) -> str:
    """Whose servers a call to the kind reaches: kinds of one platform go down together."""
    adapter = publishers().get(kind)
    return (adapter.capabilities.platform if adapter else "") or kind


def hands_over(kind: str) -> bool:
    """Whether people put it out there, and owe proof; False for a kind no adapter serves."""
    adapter = publishers().get(kind)
    return adapter is not None and adapter.capabilities.hands_over


def goes_by_mail(kind: str) -> bool:
    """Whether it goes out as a letter, for which the service's own mail box will do."""
    adapter = publishers().get(kind)
    return adapter is not None and adapter.capabilities.by_mail


def can_locate(kind: str) -> bool:
    """Whether the kind's adapter can read the link of a post that went out without it."""
    adapter = publishers().get(kind)
    return adapter is not None and issubclass(adapter, Locates)


def can_measure(kind: str) -> bool:
    """Whether figures can be read there; False for a kind no adapter serves."""
    adapter = publishers().get(kind)
    return adapter is not None and adapter.capabilities.can_measure


def metrics_of(kind: str) -> tuple[str, ...]:
    """What is read of a post there."""
    adapter = publishers().get(kind)
    return adapter.capabilities.metrics if adapter is not None else ()


def pace_of(kind: str) -> timedelta:
    """Shortest time between two posts to one account; none for a kind no adapter serves, whose call then says so."""
    adapter = publishers().get(kind)
    return adapter.capabilities.pace if adapter else timedelta(0)


def publisher_for(account: ChannelAccount) -> Publisher:
    """The adapter, ready to call. Raises Misconfigured when the kind or the stored token cannot be used."""
    return adapter_of(account.channel.kind)(access_of(account))


def access_of(account: ChannelAccount) -> Access:
    """How to reach the account. Raises Misconfigured when the stored token cannot be read."""
    channel, secret = account.channel, decrypt(account.stored_secret)
    options = {**account.options, "responsible": responsible_name(account)}
    found = endpoints(sandbox=channel.is_sandbox)
    if channel.is_sandbox:
        # a stand-in never leads to a real mail server
        options = _sandbox_options() | {name: value for name, value in options.items() if name != "server"}
    if goes_by_mail(channel.kind):
        options = letter_options(account, own_login=bool(secret)) | options
        if not secret and not channel.is_sandbox and not options.get("server"):
            secret = host_mail().login
    return Access(account.address, secret, options, found)


def responsible_name(account: ChannelAccount) -> str:
    """Name of the person who answers for the channel; '' when nobody does who is active and can be written to."""
    person = account.responsible
    if person is None or not person.is_active or not person.email:
        return ""
    return str(person.get_full_name() or person.get_username())


def endpoints(*, sandbox: bool) -> dict[str, str]:
    """Base addresses of the platforms, or of their stand-ins in the sandbox."""
    version = {"graph_version": settings.GRAPH_API_VERSION}
    if sandbox:
        base = settings.SANDBOX_URL
        return {
            "telegram": base,
            "telegram_preview": f"{base}/t.me",
            "graph": f"{base}/graph",
            "wordpress": f"{base}/wordpress",
            "webhook": f"{base}/webhook",
            "smtp": settings.SANDBOX_MAIL_URL,
            "mail_from": settings.DEFAULT_FROM_EMAIL,
            **version,
        }
    return {
        "telegram": settings.TELEGRAM_API_BASE,
        "telegram_preview": settings.TELEGRAM_PREVIEW_BASE,
        "graph": settings.GRAPH_API_BASE,
        "webhook_networks": ",".join(settings.WEBHOOK_NETWORKS),
        "smtp": host_mail().server,
        "mail_from": settings.DEFAULT_FROM_EMAIL,
        **version,
    }


def _sandbox_options() -> dict[str, Any]:
    """Telegram names no address of a post: its link is built, and must not lead to the real platform."""
    return {"link_base": f"{settings.SANDBOX_URL}/wall/telegram"}


def adapter_of(kind: str) -> type[Publisher]:
    """The class that serves the kind. Raises Misconfigured when none does."""
    try:
        return publishers()[kind]
    except KeyError:
        raise Misconfigured(ReasonCode.SETTINGS_WRONG, f"no adapter in PUBLISHERS serves {kind}") from None
