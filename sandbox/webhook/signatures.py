"""Whether a message is from who holds the key, and of now, as Standard Webhooks 1.0.0 has it."""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping

from sandbox.webhook.answers import Refusal

TOLERANCE = 300
"""Seconds a message's time may be off, to either side."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


def verified_id(headers: Mapping[str, str], body: bytes, keys: str, now: float) -> str:
    """The message's id. `keys` are the receiver's own, divided by blanks; one that fits is enough. Raises Refusal."""
    given = {name: headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")}
    missing = [f"webhook-{name}" for name, value in given.items() if not value]
    if missing:
        raise Refusal(f"The header {missing[0]} is missing.")
    if not _ID.fullmatch(given["id"]):
        raise Refusal("webhook-id may hold letters, digits, dashes and underscores only.")
    if not re.fullmatch(r"\d{1,12}", given["timestamp"]):
        raise Refusal("webhook-timestamp must be Unix seconds.")
    content = b".".join((given["id"].encode(), given["timestamp"].encode(), body))
    expected = [_proof(key, content) for key in keys.split()]
    offered = [
        proof
        for version, _, proof in (word.partition(",") for word in given["signature"].split(" "))
        if version == "v1"
    ]
    if not any(hmac.compare_digest(ours.encode(), theirs.encode()) for ours in expected for theirs in offered):
        raise Refusal("No signature is of a key of ours.", 401)
    if abs(now - int(given["timestamp"])) > TOLERANCE:
        raise Refusal("The message is not of now: its time is more than five minutes off.", 401)
    return given["id"]


def _proof(key: str, content: bytes) -> str:
    return b64encode(hmac.digest(b64decode(key.removeprefix("whsec_")), content, hashlib.sha256)).decode()
