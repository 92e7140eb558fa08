"""How long an HTTP answer says to wait. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from publishers.errors import LONGEST_WAIT


def wait_named_in(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """``retry-after``, in seconds or as a date, at most ``LONGEST_WAIT``; None when it names no time.

    Header names are in lower case, ``now`` is aware.
    """
    written = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", written):
        return min(timedelta(seconds=int(written)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(written)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_WAIT)
