"""Tokens at rest: encrypted in the database with keys from the environment, decrypted only to call a platform."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from publishers.errors import Misconfigured, ReasonCode


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIALS_KEYS])


def encrypt(secret: str) -> str:
    """The secret in a form that may be stored; empty stays empty."""
    return _keys().encrypt(secret.encode()).decode() if secret else ""


def decrypt(stored: str) -> str:
    """The secret again. Raises Misconfigured when no key of CREDENTIALS_KEYS fits."""
    if not stored:
        return ""
    try:
        return _keys().decrypt(stored.encode()).decode()
    except InvalidToken:
        raise Misconfigured(ReasonCode.SETTINGS_WRONG, "no key in CREDENTIALS_KEYS opens the stored token") from None
