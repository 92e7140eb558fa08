"""What axe-core finds on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}


def serious_faults(page: Page, *, only: tuple[str, ...] = ()) -> Iterator[str]:
    rules = {"runOnly": {"type": "rule", "values": list(only)}} if only else {}
    answer: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response
    for fault in answer["violations"]:
        if fault["impact"] in SERIOUS:
            yield f"{fault['id']} at {fault['nodes'][0]['target']}: {fault['nodes'][0]['html'][:120]}"
