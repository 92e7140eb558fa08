"""What happens between two statements of ours: another process acts, or the database fails.

It happens at the connection, so our own code runs as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def after(words: str, deed: Callable[[], Any]) -> Iterator[list[str]]:
    """Do ``deed`` once, right after the first statement that holds ``words``. Yields every statement that held them."""
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        done = execute(sql, *args)
        if words in sql:
            seen.append(sql)
            if len(seen) == 1:
                deed()
        return done

    with connection.execute_wrapper(watch):
        yield seen
    assert seen, f"no statement held {words}"


@contextmanager
def silent(error: BaseException) -> Iterator[None]:
    """Every statement fails, as when the server has gone; it need not be asked at all."""

    def refuse(*_statement: Any) -> Any:
        raise error

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def failing(words: str, error: BaseException, *, first: int = 1, times: int = 1 << 30) -> Iterator[None]:
    """Let statements that hold ``words`` fail with ``error``: so many, from the ``first``-th such on."""
    seen = 0

    def refuse(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        nonlocal seen
        seen += words in sql
        if words in sql and first <= seen < first + times:
            raise error
        return execute(sql, *args)

    try:
        with connection.execute_wrapper(refuse):
            yield
    finally:
        assert seen >= first, f"{seen} statements held {words}"
