"""Office files as archives: parts added, and every date in them fixed, so that the same data give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

CORE = "docProps/core.xml"
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The oldest that an archive can name."""
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")

Change = Callable[[bytes], bytes]


def packed(
    office_file: bytes,
    *,
    day: date,
    changes: Mapping[str, Change] | None = None,
    added: Mapping[str, bytes] | None = None,
) -> bytes:
    """``office_file`` with some parts changed and some added; it says that it was made on ``day``."""
    told = f"{day.isoformat()}T00:00:00Z".encode()
    changes = {**(changes or {}), CORE: lambda core: _DATES.sub(rb"\g<1>" + told + rb"\g<3>", core)}
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(_entry(name), changes[name](content) if name in changes else content)
        for name, content in (added or {}).items():
            new.writestr(_entry(name), content)
    return held.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
