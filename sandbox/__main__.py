"""Starts the sandbox from a command line: python -m sandbox."""

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from sandbox.thread import serve
from sandbox.world import read_world_file


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; returns 0 when stopped, 1 when it cannot serve, 2 for bad input."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO if options.verbose else logging.WARNING, format="%(asctime)s %(name)s %(message)s"
    )
    settings: dict[str, Any] = {"pacing": False} if options.no_pacing else {}
    try:
        wishes = read_world_file(options.world) if options.world else None
        asyncio.run(_serve(options.host, options.port, options.mail_port, options.data, wishes, settings))
    except ValueError as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"sandbox: cannot serve on {options.host}:{options.port}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Stand-ins for social networks, websites, webhooks and newspapers. Nothing here reaches anyone.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8090, help="port to listen on, 0 for any free one (default: 8090)")
    parser.add_argument("--mail-port", type=int, default=0, help="port for letters, 0 for any free one (default: 0)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder that keeps the wall; in memory when left out")
    parser.add_argument("--world", type=Path, metavar="FILE.json", help="further channels, settings and faults")
    parser.add_argument("--no-pacing", action="store_true", help="switch Telegram's flood control off")
    parser.add_argument("--verbose", action="store_true", help="log every request, tokens masked")
    return parser


async def _serve(
    host: str, port: int, mail_port: int, data: Path | None, wishes: dict[str, Any] | None, settings: dict[str, Any]
) -> None:
    loop = asyncio.get_running_loop()
    stopping, started = asyncio.Event(), loop.create_future()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    started.add_done_callback(lambda future: print(f"Sandbox wall: {future.result().wall}/", flush=True))
    await serve(host, port, data, stopping, started, wishes, mail_port, **settings)


if __name__ == "__main__":
    sys.exit(main())
