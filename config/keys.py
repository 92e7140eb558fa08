"""Keys of the embedded default: made once, kept in the home folder, readable by its owner only."""

from __future__ import annotations

import base64
import contextlib
import os
from pathlib import Path


def read_or_make_key(path: Path) -> str:
    """The key in ``path``; made on first use: 32 random bytes, URL-safe base64 (the form Fernet wants)."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # two processes may start at once: only one creates the file, both read the same key
    with contextlib.suppress(FileExistsError):
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
        try:
            os.link(fresh, path)
        finally:
            fresh.unlink()
    return path.read_text().strip()
