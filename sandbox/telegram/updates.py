"""getUpdates: what people did waits here for their bot, until it says that it has it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sandbox.calls import Call
from sandbox.telegram.answers import Refusal, bad_request
from sandbox.world import World

MOST = 100
LONGEST = 50
"""Seconds."""
_FIRST_UPDATE = 500_000_001


@dataclass
class Poller:
    """A getUpdates that waits; a second one of the same bot puts it out."""

    rings: asyncio.Event = field(default_factory=asyncio.Event)
    replaced: bool = False


def add_update(world: World, token: str, body: dict[str, Any]) -> int:
    """Keep something a person did for the bot; its number."""
    number = world.store.next_number(f"telegram:update:{token}", _FIRST_UPDATE)
    world.store.add_update(token, number, {"update_id": number, **body})
    if (poller := world.pollers.get(token)) is not None:
        poller.rings.set()
    return number


async def get_updates(call: Call) -> list[dict[str, Any]]:
    """getUpdates with offset, limit and timeout; 409 for the one that waited when a second one comes."""
    world, token = call.world, call.request.match_info["token"]
    offset, limit, timeout = (_number(call, name) for name in ("offset", "limit", "timeout"))
    mine = Poller()
    if (other := world.pollers.get(token)) is not None:
        other.replaced = True
        other.rings.set()
    world.pollers[token] = mine
    try:
        world.store.drop_updates(token, offset)
        end = asyncio.get_running_loop().time() + min(timeout, LONGEST)
        while True:
            found = world.store.updates(token, min(limit or MOST, MOST))
            left = end - asyncio.get_running_loop().time()
            if found or left <= 0 or world.stopping.is_set():
                return found
            await _wait(world, mine, left)
            if mine.replaced:
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            mine.rings.clear()
    finally:
        if world.pollers.get(token) is mine:
            del world.pollers[token]


async def _wait(world: World, poller: Poller, seconds: float) -> None:
    waits = {asyncio.ensure_future(poller.rings.wait()), asyncio.ensure_future(world.stopping.wait())}
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()


def _number(call: Call, name: str) -> int:
    text = call.value(name) or "0"
    if not text.isdigit():
        raise bad_request(f"invalid {name} specified")
    return int(text)
