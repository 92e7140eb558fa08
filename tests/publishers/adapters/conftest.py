from collections.abc import Iterator

import pytest

from tests.publishers.adapters.wire import Wire


@pytest.fixture
def wire() -> Iterator[Wire]:
    server = Wire()
    yield server
    server.stop()
