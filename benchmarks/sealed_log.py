"""Sealing and verifying a long log: ``python -m benchmarks.sealed_log ATTEMPTS``.

Fills the database of the environment and prints one line of JSON: seconds of each, of a run that finds nothing to do,
and of reading the same rows plainly.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from time import perf_counter

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()

from django.core.management import call_command
from django.utils import timezone

from benchmarks.filling import look_over
from benchmarks.long_log import add_log
from publishers.models import Attempt
from reports.chain.rows import KIND, SOURCES, final_rows
from reports.chain.sealing import seal_log
from reports.chain.verifying import verify


def main(attempts: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    add_log(attempts)
    look_over()
    now = timezone.now()
    told = {"read": _seconds(_read), "seal": _seconds(lambda: seal_log(now))}
    told["idle"] = _seconds(lambda: seal_log(now + timedelta(minutes=1)))
    verdict = []
    told["verify"] = _seconds(lambda: verdict.append(verify()))
    told |= {"rows": final_rows(KIND.ATTEMPT).count(), "sound": verdict[0].broken is None, "seals": verdict[0].seals}
    sys.stdout.write(json.dumps(told) + "\n")


def _read() -> None:
    """The same columns of the same rows, as plain values."""
    for _row in Attempt.objects.order_by("pk").values("pk", *SOURCES[KIND.ATTEMPT].fields.values()).iterator(1_000):
        pass


def _seconds(action: object) -> float:
    began = perf_counter()
    action()  # type: ignore[operator]
    return perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]))
