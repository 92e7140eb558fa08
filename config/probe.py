"""Asks about one part: ``python -m config.probe worker --url http://web:8000``; exit status 0 when it is well.

``database``, ``worker``, ``beat`` and ``bot`` are read at /healthz, ``ready`` is all of /readyz.

For health checks of containers, whose image has no curl.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
from typing import Any

PARTS = ("database", "worker", "beat", "bot", "ready")
TIMEOUT = 8.0
"""Seconds."""


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when the part is well, 1 when it is not or web does not answer."""
    parser = argparse.ArgumentParser(prog="python -m config.probe", description="Asks web about one part.")
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--url", required=True, help="base address of web")
    options = parser.parse_args(arguments)
    try:
        report = ask(options.url, "readyz" if options.part == "ready" else "healthz")
    except (OSError, ValueError) as error:
        print(f"web does not answer: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        return 1
    part = {**report, "ok": report.get("status") == "ok"} if options.part == "ready" else report.get(options.part, {})
    print(json.dumps(part))  # noqa: T201
    return 0 if part.get("ok") is True else 1


def ask(url: str, page: str) -> dict[str, Any]:
    """The report, whatever its status. Raises OSError, ValueError when what answers is not web."""
    request = urllib.request.Request(f"{url}/{page}", headers={"Host": _known_host()})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            report = json.load(answer)
    except urllib.error.HTTPError as refusal:
        report = json.load(refusal)
    if not isinstance(report, dict):
        raise ValueError("not a health report")
    return report


def _known_host() -> str:
    """A name web answers to: inside the network it is asked by another one than its readers use."""
    from django.conf import settings

    return next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")


if __name__ == "__main__":
    sys.exit(main())
