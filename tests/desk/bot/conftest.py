from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from content.models import Channel, Organization, Post
from content.services import submit
from sandbox.thread import RunningSandbox
from tests.desk.bot.chats import Telegram, connected
from tests.desk.people import draft


@pytest.fixture
def bot(platforms: RunningSandbox, settings: Any, db: None, caplog: pytest.LogCaptureFixture) -> Iterator[Telegram]:
    settings.SANDBOX_URL = platforms.url
    telegram = connected(platforms.url)
    yield telegram
    telegram.clear_faults()
    # the token of the bot, never in a log either
    assert not any(telegram.token in record.getMessage() for record in caplog.records)


@pytest.fixture
def submitted(organization: Organization, telegram: Channel, website: Channel, author: Any) -> Any:
    """Submits a post for the website and a Telegram channel; with more values of a draft."""

    def make(**changed: Any) -> Post:
        return submit(draft(organization, [telegram, website], user=author, **changed), user=author)

    return make
