"""Takes what log lines are about from beat through the broker to the worker, in a header of each Celery message.

Also keeps Celery from setting up logging by itself: LOG_LEVEL, LOG_FORMAT and redaction hold in all processes.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from celery import current_app, signals

from publishers.log_context import Value, bound, current

log = logging.getLogger(__name__)

HEADER = "log_context"
_OF_THE_TASK = ("task", "task_name")
_open: ContextVar[tuple[AbstractContextManager[None], ...]] = ContextVar("open_tasks", default=())


@signals.setup_logging.connect
def leave_logging_alone(**_kwargs: Any) -> None:
    """A receiver is all Celery asks for; Django has set logging up."""


@signals.before_task_publish.connect
def pack(sender: str, headers: dict[str, Any], body: Any, **_kwargs: Any) -> None:
    """Give the message what is bound where it is sent, and which row it is about."""
    carried = {name: value for name, value in current().items() if name not in _OF_THE_TASK}
    about = _subject(sender, body[0])
    headers[HEADER] = {**carried, **about}
    if about:  # what only keeps the house would be a line a minute for nothing
        with bound(**headers[HEADER], task=headers["id"], task_name=sender):
            log.info("task.sent %s %s", sender, " ".join(f"{name}={value}" for name, value in about.items()))


@signals.task_prerun.connect
def unpack(task_id: str, task: Any, **_kwargs: Any) -> None:
    carried: Mapping[str, Value] = getattr(task.request, HEADER, None) or {}
    work = bound(**{**carried, "task": task_id, "task_name": task.name})
    work.__enter__()
    _open.set((*_open.get(), work))


@signals.task_postrun.connect
def put_away(**_kwargs: Any) -> None:
    *outer, work = _open.get()
    _open.set(tuple(outer))
    work.__exit__(None, None, None)


def _subject(task_name: str, arguments: Any) -> dict[str, Value]:
    """A task whose first argument is ``delivery_id`` is about a delivery; {} for one that is about no row."""
    name = _first_parameter(task_name)
    return {name.removesuffix("_id"): arguments[0]} if name.endswith("_id") and arguments else {}


@lru_cache(maxsize=100)
def _first_parameter(task_name: str) -> str:
    task = current_app.tasks.get(task_name)
    return next(iter(inspect.signature(task.run).parameters), "") if task else ""
