"""Posts that were out before anything was followed get their follow-ups too, one after the other: not all at once."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

KINDS = ("capture", "check", "measure")
APART = timedelta(seconds=10)
"""Between two of a kind: platforms are asked no faster, and new posts do not wait behind old ones."""
BATCH = 1_000


def follow(apps, schema_editor):
    Delivery = apps.get_model("publishers", "Delivery")
    FollowUp = apps.get_model("reports", "FollowUp")
    alias = schema_editor.connection.alias
    now = timezone.now()
    followed = FollowUp.objects.using(alias).values("delivery_id")
    out = Delivery.objects.using(alias).filter(state="published").exclude(pk__in=followed)
    waiting = []
    # the newest first: of them there is most to see
    rows = out.order_by("-pk").values_list("pk", "finished_at", "due_at").iterator(BATCH)
    for number, (pk, finished_at, due_at) in enumerate(rows):
        due = now + number * APART
        waiting += [FollowUp(delivery_id=pk, kind=kind, since=finished_at or due_at, due_at=due) for kind in KINDS]
        if len(waiting) >= BATCH:
            FollowUp.objects.using(alias).bulk_create(waiting)
            waiting = []
    FollowUp.objects.using(alias).bulk_create(waiting)


class Migration(migrations.Migration):
    dependencies = [
        ("publishers", "0006_answers"),
        ("reports", "0002_captures_and_seals"),
    ]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop, elidable=True)]
