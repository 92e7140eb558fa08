"""Runs the sandbox in a thread with its own event loop, for the embedded single process and for tests."""

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.app import build_app
from sandbox.smtp.letterbox import open_letterbox
from sandbox.world import open_world

STOP_SECONDS = 5.0


@dataclass(frozen=True)
class Addresses:
    """Where a sandbox answers: its wall and everything over HTTP, and its letterbox."""

    wall: str
    mail: str


@dataclass
class RunningSandbox:
    """A sandbox that serves until `stop()`; `url` has no slash at the end."""

    url: str
    mail_url: str
    """Of its letterbox, smtp://host:port."""
    _loop: asyncio.AbstractEventLoop = field(repr=False)
    _stopping: asyncio.Event = field(repr=False)
    _thread: threading.Thread = field(repr=False)

    def stop(self) -> None:
        """Stop serving and wait for the thread; a second call does nothing."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(STOP_SECONDS + 2)


async def serve(
    host: str,
    port: int,
    data_dir: Path | None,
    stopping: asyncio.Event,
    started: "asyncio.Future[Addresses]",
    wishes: dict[str, Any] | None = None,
    mail_port: int = 0,
    **settings: Any,
) -> None:
    """Serve until `stopping` is set; `started` receives the addresses. Raises OSError when a port is taken."""
    world = open_world(data_dir, wishes, **settings)
    runner = web.AppRunner(build_app(world), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    letterbox = None
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        letterbox = await open_letterbox(world, host, mail_port)
        started.set_result(Addresses(f"http://{host}:{runner.addresses[0][1]}", world.mail_url))
        await stopping.wait()
    finally:
        if letterbox is not None:
            letterbox.close()
        await runner.cleanup()


def start_sandbox(
    host: str = "127.0.0.1",
    port: int = 0,
    data_dir: Path | None = None,
    wishes: dict[str, Any] | None = None,
    mail_port: int = 0,
    **settings: Any,
) -> RunningSandbox:
    """Start a sandbox and return once it answers; a port of 0 takes any free one, `settings` are those of the world.

    Raises OSError when the port is taken, and BadWish when a wish makes no sense.
    """
    ready = threading.Event()
    outcome: list[RunningSandbox | BaseException] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        stopping, started = asyncio.Event(), loop.create_future()
        serving = asyncio.create_task(serve(host, port, data_dir, stopping, started, wishes, mail_port, **settings))
        await asyncio.wait({serving, started}, return_when=asyncio.FIRST_COMPLETED)
        if started.done():
            outcome.append(RunningSandbox(started.result().wall, started.result().mail, loop, stopping, thread))
            ready.set()
        await serving

    def run() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:  # handed to the thread that waits for the start
            if ready.is_set():
                raise
            outcome.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="sandbox", daemon=True)
    thread.start()
    ready.wait()
    result = outcome[0]
    if isinstance(result, BaseException):
        thread.join()
        raise result
    return result
