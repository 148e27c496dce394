"""A sheet of cells, and how it becomes a file: CSV as Dutch spreadsheets open it, or XLSX.

Words stay words: no spreadsheet calculates with what somebody typed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

import xlsxwriter

from community.clock import local
from community.texts import inert

Cell = str | int | float | bool | date | datetime | None

#: As many characters as fit in a cell of a spreadsheet.
MOST_IN_A_CELL = 32_767
_ROWS_IN_A_PIECE = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a list has, read as it is written."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def as_csv(sheet: Sheet, progress: Callable[[int], None] = lambda _done: None) -> Iterator[bytes]:
    """Piece by piece: semicolons, UTF-8 and a byte order mark."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    text.write("\ufeff")
    table.writerow([inert(head) for head in sheet.heads])
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        table.writerow([_in_words(cell) for cell in row])
        if number % _ROWS_IN_A_PIECE == 0:
            yield _taken(text)
            progress(number)
    yield _taken(text)
    progress(number)


def as_xlsx(
    sheet: Sheet,
    file: IO[bytes],
    progress: Callable[[int], None] = lambda _done: None,
    *,
    beside: Iterable[Sheet] = (),
) -> None:
    """Row by row, so that the length of the list is no matter; moments on the clock of here.

    `beside`: more sheets, in the same file.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        _add(book, sheet, progress)
        for other in beside:
            _add(book, other, lambda _done: None)


def _add(book: xlsxwriter.Workbook, sheet: Sheet, progress: Callable[[int], None]) -> None:
    page = book.add_worksheet(_tab(sheet.name))
    bold = book.add_format({"bold": True})
    looks = {
        date: book.add_format({"num_format": "dd-mm-yyyy"}),
        datetime: book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
    }
    page.freeze_panes(1, 0)
    page.set_column(0, max(0, len(sheet.heads) - 1), 22)
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, looks)
        if number % _ROWS_IN_A_PIECE == 0:
            progress(number)


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    looks: Mapping[type[date], xlsxwriter.format.Format],
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        page.write_datetime(row, column, local(cell).replace(tzinfo=None), looks[datetime])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, looks[date])
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        page.write_number(row, column, cell)
    else:
        page.write_string(row, column, str(cell)[:MOST_IN_A_CELL])


def _in_words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{local(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return inert(cell) if isinstance(cell, str) else str(cell)


def _taken(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return piece


def _tab(name: str) -> str:
    """A spreadsheet's tabs are short and know signs of their own."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31] or "1"
