"""Whether a secret shows: in any log line at the finest level, or in any row that people or programs read."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models

from desk.models import StoredEmail
from publishers.models import Attempt, ChannelAccount, Delivery, StateChange

_ROWS: tuple[type[models.Model], ...] = (Attempt, StateChange, Delivery, ChannelAccount, StoredEmail)


class Watch(logging.Handler):
    """Reads every log line with its traceback; ``leaks`` are those that hold a secret."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(logging.DEBUG)
        self.shape = re.compile("|".join(re.escape(form) for form in sorted(forms_of(secrets))) or r"(?!)")
        self.lines = 0
        self.leaks: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.lines += 1
        if self.shape.search(line):
            self.leaks.append(line)

    @contextmanager
    def over_all_logs(self) -> Iterator[None]:
        """Alone on the root logger, which lets everything through."""
        root = logging.getLogger()
        handlers, level = root.handlers, root.level
        root.handlers = [self]
        root.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            root.handlers = handlers
            root.setLevel(level)

    def look_at_rows(self) -> int:
        """Search the texts of all rows; how many rows were read."""
        count = 0
        for model in _ROWS:
            names = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField | models.JSONField)
            ]
            for row in model._default_manager.values("pk", *names).iterator():
                count += 1
                self.leaks += [
                    f"{model.__name__} {row['pk']} {name}" for name in names if self.shape.search(str(row[name]))
                ]
        return count


def forms_of(secrets: Iterable[str]) -> set[str]:
    """Each secret whole, what stands behind its name, and as it goes over the line when signing in."""
    forms = set()
    for secret in filter(None, secrets):
        name, colon, password = secret.partition(":")
        forms |= {secret, b64encode(secret.encode()).decode()}
        if colon:
            forms |= {password, b64encode(password.encode()).decode()}
            forms.add(b64encode(f"\0{name}\0{password}".encode()).decode())
        if secret.startswith("whsec_"):
            forms.add(secret.removeprefix("whsec_"))
    return forms
