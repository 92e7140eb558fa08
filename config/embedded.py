"""The embedded default: web server, worker, beat and sandbox in this one process, on SQLite, with no other server."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from celery.app.trace import setup_worker_optimizations
from celery.beat import EmbeddedService
from celery.worker import WorkController
from django.conf import settings
from waitress import wasyncore
from waitress.server import create_server
from waitress.trigger import trigger

from config.celery import app
from desk.bot.polling import start_thread
from publishers.nudge import bell
from publishers.stopping import Stopping
from sandbox.thread import RunningSandbox, start_sandbox
from scheduler.beat import MediaPlanScheduler

log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
"""How long a stop waits for calls in flight; what is still open then is settled by its lease at the next start."""
WEB_THREADS = 8
HOSTNAME = "embedded@localhost"


class PortTaken(Exception):
    """Another program listens on the port already."""


class HomeInUse(Exception):
    """Another Mediareja works in this home folder."""


def lock_home(home: Path) -> IO[str]:
    """Keep the returned file open as long as the process works in ``home``. Raises HomeInUse."""
    file = (home / "running.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise HomeInUse from None
    file.write(str(os.getpid()))
    file.flush()
    return file


def open_sandbox() -> RunningSandbox:
    """Start the stand-ins of the platforms. Raises PortTaken."""
    try:
        return start_sandbox(
            "127.0.0.1", settings.SANDBOX_PORT, settings.HOME / "sandbox", mail_port=settings.SANDBOX_MAIL_PORT
        )
    except OSError:
        raise PortTaken(settings.SANDBOX_PORT) from None


@dataclass
class Embedded:
    """The running parts; ``stop`` ends them in the order that loses nothing."""

    web: Any
    web_sockets: dict[int, Any]
    web_thread: threading.Thread
    worker: WorkController
    worker_thread: threading.Thread
    beat: Any
    bot_thread: threading.Thread
    bot_stopping: Stopping

    def stop(self) -> bool:
        """Stop beat, let calls in flight finish, close the web server. False when something had to be left open."""
        end = time.monotonic() + STOP_SECONDS
        self.beat.service._is_shutdown.set()
        self.bot_stopping.set()
        bell.set()
        stopper = threading.Thread(target=self.worker.stop, daemon=True)
        stopper.start()
        self.web.task_dispatcher.shutdown()
        self._close_sockets()
        clean = True
        for thread in (stopper, self.worker_thread, self.beat, self.web_thread, self.bot_thread):
            thread.join(max(0.1, end - time.monotonic()))
            clean = clean and not thread.is_alive()
        return clean

    def _close_sockets(self) -> None:
        """Have the web thread close its sockets, connections that clients keep alive too: it would wait for those."""
        wake = next(part for part in self.web_sockets.values() if isinstance(part, trigger))
        wake.pull_trigger(lambda: wasyncore.close_all(self.web_sockets, ignore_all=True))


def start(application: Any) -> Embedded:
    """Start web server, worker, beat and the bot. Raises PortTaken before anything else has started."""
    sockets: dict[int, Any] = {}
    try:
        web = create_server(
            application, map=sockets, host=settings.HOST, port=settings.PORT, threads=WEB_THREADS, ident=None
        )
    except OSError:
        raise PortTaken(settings.PORT) from None
    # without this the threads pool takes tasks and drops them without a word
    setup_worker_optimizations(app, HOSTNAME)
    worker = WorkController(
        app=app,
        pool_cls="threads",
        concurrency=settings.WORKER_CONCURRENCY,
        hostname=HOSTNAME,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker_thread = threading.Thread(target=worker.start, name="worker", daemon=True)
    beat = EmbeddedService(app, thread=True, scheduler_cls=MediaPlanScheduler)
    web_thread = threading.Thread(target=web.run, name="web", daemon=True)
    web_thread.start()
    worker_thread.start()
    beat.start()
    bot_thread, bot_stopping = start_thread()
    return Embedded(web, sockets, web_thread, worker, worker_thread, beat, bot_thread, bot_stopping)


def wait_for_stop(announce: Callable[[], None]) -> None:
    """Return on Ctrl-C or SIGTERM; a second Ctrl-C ends the process at once."""
    stop = threading.Event()

    def on_signal(number: int, frame: object) -> None:
        if stop.is_set():
            os._exit(130)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    announce()
    stop.wait()


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, port))
        except OSError:
            return False
    return True
