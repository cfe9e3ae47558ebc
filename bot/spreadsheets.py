"""Tables written as files that a spreadsheet opens: CSV and XLSX. What people have typed is never a formula there."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | datetime | date | None
"""A value of a table; times are as the clock on the wall shows them, and none is an empty cell."""

# Where commas stand in numbers, Excel begins a cell behind each semicolon, though it stands between quotes.
_BEGINS_A_FORMULA = re.compile(r"(\A|;\s*)(?=[=+\-@\t\r\n＝＋－＠])")
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_TIME, _DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
_WIDE, _USUAL = 40, 18
_LONGEST_CELL = 32_000  # characters: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3


@dataclass(frozen=True)
class Sheet:
    """A table by its name; its rows may be read but once, and the first says what the others hold."""

    name: str
    rows: Iterable[Sequence[Cell]]
    wide: int = 0
    """Which column holds long texts."""


def csv_of(sheet: Sheet) -> bytes:
    """The table as CSV (RFC 4180), in UTF-8 with the mark by which Excel knows it.

    A text that a spreadsheet would take for a formula gets an apostrophe: https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = StringIO(newline="")
    csv.writer(text).writerows([_written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case str():
            return _BEGINS_A_FORMULA.sub(r"\1'", cell)
    return str(cell)


def xlsx_of(sheets: Iterable[Sheet]) -> bytes:
    """The tables as the sheets of a workbook; rows are written as they come, so that many take no more memory."""
    from xlsxwriter import Workbook  # here, because it takes half a second and few ask for it

    file = BytesIO()
    with Workbook(file, _OPTIONS) as book:
        formats = _Formats(
            *(book.add_format(one) for one in ({"bold": True}, {"num_format": _TIME}, {"num_format": _DAY}))
        )
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, formats)
    return file.getvalue()


@dataclass(frozen=True)
class _Formats:
    head: "Format"
    time: "Format"
    day: "Format"


def _fill(worksheet: "Worksheet", sheet: Sheet, formats: _Formats) -> None:
    worksheet.set_column(0, 20, _USUAL)
    worksheet.set_column(sheet.wide, sheet.wide, _WIDE)
    worksheet.freeze_panes(1, 0)
    for y, x, cell in _cells(sheet):
        match cell:
            case str():
                worksheet.write_string(y, x, cell[:_LONGEST_CELL], formats.head if y == 0 else None)
            case datetime():
                worksheet.write_datetime(y, x, cell, formats.time)
            case date():
                worksheet.write_datetime(y, x, cell, formats.day)
            case int() | float():
                worksheet.write_number(y, x, cell)


def _cells(sheet: Sheet) -> Iterator[tuple[int, int, Cell]]:
    return ((y, x, cell) for y, row in enumerate(sheet.rows) for x, cell in enumerate(row))
