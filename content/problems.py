"""A reason why a post cannot go out on a channel as it is. Pure; the sentences for staff are in ``content.labels``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """``params`` fill the sentence of ``code``; a problem that is not ``blocking`` is advice."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    blocking: bool = True
