"""The baseline: a Celery application that makes the same call and writes nothing down. Apprise in the same place."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from celery import Celery

from benchmarks.unpaced import call_bare

app = Celery("bare", broker=os.environ["REDIS_URL"])
app.conf.update(
    task_ignore_result=True,
    task_default_queue="bare",
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
)


@app.task(name="bare.call")
def call(address: str, text: str, key: str) -> None:
    call_bare(address, text, key)


@app.task(name="bare.notify")
def notify(address: str, title: str, text: str) -> None:
    if not _place(address).notify(title=title, body=text):
        raise RuntimeError("apprise says no")


@lru_cache(maxsize=1000)
def _place(address: str) -> Any:
    """Apprise's own object for one receiver, kept as a program that uses it would."""
    import apprise

    place = apprise.Apprise()
    place.add(address.replace("http://", "json://"))
    return place
