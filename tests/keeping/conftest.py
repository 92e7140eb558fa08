from __future__ import annotations

from tests.processes.conftest import held_platforms, migrated_home

__all__ = ["held_platforms", "migrated_home"]
