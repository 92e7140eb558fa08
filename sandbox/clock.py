"""The sandbox's movable clock: real time plus an offset that tests push forward, or a present that stands still."""

import time


class Clock:
    """Seconds since the epoch. Pushed it only moves forward; one that was told where to stand may be set back."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset
        self._standing: float | None = None

    def now(self) -> float:
        """Return the sandbox's present as a Unix time in seconds."""
        return time.time() + self.offset if self._standing is None else self._standing

    def advance(self, seconds: float) -> None:
        """Move the present forward; raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        if self._standing is None:
            self.offset += seconds
        else:
            self._standing += seconds

    def stand(self, at: float) -> None:
        """Stop at this Unix time until told otherwise, for a world that is played through on a clock of its own."""
        self._standing = at

    def run(self) -> None:
        """Go on with real time plus the offset."""
        self._standing = None
