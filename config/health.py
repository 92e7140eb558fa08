"""`/healthz`: what a monitor, a health check and a technician ask first."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from publishers.queries import oldest_waiting
from scheduler.queries import last_beats


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and beat and worker were heard of lately, else 503; always JSON."""
    now = timezone.now()
    report: dict[str, object] = {"status": "ok", "time": now.isoformat(timespec="seconds")}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        report["database"] = {"ok": True, "vendor": connection.vendor}
        for name, beat in last_beats(now).items():
            report[name] = beat
        report["oldest_waiting_delivery"] = oldest_waiting(now)
    except DatabaseError as error:
        report["database"] = {"ok": False, "error": type(error).__name__}
    parts = [part for part in report.values() if isinstance(part, dict) and "ok" in part]
    healthy = len(parts) >= 3 and all(part["ok"] for part in parts)
    report["status"] = "ok" if healthy else "failing"
    return JsonResponse(report, status=200 if healthy else 503)
