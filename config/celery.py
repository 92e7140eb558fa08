"""The Celery application. Its messages are hints only: which row to look at. The database holds the truth."""

import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections
from kombu.transport import TRANSPORT_ALIASES

from config import log_carrier  # noqa: F401 - connects itself to Celery's signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
TRANSPORT_ALIASES["wake"] = "config.wake:Transport"
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "config.redis_broker:Transport"

app = Celery("mediareja")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def begin_with_a_sound_connection(**kwargs: Any) -> None:
    """What a request does in the web server: a connection that broke or grew old is not used for the next task."""
    if not kwargs["task"].request.is_eager:
        close_old_connections()
