"""Which tests must run one after the other on the same worker of pytest-xdist: those that share a server or the ports.

pytest-xdist 3.8 reads the mark ``xdist_group`` from an attribute that pytest 9.2 no longer looks at, so folders say it.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

GROUPS = {
    "tests/races/": "servers",
    "tests/production/": "servers",
    "tests/fire/": "fire",
    "tests/keeping/test_move.py": "move",
    "tests/keeping/test_restore.py": "restore",
    "tests/rehearsal/test_postgres.py": "servers",
    "tests/processes/": "processes",
    "tests/browser/": "browser",
    "tests/desk/commands/test_processes.py": "commands",
}


class GroupedScheduling(LoadScopeScheduling):
    """The tests of a group go to one worker as a whole, the large groups first; every other test for itself."""

    def __init__(self, config: Any, log: Any = None) -> None:
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return next((group for folder, group in GROUPS.items() if nodeid.startswith(folder)), nodeid)
