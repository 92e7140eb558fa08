"""Keys, addresses, languages: what the environment says."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from config.catalogues import LOCALE, languages
from config.doctor.findings import Finding, error, ok, warning
from publishers.credentials import decrypt
from publishers.errors import Misconfigured
from publishers.models import ChannelAccount

SHORTEST_KEY = 32
SHORTEST_TOKEN = 16
"""Characters."""


def check() -> Iterator[Finding]:
    yield _secret_key()
    yield _credentials_keys()
    yield _debug()
    yield _hosts()
    yield _https()
    yield _metrics()
    yield _languages()


def check_stored_secrets() -> Iterator[Finding]:
    """Whether the keys open what is stored. Nothing that is opened leaves this function."""
    shut = 0
    for stored in ChannelAccount.objects.exclude(stored_secret="").values_list("stored_secret", flat=True):
        try:
            decrypt(stored)
        except Misconfigured:
            shut += 1
        except ValueError:  # the keys themselves are no keys, which is said elsewhere
            return
    name = "settings.stored_tokens"
    if shut:
        yield error(
            name,
            _("Stored tokens that no key in CREDENTIALS_KEYS opens: %(count)s.") % {"count": shut},
            _("Put the key back with which they were stored, or connect those channels again."),
        )
    else:
        yield ok(name, _("CREDENTIALS_KEYS opens every stored token."))


def _secret_key() -> Finding:
    name, key = "settings.secret_key", settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < SHORTEST_KEY // 4 or key.startswith("django-insecure"):
        return error(
            name,
            _("The secret key is short or a known example: sessions and links can be forged."),
            _("Set SECRET_KEY to fifty random characters. Everybody has to sign in once more."),
        )
    if settings.DATABASE_URL and _made_here("secret_key", key):
        return warning(
            name,
            _("The secret key was made by this machine; another process may have another one."),
            _("Set the same SECRET_KEY in the environment of web, worker and beat."),
        )
    return ok(name, _("The secret key is long."))


def _credentials_keys() -> Finding:
    name, keys = "settings.credentials_keys", settings.CREDENTIALS_KEYS
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        return error(
            name,
            _("A key in CREDENTIALS_KEYS is no Fernet key: no channel's token can be read."),
            _("Correct it; .env.example shows how a key is made."),
        )
    if settings.DATABASE_URL and any(_made_here("credentials_key", key) for key in keys):
        return warning(
            name,
            _("The key of the channels' tokens was made by this machine; another process may have another one."),
            _("Set the same CREDENTIALS_KEYS in the environment of web, worker and beat, and keep a copy of it."),
        )
    return ok(name, _("The keys of the channels' tokens are keys."))


def _made_here(file: str, key: str) -> bool:
    path = Path(settings.HOME) / "keys" / file
    return path.exists() and path.read_text().strip() == key


def _debug() -> Finding:
    if settings.DEBUG:
        return error(
            "settings.debug",
            _("DEBUG is on: whoever causes an error reads code and settings."),
            _("Set DEBUG=False and start web again."),
        )
    return ok("settings.debug", _("DEBUG is off."))


def _hosts() -> Finding:
    name, host = "settings.allowed_hosts", urlsplit(settings.SITE_URL).hostname or ""
    if not validate_host(f"[{host}]" if ":" in host else host, settings.ALLOWED_HOSTS):
        return error(
            name,
            _("The site's own name %(host)s is not in ALLOWED_HOSTS: readers get an error.") % {"host": host},
            _("Add it to ALLOWED_HOSTS, or correct SITE_URL."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        return warning(
            name,
            _("ALLOWED_HOSTS lets any name in: links in mails can be led astray."),
            _("Name the hosts the site is reached by."),
        )
    return ok(name, _("The site answers to its name %(host)s.") % {"host": host})


def _https() -> Finding:
    name, site = "settings.https", urlsplit(settings.SITE_URL)
    if site.scheme != "https":
        if is_this_machine(site.hostname or ""):
            return ok(name, _("The site is for this machine only; it needs no encryption."))
        return error(
            name,
            _("The site is reached without encryption: passwords can be read on the way."),
            _("Put a proxy with TLS in front, set SITE_URL to https:// and BEHIND_TLS_PROXY=True."),
        )
    if f"{site.scheme}://{site.netloc}" not in settings.CSRF_TRUSTED_ORIGINS:
        return error(
            name,
            _("CSRF_TRUSTED_ORIGINS lacks the site's own address: forms may be refused."),
            _("Add the address of SITE_URL to CSRF_TRUSTED_ORIGINS, or leave that out."),
        )
    if not settings.BEHIND_TLS_PROXY:
        return warning(
            name,
            _("The site is reached by https, but the cookies of those who signed in travel without it too."),
            _("Set BEHIND_TLS_PROXY=True when the proxy in front sets X-Forwarded-Proto."),
        )
    return ok(name, _("The site is reached by https."))


def is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _metrics() -> Finding:
    if 0 < len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        return warning(
            "settings.metrics_token",
            _("METRICS_TOKEN is short enough to be guessed."),
            _("Set it to thirty random characters, here and in Prometheus."),
        )
    return ok("settings.metrics_token", _("The figures at /metrics are not open to strangers."))


def _languages() -> Finding:
    wanted = {to_locale(code) for code, _name in settings.LANGUAGES} - {"en"}
    compiled = {code for code in languages() if (LOCALE / code / "LC_MESSAGES" / "django.mo").exists()}
    if missing := sorted(wanted - compiled):
        return error(
            "settings.languages",
            _("Languages whose texts are not compiled, so that screens are English: %(codes)s.")
            % {"codes": ", ".join(missing)},
            _("Run: python -m config.catalogues"),
        )
    return ok("settings.languages", _("The texts of all languages are there."))
