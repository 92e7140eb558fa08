"""A kind that comes with an adapter from elsewhere: from a dotted path in the settings to a post that is out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from content.formats import _ADDED
from content.models.places import channel_kinds
from publishers import registry
from publishers.accounts import add_channel
from publishers.examples import matrix
from tests.contract.matrix_stand import TOKEN, HomeServer
from tests.publishers.conftest import Carry, fresh
from tests.publishers.stage import Stage

LINES = 60


@pytest.fixture
def home() -> Iterator[HomeServer]:
    server = HomeServer()
    yield server
    server.stop()


@pytest.fixture
def with_matrix(settings: Any) -> Iterator[None]:
    settings.PUBLISHERS = [*settings.PUBLISHERS, "publishers.examples.matrix.MatrixRoomPublisher"]
    registry.publishers.cache_clear()
    registry.make_kinds_known()
    yield
    _ADDED.clear()
    registry.publishers.cache_clear()


def test_a_post_goes_out_through_an_adapter_from_elsewhere(
    stage: Stage, with_matrix: None, home: HomeServer, carry: Carry, now: datetime
) -> None:
    account = add_channel(
        stage.organization,
        kind="matrix",
        name="Xona",
        address="!xona:namunaobod",
        secret=TOKEN,
        options={"server": home.url},
    )
    delivery = stage.delivery(account.channel, publish_at=now)
    home.situation = "answer lost"

    carry(now)
    lost = fresh(delivery)
    carry(lost.ready_at)

    assert (lost.state, lost.reason_code) == ("pending", "answer_lost")
    assert (fresh(delivery).state, len(home.messages)) == ("published", 1)
    assert account.channel.get_kind_display() == "Matrix"


def test_without_its_adapter_the_kind_does_not_exist(stage: Stage) -> None:
    assert "matrix" not in dict(channel_kinds())
    with pytest.raises(ValidationError):
        add_channel(stage.organization, kind="matrix", name="Xona", address="!xona:namunaobod", secret=TOKEN)


def test_the_example_is_as_short_as_its_description_says() -> None:
    tree = ast.parse(Path(str(matrix.__file__)).read_text())
    imports = {line for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
               for line in range(node.lineno, node.end_lineno + 1)}  # fmt: skip
    lines = Path(str(matrix.__file__)).read_text().splitlines()
    docstring = tree.body[0].end_lineno or 0
    code = [
        line for number, line in enumerate(lines, 1) if number > docstring and number not in imports and line.strip()
    ]

    assert len(code) <= LINES
