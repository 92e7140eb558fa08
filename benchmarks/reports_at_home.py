"""The execution report in each format, on a plan with many duties: ``python -m benchmarks.reports_at_home POSTS``.

Fills the database of the environment and prints one line of JSON: how many duties and links the report has, and of each
format seconds, those of the processor, and bytes, beside reading the same rows plainly.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from time import perf_counter, process_time
from typing import Any

if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()

from django.core.management import call_command
from django.utils import timezone

from benchmarks.filling import look_over
from benchmarks.press_office import add_posts, add_weekly_plan
from publishers.models import Attempt, Delivery
from reports.execution.making import FORMATS, make_report
from reports.ledger.reading import read_ledger
from scheduler.models import MediaPlan, Occurrence

LANGUAGE = "uz-cyrl"
"""The one with the most to do: every word of the plan is turned."""


def read_plainly(plan: MediaPlan) -> int:
    """The rows a report is made of, as they come."""
    posts = Occurrence.objects.filter(item__plan=plan).values("post_id")
    rows = (
        Occurrence.objects.filter(item__plan=plan).values_list("pk", "item__title", "slot", "state", "post_id"),
        Occurrence.channels.through.objects.filter(occurrence__item__plan=plan).values_list("occurrence_id", "channel"),
        Delivery.objects.filter(post__in=posts).values_list("pk", "state", "link", "rendition__title", "finished_at"),
        Attempt.objects.filter(delivery__post__in=posts).values_list("delivery_id", "finished_at", "outcome"),
    )
    return sum(len(list(part)) for part in rows)


def main(posts: int) -> dict[str, Any]:
    """In a migrated database."""
    add_posts(posts)
    add_weekly_plan()
    look_over()
    plan, now = MediaPlan.objects.select_related("organization").get(), timezone.now()
    first, last = date(now.year, 1, 1), date(now.year, 12, 31)
    ledger = read_ledger(plan, first, last, now=now)
    told: dict[str, Any] = {
        "duties": len(ledger.entries),
        "links": sum(bool(entry.link) for entry in ledger.entries),
        "plain": _measured(lambda: read_plainly(plan))[0],
        "formats": {},
    }
    for form in FORMATS:
        seconds, processor, written = _measured(
            lambda form=form: make_report(plan, first, last, format=form, language=LANGUAGE, now=now)
        )
        told["formats"][form] = {"seconds": seconds, "processor": processor, "bytes": len(written)}
    return told


def _measured(action: Any) -> tuple[float, float, Any]:
    """Seconds, of them those of the processor, and the answer."""
    began, used = perf_counter(), process_time()
    answer = action()
    return perf_counter() - began, process_time() - used, answer


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(main(int(sys.argv[1]))))
