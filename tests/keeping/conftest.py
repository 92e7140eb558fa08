from __future__ import annotations

from tests.processes.conftest import held_platforms

__all__ = ["held_platforms"]
