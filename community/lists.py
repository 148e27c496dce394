"""A list as a spreadsheet saves it: `;` between the cells, UTF-8, and a first line with names.

Read line by line, however long it is. What is wrong with the whole of it is a `ListRefused`; what
is wrong in one cell is a `Flaw`, and does not keep the other lines from being looked at.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

from community.errors import DomainError
from community.texts import UnfitText, clean_line
from community.words import N_

Value = TypeVar("Value")

#: As many mistakes as somebody mends before trying again.
MOST_KEPT = 200


class ListRefused(DomainError):
    status = 422


class Wrong(ValueError):
    """What stands in a cell cannot be meant: an English msgid and its values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in one cell; no column: in the line as a whole."""

    line: int
    column: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class Line(NamedTuple):
    number: int  #: As a text editor counts them; the names are on the first.
    cells: Mapping[str, str]


class Cells:
    """The cells of one line, and what is wrong in them."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.flaws: list[Flaw] = []

    def take(self, column: str, meaning: Callable[[str], Value], otherwise: Value) -> Value:
        """What the cell means; `otherwise` when it is empty, or cannot be read."""
        try:
            text = clean_line(self.line.cells.get(column, ""))
            return meaning(text) if text else otherwise
        except (Wrong, UnfitText) as wrong:
            self.say(wrong.message, column, **wrong.values)
            return otherwise

    def need(self, column: str) -> None:
        """Refuse an empty cell."""
        if not self.line.cells.get(column, "").strip():
            self.say(N_("Fill this in."), column)

    def say(self, message: str, column: str = "", **values: object) -> None:
        self.flaws.append(Flaw(self.line.number, column, message, values))


class Flaws:
    """The first of what is wrong in a list, on which lines, and how much there is in all."""

    def __init__(self) -> None:
        self.kept: list[Flaw] = []
        self.count = 0
        self.lines: set[int] = set()

    def add(self, flaws: list[Flaw]) -> None:
        self.count += len(flaws)
        self.lines |= {flaw.line for flaw in flaws}
        self.kept += flaws[: max(0, MOST_KEPT - len(self.kept))]


def read(path: Path, columns: tuple[str, ...], needed: frozenset[str]) -> Iterator[Line]:
    """The lines below the names; columns that are not there are empty."""
    with path.open("rb") as file:
        yield from read_from(file, columns, needed)


def read_from(file: BinaryIO, columns: tuple[str, ...], needed: frozenset[str]) -> Iterator[Line]:
    """The same, of what is open already or was sent."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from _lines(csv.reader(text, delimiter=";", strict=True), columns, needed)
    except UnicodeDecodeError:
        raise ListRefused(
            N_("This list is not in UTF-8. Save it in the spreadsheet as ‘CSV UTF-8’.")
        ) from None
    except csv.Error:
        raise ListRefused(
            N_("This list cannot be read: a quotation mark is left open, or it is not CSV.")
        ) from None
    finally:
        text.detach()  # It is for who opened it to close it.


def _lines(
    rows: Iterator[list[str]], columns: tuple[str, ...], needed: frozenset[str]
) -> Iterator[Line]:
    names = _names(next(rows, []), columns, needed)
    last: int = rows.line_num  # type: ignore[attr-defined]
    for cells in rows:
        number, last = last + 1, rows.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        surplus = [cell for cell in cells[len(names) :] if cell.strip()]
        given = dict(zip(names, cells, strict=False))
        yield Line(number, given | {"": ";".join(surplus)} if surplus else given)


def _names(head: list[str], columns: tuple[str, ...], needed: frozenset[str]) -> list[str]:
    names = [cell.strip().lower() for cell in head]
    if len(names) == 1 and "," in names[0]:
        raise ListRefused(N_("There are commas between the cells. Save the list with semicolons."))
    for name in names:
        if name and (name not in columns or names.count(name) > 1):
            raise ListRefused(
                N_("We do not know the column ‘%(name)s’, or it appears twice."), name=name[:80]
            )
    if lacking := sorted(needed - set(names)):
        raise ListRefused(
            N_("The first line must name the columns. Missing: %(names)s."),
            names=", ".join(lacking),
        )
    return names
