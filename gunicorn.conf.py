"""Gunicorn reads this by itself: its own lines go the way of all others, as text or JSON, and redacted."""

from config.settings import LOGGING

_passed_on = {"level": "INFO", "handlers": [], "propagate": True}
logconfig_dict = {
    **LOGGING,
    "loggers": {**LOGGING["loggers"], "gunicorn.error": _passed_on, "gunicorn.access": _passed_on},
}
