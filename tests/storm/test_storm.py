"""The storm in short: every kind, every sort of fault, judged at the platforms. The long form is run by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.storm.ground import KINDS

ROOT = Path(__file__).resolve().parent.parent.parent
POSTS = 6


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [11])
def test_each_post_is_out_exactly_once_or_waits_for_a_person(seed: int) -> None:
    command = [sys.executable, "-m", "tests.storm", "--seed", str(seed), "--posts", str(POSTS), "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    told = json.loads(next(line for line in ran.stdout.splitlines() if line.startswith("{")))

    assert told["problems"] == []
    assert ran.returncode == 0
    assert told["leaks"] == 0
    assert set(told["kinds"]) == set(KINDS)
    for found in told["kinds"].values():
        assert (found["lost"], found["twice"], found["wrong"]) == (0, 0, 0)
        assert found["once"] + sum(found["waiting"].values()) == POSTS
