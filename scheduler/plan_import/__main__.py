"""Reads one plan file within limits and writes its rows as JSON: python -m scheduler.plan_import FILE."""

from __future__ import annotations

import json
import sys
import traceback
import warnings
from pathlib import Path

from scheduler.plan_import.confinement import set_limits
from scheduler.plan_import.document_json import document_to_json
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.limits import MEMORY_BYTES
from scheduler.plan_import.readers.opening import open_document


def answer(path: Path) -> dict[str, object]:
    """Return the document, or why there is none. A parser's own failure is the file's fault, and says where it was."""
    try:
        return {"document": document_to_json(open_document(path))}
    except NotAPlan as refusal:
        return {"refusal": refusal.code, "params": refusal.params}
    except MemoryError:
        return {"refusal": "too_big", "params": {"limit_bytes": MEMORY_BYTES}}
    except Exception as error:  # every parser has its own for a damaged file
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        return {"refusal": "unreadable", "params": {}, "where": where}


def main() -> None:
    """Read the file that the command line names."""
    warnings.simplefilter("ignore")
    set_limits()
    json.dump(answer(Path(sys.argv[1])), sys.stdout, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
