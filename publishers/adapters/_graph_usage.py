"""How much of the platform's call limits is used up, as the headers of its answers tell. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from publishers.errors import LONGEST_WAIT

_FULL = 100
_BUSY = 80
_STEP = timedelta(seconds=15)
"""Each per cent from 80 on makes the pause before the next post so much longer."""
_WITHOUT_WORD = timedelta(minutes=15)
"""At a full limit whose end is not named; the limits count over an hour or a day."""
_KINDS = frozenset({"pages", "instagram"})
_COUNTERS = ("call_count", "total_time", "total_cputime")


@dataclass(frozen=True, slots=True)
class Usage:
    """``percent`` of the fullest limit; ``regain``: how long until calls are taken again, None when not said."""

    percent: int = 0
    regain: timedelta | None = None

    @property
    def is_full(self) -> bool:
        return self.percent >= _FULL or self.regain is not None

    @property
    def is_busy(self) -> bool:
        return self.percent >= _BUSY or self.is_full

    @property
    def wait(self) -> timedelta | None:
        """How long to leave the account alone now; None while there is room."""
        if self.regain is not None:
            return self.regain
        if self.percent >= _FULL:
            return _WITHOUT_WORD
        return _STEP * (self.percent - _BUSY + 1) if self.percent >= _BUSY else None


def usage_of(headers: Mapping[str, str]) -> Usage:
    """What X-App-Usage and X-Business-Use-Case-Usage say; what cannot be read says nothing."""
    by_name = {name.lower(): value for name, value in headers.items()}
    app = _json(by_name.get("x-app-usage", ""))
    entries = [app, *_entries(_json(by_name.get("x-business-use-case-usage", "")))]
    percent = max((_number(entry.get(name)) for entry in entries for name in _COUNTERS), default=0)
    minutes = max((_number(entry.get("estimated_time_to_regain_access")) for entry in entries), default=0)
    return Usage(percent, min(timedelta(minutes=min(minutes, 60_000)), LONGEST_WAIT) if minutes > 0 else None)


def _entries(usage: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Those of pages and accounts: a full limit of advertising stops no post."""
    for listed in usage.values():
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, Mapping) and entry.get("type", "pages") in _KINDS:
                yield entry


def _json(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> int:
    return int(float(str(value))) if re.fullmatch(r"\d{1,9}(\.\d+)?", str(value)) else 0
