"""The sandbox's movable clock: real time plus an offset that tests push forward."""

import time


class Clock:
    """Seconds since the epoch, never moving backwards when pushed."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        """Return the sandbox's present as a Unix time in seconds."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move the present forward; raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self.offset += seconds
