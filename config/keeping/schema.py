"""Makes the tables of a given stage of the migrations: ``python -m config.keeping.schema`` reads the stage as JSON."""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> int:
    """Standard input: ``{"migrations": [[app, name], …]}``, all that shall be applied and no other."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    wanted = {(app, name) for app, name in json.load(sys.stdin)["migrations"]}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # hundreds of small steps; the file is flushed once, at the end
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    known = [key for key in graph.nodes if key in wanted]
    # the last of each line: what comes before it comes along
    last = [key for key in known if not any(child.key in wanted for child in graph.node_map[key].children)]
    executor.migrate(last)
    print(json.dumps({"migrations": len(wanted)}))  # noqa: T201
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
