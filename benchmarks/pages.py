"""The long lists of the staff's screens on a house that has worked for years: time in the server and statements.

``python -m benchmarks.pages ATTEMPTS PLANS`` fills the database of the environment and prints one line of JSON: of
each page median milliseconds and statements; and the planning of one more plan.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from time import perf_counter
from typing import Any

if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "testserver"}
    import django

    django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.filling import look_over, multiply
from benchmarks.long_log import add_log, add_plans
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.planning import activate_plan

ROUNDS = 5
ITEMS = 12


def pages() -> dict[str, str]:
    log, occurrences = reverse("publish_log:index"), reverse("occurrence:index")
    return {
        "log": log,
        "log, published only": f"{log}?state=published",
        "log, rejected only": f"{log}?state=rejected",
        "log, one title": f"{log}?q=Xabar+77",
        "calendar": occurrences,
        "calendar, with a problem": f"{occurrences}?problem=true",
        "plan list": reverse("mediaplan:index"),
        "one plan": reverse(
            "mediaplan:inspect", args=[MediaPlan.objects.order_by("-pk").values_list("pk", flat=True)[0]]
        ),
        "first page": reverse("wagtailadmin_home"),
    }


def measured(client: Client, address: str) -> dict[str, float]:
    client.get(address)
    took = []
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as statements:
            began = perf_counter()
            answer = client.get(address)
            took.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return {"ms": statistics.median(took), "statements": len(statements)}


def planning() -> dict[str, float]:
    """Milliseconds of activating a plan of twelve monthly items, and of only inserting as many rows."""
    some = MediaPlan.objects.order_by("pk")[0]
    now, took, bare = timezone.now(), [], []
    for number in range(ROUNDS):
        plan = MediaPlan.objects.create(organization=some.organization, title=f"Yangi reja {number}", year=now.year + 1)
        item = PlanItem.objects.create(plan=plan, position=1, title="Band", kind="monthly", rrule="FREQ=MONTHLY")
        multiply(item, ITEMS - 1, position="2 + n.i")
        began = perf_counter()
        report = activate_plan(plan, continuous="none", now=now)
        took.append((perf_counter() - began) * 1000)
        assert report.created == ITEMS * 12, report
        bare.append(_inserting(list(Occurrence.objects.filter(item__plan=plan))))
    return {"ms": statistics.median(took), "bare_ms": statistics.median(bare)}


def _inserting(rows: list[Occurrence]) -> float:
    for number, row in enumerate(rows):
        row.pk, row.period_key = None, f"again {number}"
    began = perf_counter()
    Occurrence.objects.bulk_create(rows)
    return (perf_counter() - began) * 1000


def main(attempts: int, plans: int) -> dict[str, Any]:
    """In a migrated database."""
    add_log(attempts)
    add_plans(plans)
    look_over()
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    found: dict[str, Any] = {name: measured(client, address) for name, address in pages().items()}
    return {"pages": found, "planning": planning()}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
