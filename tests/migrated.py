"""A migrated SQLite database, made once for a whole run of the tests however many workers share it, and copied from
there: migrating takes longer than most folders of tests."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with an empty database that is up to date, to be copied and never written to."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home = folder / "migrated"
    with open(folder / "migrated.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _migrate(tmp_path_factory.mktemp("migrating")).rename(home)
    return home


def _migrate(home: Path) -> Path:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "TEST_DATABASE"}}
    environment |= {"MEDIAREJA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings", "LANG": "C"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True, timeout=600)
    return home


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """pytest-django's own, but an SQLite database begins as a copy, so that no migration is left to be run."""
    kept = django_db_keepdb and not django_db_createdb
    copied = connection.vendor == "sqlite" and not kept
    if copied:
        home: Path = request.getfixturevalue("migrated_home")
        shutil.copyfile(home / "mediareja.sqlite3", connection.settings_dict["TEST"]["NAME"])
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False, keepdb=kept or copied)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(databases, verbosity=0)
