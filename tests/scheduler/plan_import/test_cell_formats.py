"""Numbers of cells to the text that the cell shows."""

from datetime import datetime, time

import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from scheduler.plan_import.readers.cell_formats import moment_text, number_text

DAY = 46371  # 15 December 2026


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1.0, "General", "1"),
        (1.5, "General", "1.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1.0, "0.0", "1.0"),
        (1.0, '0"."', "1."),
        (1.0, "0\\.", "1."),
        (7.0, "00", "07"),
        (4.0, '0"-chorak"', "4-chorak"),
        (2.0, '0" ta";[Red]-0" ta"', "2 ta"),
        (-2.0, "0;-0", "-2"),
        (-2.0, "0", "-2"),
        (0.5, "0%", "50%"),
        (12500.0, "#,##0", "12 500"),
        (1.25, "0.0##", "1.25"),
        (3.0, "0.##", "3"),
        (12.0, "0.00E+00", "12"),
        (5.0, "@", "5"),
        (1e20, "General", "1e+20"),
        (DAY, "dd.mm.yyyy", "15.12.2026"),
        (DAY, "mm-dd-yy", "15.12.2026"),
        (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "15.12.2026"),
        (DAY, 'd" "mmmm" "yyyy" г."', "15.12.2026"),
        (DAY, "d-mmm", "15-dekabr"),
        (DAY, "[$-419]mmmm yyyy;@", "dekabr 2026"),
        (DAY, "mmm-yy", "dekabr 2026"),
        (DAY, "[$-419]mmm\\.yy", "dekabr 2026"),
        (DAY, "mmmm", "dekabr"),
        (DAY, "yyyy", "2026"),
        (DAY, "dd", "15"),
        (DAY, "dddd", "seshanba"),
        (DAY + 10 / 24, "dd.mm.yyyy hh:mm", "15.12.2026 10:00"),
        (DAY, "dd.mm.yyyy hh:mm", "15.12.2026"),
        (DAY + 10 / 24, "h:mm AM/PM", "10:00"),
        (10.5 / 24, "h:mm", "10:30"),
        (10.5 / 24, "hh:mm:ss", "10:30"),
        (1.5, "[h]:mm", "1.5"),
        (1.5, "mm:ss", "1.5"),
        (-1.0, "dd.mm.yyyy", "-1"),
        (1e12, "dd.mm.yyyy", "1000000000000"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(value: float, number_format: str, shown: str) -> None:
    assert number_text(value, number_format, WINDOWS_EPOCH) == shown


def test_a_workbook_that_counts_from_1904_has_its_own_days() -> None:
    assert number_text(DAY - 1462, "dd.mm.yyyy", MAC_EPOCH) == "15.12.2026"


def test_a_moment_written_as_such_reads_by_its_format_too() -> None:
    assert moment_text(datetime(2026, 12, 15), "mmmm yyyy") == "dekabr 2026"
    assert moment_text(time(9, 5), "General") == "09:05"
    assert moment_text(datetime(2026, 12, 15), "General") == "15.12.2026"
