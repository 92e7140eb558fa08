"""What the work at hand is about, for every log line written meanwhile, by libraries too. Pure.

Ids and words only, never a text of a post and never a secret. config.json_log writes it; config.log_carrier takes it
through the broker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Value = str | int

_fields: ContextVar[Mapping[str, Value]] = ContextVar("log_context", default={})  # noqa: B039 - never changed in place


def current() -> Mapping[str, Value]:
    """What is bound here and now; not to be changed."""
    return _fields.get()


@contextmanager
def bound(**fields: Value) -> Iterator[None]:
    """Bind ``fields`` besides what is bound already; at the end all is as before, whatever was noted inside."""
    before = _fields.set({**_fields.get(), **fields})
    try:
        yield
    finally:
        _fields.reset(before)


def note(**fields: Value) -> None:
    """Add to what the innermost ``bound`` holds: what becomes known on the way. Without one it does nothing."""
    if known := _fields.get():
        _fields.set({**known, **fields})
