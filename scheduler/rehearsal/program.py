"""The child process: ``python -m scheduler.rehearsal.program FOLDER``.

FOLDER holds ``script.json`` and nothing else, and is the only place written to. Lines of JSON on stdout: {"day"} while
it plays, then {"account"} or {"refused"}. It ends, and takes its sandbox and the folder with it, when stdin closes:
whoever started it is gone then.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scheduler.rehearsal.private_sandbox import (
    PrivateSandbox,
    SandboxSilent,
    address_of,
    pictures_served,
    start_program,
    stop_program,
)
from scheduler.rehearsal.surroundings import NotPrivate, fence, private_environment, refuse_what_is_not_private

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "script.json"
GARBAGE_THRESHOLD = 50_000
"""The process lives for seconds: looking for garbage as often as a server does would cost a tenth of them."""


def main(arguments: list[str]) -> int:
    """0 played, 1 could not play."""
    folder = Path(arguments[0]).resolve()
    if [path.name for path in folder.iterdir()] != [SCRIPT]:
        _say({"refused": "NotPrivate: the folder must hold the script and nothing else"})
        return 1
    script = json.loads((folder / SCRIPT).read_text(encoding="utf-8"))
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    threading.Thread(target=_end_with_the_parent, args=(folder,), daemon=True).start()
    try:
        _rehearse(folder, script)
    except (NotPrivate, SandboxSilent) as refusal:
        _say({"refused": f"{type(refusal).__name__} {refusal}".strip()})
        return 1
    return 0


def _rehearse(folder: Path, script: dict[str, Any]) -> None:
    media = folder / "media"
    media.mkdir()
    kept = script["settings"]
    bare = private_environment(folder, site_url="", sandbox_url="", kept={})
    program = start_program(ROOT, bare)
    try:
        with pictures_served(media) as site_url:
            sandbox_url = address_of(program)
            sandbox = PrivateSandbox(sandbox_url)
            environment = private_environment(
                folder, site_url=site_url, sandbox_url=sandbox_url, mail_url=sandbox.mail_url(), kept=kept
            )
            os.environ.clear()
            os.environ.update(environment)
            fence()
            _play(folder, script, sandbox)
    finally:
        stop_program(program)


def _play(folder: Path, script: dict[str, Any], sandbox: PrivateSandbox) -> None:
    import django
    from django.conf import settings

    refuse_what_is_not_private(folder, settings)
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False  # nobody searches here
    django.setup()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)

    # Django's models can be imported from here on
    from time_machine import travel
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from scheduler.rehearsal.account import account_of
    from scheduler.rehearsal.playing import play
    from scheduler.rehearsal.scratch_database import build
    from scheduler.rehearsal.stage import set_stage

    build(script["tables"])
    begin = datetime.fromisoformat(script["begin"]).astimezone(UTC)
    with travel(begin, tick=False) as clock, disable_reference_index_auto_update():
        sandbox.stand_at(begin.timestamp())
        people = set_stage(script, sandbox)
        play(script, clock, sandbox, people, lambda now: _say({"day": now.date().isoformat()}))
        account = account_of(script, people)
    _say({"account": account})


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _end_with_the_parent(folder: Path) -> None:
    while os.read(0, 1024):  # not through sys.stdin: its lock would be held when the interpreter shuts down
        pass
    shutil.rmtree(folder, ignore_errors=True)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
