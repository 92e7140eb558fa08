"""How much one plan file may cost. docs/plan-files.md says why and what was measured."""

from __future__ import annotations

FILE_BYTES = 20_000_000
TEXT_FILE_BYTES = 4_000_000
UNPACKED_BYTES = 80_000_000
PARTS = 3_000

ROWS = 2_000
COLUMNS = 60
CELLS = 20_000
CHARACTERS = 1_000_000

MEMORY_BYTES = 1_000_000_000
PROCESSOR_SECONDS = 60
WAITING_SECONDS = 90
ANSWER_BYTES = 16_000_000
