"""The publishers' stage serves here too: posts that are really out, on the sandbox."""

from __future__ import annotations

import pytest

from content.models import Channel
from tests.publishers.conftest import carry, media_host, now, sandbox, stage, telegram  # noqa: F401
from tests.publishers.stage import Stage


@pytest.fixture
def website(stage: Stage) -> Channel:  # noqa: F811 - the fixture's own name
    return stage.channel("website")
