"""Times as Graph reads and writes them."""

from datetime import UTC, datetime

from sandbox.graph.answers import invalid


def graph_time(at: float) -> str:
    """A Unix time in Graph's notation, as in 2026-11-20T10:00:00+0000."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def read_time(text: str, name: str) -> float | None:
    """Read a Unix or ISO 8601 time, None when empty; raises Refusal."""
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(f"param {name} must be a valid time") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
