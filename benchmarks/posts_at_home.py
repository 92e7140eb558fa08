"""Fills the home folder of the embedded form: ``python -m benchmarks.posts_at_home COUNT PLATFORM INSTANT``."""

import os
import sys
from datetime import datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from benchmarks.posts_due import add_channels, add_posts_due

CHANNELS = 50

if __name__ == "__main__":
    count, platform, instant = int(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
    add_posts_due(add_channels("webhook", CHANNELS, platform), [instant] * (count // CHANNELS))
