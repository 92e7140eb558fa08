"""What monitors, health checks and technicians ask first: `/healthz` is the whole house, `/readyz` this web process.

Both answer JSON in the same words: each part with ``ok``, and ``status`` over all.
"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from config import broker
from desk.command import missing_migrations
from publishers.queries import oldest_waiting
from scheduler.queries import bot_beat, last_beats

Report = dict[str, object]

_up_to_date: set[str] = set()
"""Names of databases that had every migration of this process's code: that cannot be lost again."""


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and beat and worker were heard of lately, else 503."""
    now = timezone.now()
    parts: Report = {}
    more: Report = {}
    try:
        parts["database"] = _database()
        parts |= last_beats(now)
        parts["bot"] = bot_beat(now)
        more["oldest_waiting_delivery"] = oldest_waiting(now)
    except DatabaseError as error:
        parts["database"] = _away(error)
    return _answer(parts, of=("database", "beat", "worker"), **more)


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when this process can serve: database reachable, migrations applied, broker reachable; else 503."""
    parts: Report = {}
    try:
        parts["database"] = _database()
        parts["migrations"] = _migrations()
    except DatabaseError as error:
        parts["database"] = _away(error)
    try:
        broker.ping()
        parts["broker"] = {"ok": True}
    except broker.BrokerAway as away:
        parts["broker"] = {"ok": False, "error": str(away)}
    return _answer(parts, of=("database", "migrations", "broker"))


def _database() -> Report:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True, "vendor": connection.vendor}


def _away(error: Exception) -> Report:
    """The class alone: its words may hold an address with a password."""
    return {"ok": False, "error": type(error).__name__}


def _migrations() -> Report:
    name = str(connection.settings_dict["NAME"])
    if name not in _up_to_date:
        missing = missing_migrations()
        if missing:
            return {"ok": False, "missing": len(missing)}
        _up_to_date.add(name)
    return {"ok": True, "missing": 0}


def _answer(parts: Report, *, of: tuple[str, ...], **more: object) -> JsonResponse:
    """``of``: the parts without which the report is not whole."""
    healthy = all(isinstance(part := parts.get(name), dict) and part["ok"] for name in of)
    report = {
        "status": "ok" if healthy else "failing",
        "time": timezone.now().isoformat(timespec="seconds"),
        **parts,
        **more,
    }
    return JsonResponse(report, status=200 if healthy else 503, headers={"Cache-Control": "no-store"})
