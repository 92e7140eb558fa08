from collections.abc import Iterator

import pytest

from sandbox.thread import RunningSandbox, start_sandbox
from tests.publishers.adapters.wire import Wire
from tests.website.conftest import home, root

__all__ = ["home", "root"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[RunningSandbox]:
    running = start_sandbox(pacing=False)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def picture_host() -> Iterator[Wire]:
    server = Wire()
    yield server
    server.stop()
