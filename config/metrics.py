"""`/metrics`: what Prometheus reads. Every figure comes from the database at that moment, so that each web process, and
a process that has just started, tells the same. docs/operations/seeing.md says what to make of them.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator
from ipaddress import ip_address
from time import perf_counter

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from config.metric_families import all_families

log = logging.getLogger(__name__)

_PASSED_ON = tuple(
    f"HTTP_{name}"
    for name in ("FORWARDED", "VIA", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_REAL_IP")
)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text. 404 for strangers, 403 for a wrong token, 503 when the database is away."""
    refused = _refused(request)
    if refused is not None:
        return refused
    registry = CollectorRegistry(auto_describe=False)
    try:
        registry.register(_FromDatabase())
        text = generate_latest(registry)
    except DatabaseError as error:
        log.warning("metrics.database_away %s", type(error).__name__)
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(text, content_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Where METRICS_TOKEN is set, it alone opens the door; without it only this machine gets in."""
    if not settings.METRICS_TOKEN:
        if _from_this_machine(request):
            return None
        raise Http404
    word, _space, token = request.headers.get("Authorization", "").partition(" ")
    given = token.strip() if word.lower() == "bearer" else ""
    if hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return None
    return HttpResponse("a token is needed\n", status=403, content_type="text/plain; charset=utf-8")


def _from_this_machine(request: HttpRequest) -> bool:
    """A proxy on this machine makes the whole world come from here: what was passed on does not count."""
    if settings.BEHIND_TLS_PROXY or any(request.META.get(name) for name in _PASSED_ON):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


class _FromDatabase(Collector):
    def describe(self) -> list[Metric]:
        """Nothing beforehand: registering must not ask the database a first time."""
        return []

    def collect(self) -> Iterator[Metric]:
        began = perf_counter()
        yield from all_families(timezone.now(), per_channel=settings.METRICS_PER_CHANNEL)
        yield GaugeMetricFamily(
            "mediareja_scrape_seconds", "How long it took to ask the database.", value=perf_counter() - began
        )
