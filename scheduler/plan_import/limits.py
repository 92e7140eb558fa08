"""How much one plan file may cost. docs/plan-files.md says why and what was measured."""

from __future__ import annotations

FILE_BYTES = 20_000_000
TEXT_FILE_BYTES = 4_000_000
UNPACKED_BYTES = 80_000_000
PARTS = 3_000

ROWS = 5_000
COLUMNS = 256
CELLS = 200_000
CHARACTERS = 4_000_000

MEMORY_BYTES = 1_000_000_000
PROCESSOR_SECONDS = 60
WAITING_SECONDS = 90
ANSWER_BYTES = 64_000_000
