"""Log lines as JSON, one object a line: ``LOG_FORMAT=json``.

Redaction stands before it: the filter of each handler has masked message, traceback and stack when they come here.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from publishers import log_context


class JsonFormatter(logging.Formatter):
    """time (ISO 8601 with zone), level, logger, message, what the work is about, and exception and stack if any."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **log_context.current(),
        }
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            line["exception"] = record.exc_text
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False, default=str)
