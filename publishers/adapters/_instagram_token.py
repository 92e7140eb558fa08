"""What is remembered of an Instagram post between its steps: containers, how often they were asked for. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

_FIRST_WAIT = timedelta(seconds=3)
_LONGEST_WAIT = timedelta(minutes=1)
_PATIENCE = timedelta(minutes=6)
_FILM_WAIT = timedelta(minutes=1)
_FILM_POLLS = 5
"""The platform wants to be asked once a minute, and no more than five times."""


@dataclass(frozen=True, slots=True)
class ContainerToken:
    """``container`` is what will be published; until it is made, ``children`` are the media it will be made of."""

    created: float
    """When the first container was made, Unix seconds."""
    container: str = ""
    children: tuple[str, ...] = ()
    polls: int = 0
    """How often the platform said "not ready yet" since the last step forward."""
    misses: int = 0
    """How often the platform denied knowing the container."""
    films: bool = False
    """Films are among the media: they take minutes."""

    def to_text(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> ContainerToken:
        """Raises ValueError when ``text`` is none of ours."""
        stored = json.loads(text)
        if not isinstance(stored, dict) or not (stored.get("container") or stored.get("children")):
            raise ValueError("not a container token")
        return cls(
            created=float(stored["created"]),
            container=str(stored.get("container", "")),
            children=tuple(str(child) for child in stored.get("children", ())),
            polls=int(stored.get("polls", 0)),
            misses=int(stored.get("misses", 0)),
            films=bool(stored.get("films", False)),
        )

    @property
    def created_at(self) -> datetime:
        return datetime.fromtimestamp(self.created, UTC)

    @property
    def wait(self) -> timedelta:
        """How long to wait before asking again: a picture takes seconds, so the first waits are short."""
        if self.films:
            return _FILM_WAIT
        return min(_FIRST_WAIT * (1 << min(self.polls, 10)), _LONGEST_WAIT)

    def is_stale(self, now: float) -> bool:
        """True when the containers have been "not ready" for longer than the platform ever takes."""
        if self.films:
            return self.polls >= _FILM_POLLS
        return now - self.created > _PATIENCE.total_seconds()
