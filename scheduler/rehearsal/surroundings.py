"""What the child process lives in: an environment of its own, a fence around it, and a refusal to start in any other.

Nothing here may import Django's models: the environment must stand before the settings are read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KEPT = (
    "PATH",
    "HOME",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONWARNINGS",
    "LC_ALL",
    "LANG",
)
"""What the child may know of the machine. No address, no key and no token is among it."""
ADDRESSES = (
    "SITE_URL",
    "SANDBOX_URL",
    "SANDBOX_MAIL_URL",
    "TELEGRAM_API_BASE",
    "TELEGRAM_PREVIEW_BASE",
    "GRAPH_API_BASE",
)
LOOPBACK = "127.0.0.1"


class NotPrivate(Exception):
    """Here the rehearsal could reach something real. The text names the setting, never its value."""


class Fenced(OSError):
    """Something tried to leave this machine."""


def fence() -> None:
    """From now on this process connects to this machine only, whatever any setting or library says."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto") and not _is_near(arguments[1]):
            raise Fenced("a rehearsal connects to its own machine only")
        if event == "socket.getaddrinfo" and not _is_near((arguments[0],)):
            raise Fenced("a rehearsal looks up no other machine")

    sys.addaudithook(watch)


def _is_near(address: Any) -> bool:
    if isinstance(address, str | bytes):  # a Unix socket
        return True
    host = address[0]
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def private_environment(
    folder: Path, *, site_url: str, sandbox_url: str, mail_url: str = "", kept: Mapping[str, str]
) -> dict[str, str]:
    """The whole environment of the child. What is empty here is empty on purpose: an ``.env`` cannot fill it.

    ``kept``: settings of the real service that decide when things happen, by name.
    """
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MEDIAREJA_HOME": str(folder),
        "TMPDIR": str(folder),
        "SSL_CERT_DIR": str(folder / "no-authorities"),  # no certificate of anybody would be believed
        "DATABASE_URL": "",
        "REDIS_URL": "wake://localhost/",
        "SECRET_KEY": "",
        "CREDENTIALS_KEYS": "",
        "MAIL_URL": "",
        "SITE_URL": site_url,
        "SANDBOX_URL": sandbox_url,
        "SANDBOX_MAIL_URL": mail_url,
        "TELEGRAM_API_BASE": sandbox_url,
        "TELEGRAM_PREVIEW_BASE": f"{sandbox_url}/t.me",
        "GRAPH_API_BASE": f"{sandbox_url}/graph",
        "LOG_LEVEL": "ERROR",
        "DEBUG": "0",
        "PUBLISHERS": ",".join(
            f"publishers.adapters.{name}"
            for name in (
                "website.WebsitePublisher",
                "telegram.TelegramPublisher",
                "facebook.FacebookPagePublisher",
                "instagram.InstagramPublisher",
                "wordpress.WordPressPublisher",
                "webhook.WebhookPublisher",
                "by_hand.BillboardPublisher",
                "by_hand.TelevisionPublisher",
                "by_hand.RadioPublisher",
                "by_hand.ByHandPublisher",
                "newspaper.NewspaperPublisher",
            )
        ),
    }


def refuse_what_is_not_private(folder: Path, settings: Any) -> None:
    """Raises NotPrivate unless the settings name this folder and this machine and nothing else."""
    databases = settings.DATABASES
    if set(databases) != {"default"} or databases["default"]["ENGINE"] != "config.sqlite":
        raise NotPrivate("DATABASE_URL")
    if Path(databases["default"]["NAME"]).resolve().parent != folder or folder != settings.HOME:
        raise NotPrivate("MEDIAREJA_HOME")
    if Path(databases["default"]["NAME"]).exists():
        raise NotPrivate("MEDIAREJA_HOME: a database stands there already")
    for name in ADDRESSES:
        if urlsplit(getattr(settings, name)).hostname != LOOPBACK:
            raise NotPrivate(name)
    if not settings.CELERY_BROKER_URL.startswith("wake://"):
        raise NotPrivate("REDIS_URL")
    if settings.MAIL_URL:
        raise NotPrivate("MAIL_URL")
    keys = (folder / "keys" / "credentials_key").read_text().split()
    if list(settings.CREDENTIALS_KEYS) != keys:
        raise NotPrivate("CREDENTIALS_KEYS")
