"""python -m tests.fire [--seed N] [--minutes 10] [--posts 290] [--channels 32] [--kinds telegram,facebook] [--keep]"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from tests.fire.fire import KINDS, Fire
from tests.fire.report import as_json, as_table


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no process of ours stays
    folder = Path(tempfile.mkdtemp(prefix="mediareja-fire-run-"))
    fire = Fire(
        options.seed, posts=options.posts, channels=options.channels, seconds=options.minutes * 60,
        every=options.every, strikes_every=options.strikes_every, kinds=options.kinds,
    )  # fmt: skip
    try:
        told = fire.burn(folder, lambda words: print(words, flush=True), options.template)
    finally:
        print(f"seed {options.seed}")
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(as_table(told))
    print(as_json(told))
    return 1 if told.problems else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fire", description=__doc__)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--minutes", type=float, default=10.0, help="over which the posts are due and things burn")
    parser.add_argument("--posts", type=int, default=600, help="to each kind of channel")
    parser.add_argument("--channels", type=int, default=32, help="of each kind")
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two mishaps, on the average")
    parser.add_argument("--strikes-every", type=float, default=1.0, help="seconds between two bad answers of platforms")
    parser.add_argument("--kinds", type=lambda text: tuple(text.split(",")), default=KINDS)
    parser.add_argument("--template", default="", help="address of a PostgreSQL database that has our tables already")
    parser.add_argument("--keep", action="store_true", help="keep the folder with what the processes said")
    options = parser.parse_args()
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(10**6)
    return options


if __name__ == "__main__":
    sys.exit(main())
