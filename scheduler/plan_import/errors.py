"""The refusal of a file that is no media plan."""

from __future__ import annotations


class NotAPlan(Exception):
    """The file cannot be read as a media plan. `code` names the reason, `params` holds its details.

    Codes: empty_file, unreadable, unsupported_type (suffix), too_big (limit_bytes), no_table, is_report.
    """

    def __init__(self, code: str, params: dict[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params or {}
