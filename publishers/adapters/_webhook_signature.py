"""Signatures of Standard Webhooks 1.0.0: one for each key, so that a receiver may change its key at leisure. Pure."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence

from publishers.errors import AccountRejected, ReasonCode

_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)


def keys_of(secret: str) -> tuple[bytes, ...]:
    """The keys in ``whsec_… whsec_…``, the new one and the old one while they are changed.

    Raises AccountRejected when there is none or one is not in the form of the standard.
    """
    keys = tuple(_key(written) for written in secret.split())
    if not keys:
        raise AccountRejected(ReasonCode.TOKEN_INVALID, f"the receiver's key is needed: {_PREFIX}…")
    return keys


def signed(keys: Sequence[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers that prove a message: ``timestamp`` is that of this attempt, in Unix seconds."""
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    proofs = (b64encode(hmac.digest(key, content, hashlib.sha256)).decode() for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{proof}" for proof in proofs),
    }


def _key(written: str) -> bytes:
    try:
        key = b64decode(written.removeprefix(_PREFIX), validate=True)
    except (Error, ValueError):
        key = b""
    # the words must not quote what was written: it may be another secret
    if not written.startswith(_PREFIX) or len(key) not in _KEY_BYTES:
        raise AccountRejected(
            ReasonCode.TOKEN_INVALID, f"a key is {_PREFIX} and 24 to 64 bytes in Base64; two are divided by a blank"
        )
    return key
