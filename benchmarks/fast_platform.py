"""A platform that takes every post at once: Telegram's sendMessage, and a receiver for everything else.

The sandbox is strict and therefore slow; this one answers in the same form and only notes what arrived, so that it is
not what is measured. ``python -m benchmarks.fast_platform`` prints its port. GET /taken tells what came; DELETE /taken
forgets it.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from hashlib import md5

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_NUMBER = re.compile(rb"post-no-(\d+)-")
"""A post whose text names itself so is noted under its number, with the time of its arrival."""
_END = b"\r\n\r\n"


class Taken:
    """What has arrived since it was last emptied."""

    def __init__(self) -> None:
        self.empty()

    def empty(self) -> None:
        self.requests = 0
        self.posts: Counter[bytes] = Counter()
        self.arrived: dict[int, float] = {}
        self.first = self.last = 0.0

    def note(self, path: bytes, body: bytes) -> int:
        now = time.time()
        self.requests += 1
        self.first, self.last = self.first or now, now
        self.posts[md5(path + b"\n" + body, usedforsecurity=False).digest()] += 1
        if named := _NUMBER.search(body):
            self.arrived.setdefault(int(named[1]), now)
        return self.requests

    def told(self, *, arrivals: bool) -> bytes:
        facts = {
            "requests": self.requests,
            "posts": len(self.posts),
            "first": self.first,
            "last": self.last,
            "arrived": self.arrived if arrivals else {},
        }
        return json.dumps(facts).encode()


class Connection(asyncio.Protocol):
    """HTTP/1.1, kept alive, one request after the other."""

    def __init__(self, taken: Taken) -> None:
        self._taken, self._buffer = taken, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(_END)) >= 0:
            head = self._buffer[:end]
            found = _LENGTH.search(head)
            size = end + len(_END) + (int(found[1]) if found else 0)
            if len(self._buffer) < size:
                return
            body, self._buffer = self._buffer[end + len(_END) : size], self._buffer[size:]
            answer = self._answer(head, body)
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(answer), answer)
            )
            if b"connection: close" in head.lower():
                self._transport.close()

    def _answer(self, head: bytes, body: bytes) -> bytes:
        method, path, _version = head.split(b"\r\n", 1)[0].split(b" ")
        if path.startswith(b"/taken"):
            if method == b"DELETE":
                self._taken.empty()
            return self._taken.told(arrivals=path.endswith(b"?arrivals"))
        number = self._taken.note(path, body)
        if not path.startswith(b"/bot"):
            return b'{"id":"%d"}' % number
        return b'{"ok":true,"result":{"message_id":%d,"date":1700000000,"text":"a","chat":%b}}' % (
            number,
            b'{"id":-1001,"type":"channel","title":"a","username":"namuna"}',
        )


async def serve() -> None:
    taken = Taken()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(taken), "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
