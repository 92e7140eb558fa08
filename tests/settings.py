"""The settings of the product, in a home folder of the test run, with cheap passwords and no waiting in the editor."""

import os
import tempfile
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["MEDIAREJA_HOME"] = str(
    Path(tempfile.gettempdir())
    / f"mediareja-tests-{os.getuid()}"
    / os.environ.get("PYTEST_XDIST_TESTRUNUID", f"run-{os.getpid()}")
    / _worker
)
os.environ.setdefault("LANG", "C")

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WAGTAIL_AUTOSAVE_INTERVAL = 0
VISITS_EVERY = timedelta(0)  # noqa: F405 - a thread of its own would meet the tests' transactions
