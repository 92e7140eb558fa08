"""The canonical form of a row, its digest, and how one seal is bound to the one before. Pure.

``reports/evidence/verify.py`` says the same once more, for those who do not have this service.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

FIRST = "0" * 64
"""What stands for the hash before the first seal."""


def canonical(row: Mapping[str, Any]) -> str:
    """JSON with keys in order, no spaces, letters as they are; instants in UTC to the microsecond."""
    told = {name: _value(value) for name, value in row.items()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(before: str, number: int, kind: str, key: int, at: datetime, digest: str) -> str:
    return digest_of(f"{before}:{number}:{kind}:{key}:{instant(at)}:{digest}")


def instant(at: datetime) -> str:
    """'2026-11-28T12:30:04.000000Z'."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value
