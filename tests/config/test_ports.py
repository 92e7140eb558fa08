"""A home folder keeps its port: commands of another terminal then write the right addresses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from config.ports import last_port, remember_port

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = "from django.conf import settings; print(settings.SITE_URL, settings.SANDBOX_URL)"


def addresses(home: Path) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"PORT", "SITE_URL", "SANDBOX_URL"}}
    environment = kept | {"MEDIAREJA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


def test_a_command_without_port_uses_the_port_the_service_was_run_on(tmp_path: Path) -> None:
    first = addresses(tmp_path)
    remember_port(tmp_path, 9000)

    assert first == ["http://127.0.0.1:8000", "http://127.0.0.1:8001"]
    assert addresses(tmp_path) == ["http://127.0.0.1:9000", "http://127.0.0.1:9001"]


def test_an_unreadable_note_of_the_port_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("nine thousand")

    assert last_port(tmp_path) == 8000
