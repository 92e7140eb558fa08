"""Tables on a terminal, or plain text where the output goes into a file."""

from __future__ import annotations

import shutil
from typing import Any, TextIO, cast

from rich.console import Console
from rich.table import Table

NARROWEST = 100
"""Columns used where no terminal says how wide it is."""


def print_table(table: Table, out: Any) -> None:
    """Write a table to a command's ``stdout`` wrapper, as wide as the terminal."""
    width = max(shutil.get_terminal_size((NARROWEST, 24)).columns, 60)
    # the wrapper passes isatty and write through; rich asks for no more
    Console(file=cast(TextIO, out), width=width, highlight=False, soft_wrap=False).print(table)
