"""Removes tokens from anything the sandbox logs or shows."""

import re
from collections.abc import Mapping

MASK = "***"
SECRET_NAMES = frozenset(
    {"access_token", "input_token", "appsecret_proof", "client_secret", "fb_exchange_token", "token"}
)
_PATH_TOKEN = re.compile(r"(/bot)[^/?#]+", re.IGNORECASE)
_QUERY_TOKEN = re.compile(r"\b(" + "|".join(sorted(SECRET_NAMES)) + r")=[^&\s\"']*", re.IGNORECASE)
_LONGEST_VALUE = 4096


def mask_text(text: str) -> str:
    """Return `text` (a path, a URL or a log line) with every token replaced by asterisks."""
    return _QUERY_TOKEN.sub(rf"\1={MASK}", _PATH_TOKEN.sub(rf"\1{MASK}", text))


def mask_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of a call with secret ones masked and very long ones cut."""
    return {
        name: MASK if name.lower() in SECRET_NAMES else mask_text(value)[:_LONGEST_VALUE]
        for name, value in values.items()
    }
