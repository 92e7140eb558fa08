"""Broker, beat, workers, and whether the work gets done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from config import broker
from config.doctor.findings import Finding, error, ok, warning
from publishers.figures import outbox_figures
from scheduler.queries import last_beats

STUCK = timedelta(minutes=1)
"""What beat could claim does not lie about so long."""


def check_broker() -> Iterator[Finding]:
    name = "broker"
    if _is_one_process():
        yield ok(name, _("The broker is inside the one process: there is nothing to reach."))
        return
    try:
        broker.ping()
    except broker.BrokerAway as away:
        yield error(
            name,
            _("The broker does not answer: %(error)s. Posts wait until it does.") % {"error": away},
            _("See whether the Redis of REDIS_URL runs and can be reached from here."),
        )
        return
    try:
        took = broker.round_trip()
    except broker.BrokerAway as away:
        yield error(
            name,
            _("The broker answers, but a message does not come back: %(error)s.") % {"error": away},
            _("See in Redis whether memory is used up or writing is forbidden."),
        )
        return
    yield ok(name, _("The broker took a message there and back within %(ms)s ms.") % {"ms": f"{took * 1000:.0f}"})


def check_signs_of_life(now: datetime) -> Iterator[Finding]:
    names = {"beat": _("Beat"), "worker": _("A worker")}
    starts = {
        "beat": _("Start it (celery -A config beat), or read its log."),
        "worker": _("Start one (celery -A config worker), or read its log. It is told of the work through the broker."),
    }
    if _is_one_process():
        starts = dict.fromkeys(starts, _("Start Mediareja (python manage.py run), or read what it says."))
    for part, beat in last_beats(now).items():
        words = {"part": names[part], "seconds": beat["seen_seconds_ago"]}
        if beat["ok"]:
            yield ok(part, _("%(part)s was heard of %(seconds)s s ago.") % words)
        elif beat["seen_seconds_ago"] is None:
            yield error(part, _("%(part)s was never heard of: nothing goes out.") % words, starts[part])
        else:
            yield error(
                part, _("%(part)s was last heard of %(seconds)s s ago: nothing goes out.") % words, starts[part]
            )


def check_backlog(now: datetime) -> Iterator[Finding]:
    outbox = outbox_figures(now)
    if outbox.due_for > STUCK.total_seconds():
        yield warning(
            "outbox.due",
            _("Posts that could go out at once: %(count)s, the oldest for %(seconds)s s.")
            % {"count": outbox.due, "seconds": f"{outbox.due_for:.0f}"},
            _("When beat and workers live, it is too much for them: raise WORKER_CONCURRENCY or start another worker."),
        )
    else:
        yield ok("outbox.due", _("Nothing that could go out is left lying."))
    undecided = sum(outbox.need_person.values())
    if undecided:
        yield warning(
            "outbox.need_person",
            _("Posts that wait for a person: %(count)s.") % {"count": undecided},
            _("Open the publish log and decide; each says what happened."),
        )
    else:
        yield ok("outbox.need_person", _("No post waits for a person."))


def _is_one_process() -> bool:
    """The embedded default: its broker is reached by nobody else."""
    return str(settings.CELERY_BROKER_URL).startswith("wake:")
