"""The refusal of a file that is no media plan."""

from __future__ import annotations


class NotAPlan(Exception):
    """The file cannot be read as a media plan. `code` names the reason, `params` holds its details.

    Codes: not_found, empty_file, unreadable, unsupported_type (suffix), wrong_extension (suffix, actual),
    too_big (limit_bytes, limit_rows, limit_columns, limit_cells or limit_characters), took_too_long (limit_seconds),
    encrypted, has_macros, images_only, formulas (places), unsafe_xml, no_table, is_report.
    """

    def __init__(self, code: str, params: dict[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params or {}
