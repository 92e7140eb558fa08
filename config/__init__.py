"""Composition root: settings, Celery, addresses, logging. It imports the house; nothing in the house imports it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
