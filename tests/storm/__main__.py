"""python -m tests.storm --seed N --posts 1000 [--kinds telegram,facebook] [--chance 0.3] [--days 7] [--json]"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path


def main() -> int:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment

    from tests.storm.ground import hosted
    from tests.storm.report import as_json, as_table
    from tests.storm.storm import Storm

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    print(f"seed {options.seed}", flush=True)
    try:
        with tempfile.TemporaryDirectory() as folder, hosted(Path(folder)) as url:
            settings.SITE_URL, settings.MEDIA_ROOT = url, Path(folder) / "media"
            told = Storm(options.seed, options.posts, options.kinds, options.chance, options.days).blow()
    finally:
        runner.teardown_databases(databases)
    print(as_json(told) if options.json else as_table(told))
    print(f"seed {options.seed}")
    return 1 if told.problems else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--posts", type=int, default=1000, help="to each kind of channel")
    parser.add_argument("--kinds", type=lambda text: tuple(text.split(",")), default=None)
    parser.add_argument("--chance", type=float, default=0.3, help="of a fault before each call")
    parser.add_argument("--days", type=float, default=7.0, help="over which the posts are due")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(10**6)
    return options


if __name__ == "__main__":
    sys.exit(main())
