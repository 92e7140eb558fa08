"""Fills django-celery-beat: ``python -m benchmarks.stock_entries`` reads [instant, [argument, …]] from each line."""

import json
import os
import sys
from datetime import datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.stock_settings"

import django

django.setup()

from django.core.management import call_command
from django_celery_beat.models import ClockedSchedule, PeriodicTask


def main() -> None:
    call_command("migrate", verbosity=0)
    lines = [json.loads(line) for line in sys.stdin]
    clocked = ClockedSchedule.objects.bulk_create(
        ClockedSchedule(clocked_time=datetime.fromisoformat(instant)) for instant, _arguments in lines
    )
    PeriodicTask.objects.bulk_create(
        PeriodicTask(
            name=f"entry {number}",
            task="bare.call",
            clocked=clocked[number],
            args=json.dumps(arguments),
            one_off=True,
        )
        for number, (_instant, arguments) in enumerate(lines)
    )


if __name__ == "__main__":
    main()
