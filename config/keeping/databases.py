"""Other databases than the one in use, reached beside it: by address, for reading at one instant, for rebuilding."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from environ import Env

CONTENT = ("auth_user", "content_organization", "content_post", "publishers_delivery", "scheduler_mediaplan")
"""Tables in which only people's work puts rows: all of them empty, nothing can be lost."""


class Refused(Exception):
    """It cannot be done as things are; nothing was changed. The text is a reason code of the command's."""


class ProgramFailed(Exception):
    """A program of ours that works on another database ended badly; the text is its last line."""


@contextmanager
def reached(alias: str, config: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """A connection under a name of its own; ``config`` replaces the settings' where it says something."""
    connections.settings[alias] = {**copy.deepcopy(connections.settings["default"]), **config}
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def config_of(url: str) -> dict[str, Any]:
    """What a database's address says. Raises Refused for one that cannot be read, or of a kind we do not work on."""
    try:
        config = dict(Env.db_url_config(url))
    except Exception:  # whatever is wrong with it, the text may hold a password
        raise Refused("address_wrong") from None
    if config.get("ENGINE") not in ("django.db.backends.postgresql", "django.db.backends.sqlite3"):
        raise Refused("address_wrong")
    return {"OPTIONS": {}, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", **config, "CONN_MAX_AGE": 0}


@contextmanager
def snapshot(*, block_writers: bool = False) -> Iterator[BaseDatabaseWrapper]:
    """The database in use as it is now, whatever is written meanwhile; ``block_writers`` keeps those of SQLite out."""
    if connections["default"].vendor == "sqlite":
        mode = "IMMEDIATE" if block_writers else "DEFERRED"
        options = {"transaction_mode": mode, "timeout": 20}
        config = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options}
    else:
        from psycopg import IsolationLevel

        options = {**connections.settings["default"]["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ}
        config = {"OPTIONS": options, "CONN_MAX_AGE": 0}
    with reached("snapshot", config) as connection, transaction.atomic(using="snapshot"):
        with connection.cursor() as cursor:
            # the first question is the instant from which on it stands still
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION READ ONLY")
                cursor.execute("SELECT 1")
            else:
                cursor.execute("SELECT COUNT(*) FROM sqlite_master")
        yield connection


def applied_migrations(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())


def has_content(connection: BaseDatabaseWrapper) -> bool:
    """Whether people have put anything in."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in CONTENT:
            if name in there:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    return True
    return False


def run_program(module: str, url: str, task: dict[str, Any]) -> dict[str, Any]:
    """Have ``python -m module`` do ``task`` on the database at ``url``, as if it were the one in use; its answer.

    A process of its own: migrations write to the database of the settings, whatever else is open. Raises ProgramFailed.
    """
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", module],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "MEDIAREJA_HOME": str(settings.HOME)},
        input=json.dumps(task),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ProgramFailed((done.stderr.strip().splitlines() or ["?"])[-1][:300])
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer
