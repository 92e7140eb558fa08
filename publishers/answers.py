"""A platform's own answer as it is kept with an attempt: of bounded length, and free of secrets. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from publishers.redaction import redact

LONGEST = 4_000
"""Signs of an answer that are kept."""
_LONGEST_VALUE = 300
_MOST_VALUES = 40
_DEEPEST = 6
_CUT = "…"


def kept_answer(answer: object, *secrets: str) -> str:
    """``answer`` (JSON as it was read, or words) as text: long values are cut so that its shape stays readable, then
    ``secrets`` and all that looks like a token are masked."""
    # cut only after masking: half a secret would not be known
    if isinstance(answer, str):
        return _short(_printable(redact(answer, *secrets)), LONGEST)
    masked = _cut(_masked(answer, secrets), 0)
    text = json.dumps(masked, ensure_ascii=False, separators=(",", ":"), default=str)
    return _short(_printable(redact(text, *secrets)), LONGEST)


def _masked(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return redact(value, *secrets)
    if isinstance(value, Mapping):
        return {str(name): _masked(part, secrets) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_masked(part, secrets) for part in value]
    return value


def _cut(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        return _CUT
    if isinstance(value, str):
        return _short(value, _LONGEST_VALUE)
    if isinstance(value, Mapping):
        return {name: _cut(part, depth + 1) for name, part in list(value.items())[:_MOST_VALUES]}
    if isinstance(value, list):
        return [_cut(part, depth + 1) for part in value[:_MOST_VALUES]]
    return value


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + _CUT


def _printable(text: str) -> str:
    """Without what no database stores or no screen shows."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")
