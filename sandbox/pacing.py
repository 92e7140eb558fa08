"""Telegram's flood control: how many messages a chat, a group and a bot may take, and how long to wait otherwise."""

import math
from collections import deque

CHAT_BURST = 5
CHAT_PER_SECOND = 1.0
GROUP_PER_MINUTE = 20
BOT_PER_SECOND = 30


class Pacing:
    """Counts accepted calls by the sandbox's clock; an album counts as one call."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}
        self._groups: dict[str, deque[float]] = {}
        self._bots: dict[str, deque[float]] = {}

    def clear(self) -> None:
        """Forget all calls so far."""
        self._buckets.clear()
        self._groups.clear()
        self._bots.clear()

    def wait_for(self, bot: str, chat: str, is_group: bool, now: float) -> int:
        """Return 0 and count the call, or the whole seconds to wait while counting nothing."""
        level, at = self._buckets.get(chat, (float(CHAT_BURST), now))
        level = min(float(CHAT_BURST), level + (now - at) * CHAT_PER_SECOND)
        bot_calls = _recent(self._bots.setdefault(bot, deque()), now - 1)
        group_calls = _recent(self._groups.setdefault(chat, deque()), now - 60)
        waits = [0.0]
        if level < 1:
            waits.append((1 - level) / CHAT_PER_SECOND)
        if len(bot_calls) >= BOT_PER_SECOND:
            waits.append(bot_calls[0] + 1 - now)
        if is_group and len(group_calls) >= GROUP_PER_MINUTE:
            waits.append(group_calls[0] + 60 - now)
        if max(waits) > 0:
            return max(1, math.ceil(max(waits)))
        self._buckets[chat] = (level - 1, now)
        bot_calls.append(now)
        group_calls.append(now)
        return 0


def _recent(calls: deque[float], since: float) -> deque[float]:
    while calls and calls[0] <= since:
        calls.popleft()
    return calls
