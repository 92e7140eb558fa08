"""Settings of a house without us: django-celery-beat alone, on the database and the broker of the benchmark."""

import os

import environ

SECRET_KEY = "bench"
DATABASES = {"default": environ.Env.db_url_config(os.environ["DATABASE_URL"])}
INSTALLED_APPS = ["django_celery_beat"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
