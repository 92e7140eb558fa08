"""E-mail addresses as staff write them down. Pure."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?=[A-Za-z0-9.-]{4,253}$)(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+"
)
_ON_THIS_MACHINE = re.compile(r"[A-Za-z0-9._-]{1,64}@localhost")


def mailboxes_in(written: str) -> tuple[str, ...]:
    """What stands between commas, semicolons and blanks, each once; whether it is an address is not asked."""
    return tuple(dict.fromkeys(part for part in re.split(r"[,;\s]+", written) if part))


def is_mailbox(written: str) -> bool:
    """True for an address that every mail server takes: ASCII, with a domain or on this machine."""
    return bool(_ADDRESS.fullmatch(written) or _ON_THIS_MACHINE.fullmatch(written)) and ".." not in written
