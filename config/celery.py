"""The Celery application. Its messages are hints only: which row to look at. The database holds the truth."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

from config import log_carrier  # noqa: F401 - connects itself to Celery's signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
TRANSPORT_ALIASES.setdefault("wake", "config.wake:Transport")

app = Celery("mediareja")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
