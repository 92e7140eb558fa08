"""Posts that were out before the upgrade are followed too, spread over time."""

from __future__ import annotations

import importlib
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection

from content.models import Channel
from publishers.models import Delivery
from reports.models import FollowUp
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage

MIGRATION: Any = importlib.import_module("reports.migrations.0003_follow_what_is_out")


def test_each_gets_its_three_rows_since_it_was_out_and_not_all_at_once(
    stage: Stage, website: Channel, carry: Carry, now: datetime
) -> None:
    # given two that were out before, one that is followed already, and one that is not out
    old = [stage.delivery(website, publish_at=now, title=f"Xabar {number}") for number in range(2)]
    followed = stage.delivery(website, publish_at=now, title="Kuzatilmoqda")
    carry(now)
    waiting = stage.delivery(website, publish_at=now + timedelta(days=1), title="Kutmoqda")
    FollowUp.objects.filter(delivery__in=old).delete()
    # when
    with connection.schema_editor() if not connection.in_atomic_block else _Editor() as editor:
        MIGRATION.follow(apps, editor)
    # then
    for delivery in Delivery.objects.filter(pk__in=[one.pk for one in old]):
        rows = FollowUp.objects.filter(delivery=delivery)
        assert sorted(rows.values_list("kind", flat=True)) == ["capture", "check", "measure"]
        assert {row.since for row in rows} == {delivery.finished_at}
    dues = sorted(set(FollowUp.objects.filter(delivery__in=old).values_list("due_at", flat=True)))
    assert dues[1] - dues[0] == MIGRATION.APART
    assert FollowUp.objects.filter(delivery=followed).count() == 3
    assert not FollowUp.objects.filter(delivery=waiting).exists()


class _Editor:
    """What the migration asks of a schema editor, inside the test's transaction."""

    connection = connection

    def __enter__(self) -> _Editor:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to end."""
