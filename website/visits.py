"""Counts visits of articles, without cookies and without knowing anybody.

A page only puts a mark into memory; every few seconds each process writes its marks in one transaction, so that readers
never wait for the database's one writer. A process that is killed loses the marks of these seconds.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import threading
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from website.models import ArticleDay, ArticlePage, VisitMark, VisitSalt
from website.readers import is_reader, mark_of

log = logging.getLogger(__name__)

CHUNK = 400
"""Marks in one question."""
MOST = 50_000
"""Marks kept in memory while the database does not answer; what comes then is not counted."""

Mark = tuple[int, str]
"""The article and the visitor's mark of it."""


def count_visit(request: HttpRequest, article: int) -> None:
    """Note that somebody reads the article, unless it is a robot, staff, or asks not to be counted. Raises nothing."""
    every = settings.VISITS_EVERY.total_seconds()
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not every or not is_reader(request.method or "", headers):
        return
    try:
        if request.user.is_authenticated:  # only staff sign in here
            return
        today = timezone.localdate()
        salt = _salts.of(today)
        mark = mark_of(salt, _address(request), headers.get("user-agent", ""), article)
        _waiting.add(today, (article, mark), every)
    except (DatabaseError, InterfaceError) as error:  # the page is what matters
        log.warning("visits.not_counted %s", type(error).__name__)


def write_down() -> None:
    """Write what this process noted. What could not be written is kept for the next time."""
    for day, marks in _waiting.take():
        try:
            _write(day, marks)
        except (DatabaseError, InterfaceError) as error:
            log.warning("visits.put_off %s", type(error).__name__)
            _waiting.give_back(day, marks)


def forget_visitors(today: date) -> None:
    """Days that are over: their salts and marks go, only the counts stay."""
    if connection.vendor == "sqlite":  # which else leaves the bytes in the file until it needs their place
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    with transaction.atomic():
        VisitMark.objects.filter(day__lt=today).delete()
        VisitSalt.objects.filter(day__lt=today).delete()


def visits_of(article: int) -> int:
    """All visits of the article so far."""
    return sum(ArticleDay.objects.filter(article_id=article).values_list("visits", flat=True))


def _address(request: HttpRequest) -> str:
    """As the proxy in front names it, where there is one: what readers write into that header it does not pass on."""
    named = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS_PROXY else ""
    return named.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


@transaction.atomic
def _write(day: date, marks: Iterable[Mark]) -> None:
    """Several processes come one after the other: whoever holds the salt's row counts. Late marks of a day whose salt
    is gone count nothing, as nobody can tell any more whether they are new."""
    if not VisitSalt.objects.select_for_update().filter(day=day).exists():
        return
    counts: Counter[int] = Counter()
    left = iter(marks)
    while chunk := {mark: article for article, mark in islice(left, CHUNK)}:
        known = set(VisitMark.objects.filter(mark__in=list(chunk)).values_list("mark", flat=True))
        new = {mark: article for mark, article in chunk.items() if mark not in known}
        VisitMark.objects.bulk_create(VisitMark(mark=mark, day=day) for mark in new)
        counts.update(new.values())
    _add(day, counts)


def _add(day: date, counts: Counter[int]) -> None:
    rows = {row.article_id: row for row in ArticleDay.objects.filter(day=day, article_id__in=list(counts))}
    for article, row in rows.items():
        row.visits += counts[article]
    there = ArticlePage.objects.filter(pk__in=set(counts) - set(rows)).values_list("pk", flat=True)
    ArticleDay.objects.bulk_update(rows.values(), ["visits"], batch_size=CHUNK)
    ArticleDay.objects.bulk_create(ArticleDay(article_id=pk, day=day, visits=counts[pk]) for pk in there)


class _Salts:
    """The salt of the day, which all processes share by the database and each asks for once."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._salt = b""

    def of(self, day: date) -> bytes:
        if self._day != day:
            made = {"salt": secrets.token_bytes(32)}
            row, _new = VisitSalt.objects.get_or_create(day=day, defaults=made)
            self._day, self._salt = day, bytes(row.salt)
        return self._salt

    def forget(self) -> None:
        self._day = None


class _Waiting:
    """Marks that are not written yet, and the thread that writes them; one a process, begun by its first reader."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marks: dict[date, set[Mark]] = {}
        self._written_by = 0

    def add(self, day: date, mark: Mark, every: float) -> None:
        with self._lock:
            if sum(map(len, self._marks.values())) < MOST:
                self._marks.setdefault(day, set()).add(mark)
            begins = self._written_by != os.getpid()  # a process made from this one has no thread
            self._written_by = os.getpid()
        if begins:
            threading.Thread(target=_keep_writing, args=(every,), name="visits", daemon=True).start()
            atexit.register(write_down)

    def take(self) -> list[tuple[date, set[Mark]]]:
        with self._lock:
            taken, self._marks = list(self._marks.items()), {}
        return taken

    def give_back(self, day: date, marks: set[Mark]) -> None:
        with self._lock:
            self._marks.setdefault(day, set()).update(marks)


def _keep_writing(every: float) -> None:
    while True:
        threading.Event().wait(every)
        close_old_connections()
        try:
            write_down()
        except Exception:  # the thread is the process's only one
            log.exception("visits.bug")


_salts = _Salts()
_waiting = _Waiting()
