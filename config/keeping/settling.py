"""Makes a database that was just rebuilt fit for work: ``python -m config.keeping.settling`` reads its task as JSON.

Newer tables where the backup is older, the search index, and the rule that nothing is sent twice after a restore.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import datetime

import django


def main() -> int:
    """Standard input: ``taken_at`` and ``now`` in ISO 8601, ``hold``: whether the world has gone on since.

    Prints ``held``: what the rule did, null without it; ``unreadable``: accounts whose token our keys do not open.
    """
    from django.core.management import call_command

    from desk.bot import outbox
    from desk.digests.sending import give_up_due
    from desk.mail import give_up_waiting
    from publishers.after_restore import hold_what_may_be_out, unreadable_tokens

    task = json.load(sys.stdin)
    call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
    held = None
    if task["hold"]:
        taken_at, now = (datetime.fromisoformat(task[name]) for name in ("taken_at", "now"))
        letters = give_up_waiting()
        outbox.give_up_waiting()
        give_up_due(now=now)
        held = asdict(hold_what_may_be_out(taken_at=taken_at, now=now, letters=letters))
    call_command("update_index", verbosity=0, stdout=sys.stderr)
    print(json.dumps({"held": held, "unreadable": unreadable_tokens()}))  # noqa: T201
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
