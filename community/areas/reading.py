"""A list of who live where, as a spreadsheet saves it: `;` between the cells, names on top.

A list that is no list at all is an `AreaRefused`; what is wrong in a line is a `Flaw`, and does not
keep the other lines from being looked at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from community.areas.area import Place
from community.areas.visitors import PC4, AgeClass
from community.errors import DomainError
from community.lists import Flaw
from community.texts import UnfitText, clean_line
from community.words import N_

#: There are 4,100 postcode areas in the country.
MOST_LINES = 4_500
#: More than any postcode area has.
MOST_PEOPLE = 100_000
#: Of a municipality or a district.
LONGEST_NAME = 80
#: Statistics are rounded per class: so far the classes may be from the total.
_ROUNDED = 30, 0.05

NO_NUMBER = N_("Write a number of people, from 0 to %(most)s.")
NO_PC4 = N_("‘%(answer)s’ is not the beginning of a postcode, such as 7731.")
TWICE = N_("This postcode is already on line %(line)s.")
NO_SUM = N_("The age groups add up to %(sum)s, and that is too far from %(residents)s.")
NOBODY = N_("Nobody lives here. Leave this line out.")
TOO_LONG = N_("This is longer than %(most)s characters.")

_HEADS: Mapping[str, tuple[str, ...]] = {
    "pc4": ("postcode", "postcode4", "postcodegebied", "pc"),
    "inwoners": ("inwonertal", "aantalinwoners", "totaal", "bevolking", "residents", "population"),
    "gemeente": ("gemeentenaam", "municipality"),
    "wijk": ("wijknaam", "district"),
    AgeClass.OLDER: ("65", "65enouder", "65jaarenouder", "65jaarofouder"),
}
#: The columns in their own names, as we write them.
COLUMNS = ("pc4", "inwoners", *map(str, AgeClass), "gemeente", "wijk")
_NEEDED = ("pc4", *map(str, AgeClass))
_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_LONGEST_NUMBER = 20
_PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?")


class AreaRefused(DomainError):
    status = 422


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, what is wrong, and which columns mean nothing here."""

    parts: tuple[Place, ...]
    flaws: tuple[Flaw, ...]
    unused: tuple[str, ...] = ()


def read(contents: bytes) -> Reading:
    """Every line of the list; the parts in the order of their postcodes."""
    rows = _rows(_text(contents))
    names, unused = _names(next(rows, (1, []))[1])
    parts: dict[str, Place] = {}
    lines: dict[str, int] = {}
    flaws: list[Flaw] = []
    for number, cells in rows:
        if len(lines) + len(flaws) >= MOST_LINES:
            raise AreaRefused(N_("This list is longer than %(most)s lines."), most=MOST_LINES)
        line = _Line(number, dict(zip(names, cells, strict=False)))
        place = line.place()
        if not line.flaws and place.pc4 in lines:
            line.say(TWICE, "pc4", line=lines[place.pc4])
        lines.setdefault(place.pc4, number)
        parts[place.pc4] = place
        flaws += line.flaws
    if not parts:
        raise AreaRefused(N_("There is no line below the names of the columns."))
    in_order = tuple(parts[each] for each in sorted(parts))
    return Reading(in_order, tuple(flaws), unused)


class _Line:
    """The cells of one line, and what is wrong in them."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self._number = number
        self._cells = cells
        self.flaws: list[Flaw] = []

    def say(self, message: str, column: str, **values: object) -> None:
        self.flaws.append(Flaw(self._number, column, message, values))

    def place(self) -> Place:
        pc4 = self._cells.get("pc4", "").strip()
        if not PC4.fullmatch(pc4):
            self.say(NO_PC4, "pc4", answer=pc4[:20])
        ages = tuple(self._number_in(each) for each in AgeClass)
        residents = self._number_in("inwoners") if "inwoners" in self._cells else sum(ages)
        if not self.flaws:
            self._compare(residents, sum(ages))
        return Place(pc4, residents, ages, self._name_in("gemeente"), self._name_in("wijk"))

    def _compare(self, residents: int, together: int) -> None:
        """Two columns that changed places would otherwise never be noticed."""
        if not residents:
            self.say(NOBODY, "inwoners")
        elif abs(together - residents) > max(_ROUNDED[0], _ROUNDED[1] * residents):
            self.say(NO_SUM, "", sum=together, residents=residents)

    def _number_in(self, column: str) -> int:
        number = whole(self._cells.get(column, ""))
        if number is None or number > MOST_PEOPLE:
            self.say(NO_NUMBER, column, most=MOST_PEOPLE)
            return 0
        return number

    def _name_in(self, column: str) -> str:
        try:
            name = clean_line(self._cells.get(column, ""))
        except UnfitText as unfit:
            self.say(unfit.message, column, **unfit.values)
            return ""
        if len(name) > LONGEST_NAME:
            self.say(TOO_LONG, column, most=LONGEST_NAME)
        return name[:LONGEST_NAME]


def whole(text: str) -> int | None:
    """`1.234`, `1 234`, `1234,0` and `1234.5`: whole people, half of one counts up."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    if not _PLAIN.fullmatch(plain) or len(plain) > _LONGEST_NUMBER:
        return None
    return int(Decimal(plain.replace(",", ".")).quantize(Decimal(1), ROUND_HALF_UP))


def _text(contents: bytes) -> str:
    """UTF-8 with or without a mark, and what older spreadsheets save."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return contents.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AreaRefused(N_("This is not a list saved by a spreadsheet. Save it as ‘CSV UTF-8’."))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that says something, by its number as a text editor counts."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield rows.line_num, cells
    except csv.Error:
        raise AreaRefused(
            N_("This list cannot be read: a quotation mark is left open, or it is not CSV.")
        ) from None


def _names(heads: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """What each column is; and those that we have no use for."""
    if len(heads) == 1 and "," in heads[0]:
        raise AreaRefused(N_("There are commas between the cells. Save the list with semicolons."))
    names = [_meant(head) for head in heads]
    known = [name for name in names if name]
    for name in known:
        if known.count(name) > 1:
            raise AreaRefused(N_("The column ‘%(name)s’ appears twice."), name=name)
    if lacking := [name for name in _NEEDED if name not in known]:
        raise AreaRefused(
            N_("The first line must name the columns. Missing: %(names)s."),
            names=", ".join(lacking),
        )
    unused = tuple(
        head.strip()[:40] for head, name in zip(heads, names, strict=True) if not name and head
    )
    return [name or f"?{number}" for number, name in enumerate(names)], unused


def _meant(head: str) -> str:
    plain = re.sub(r"[\s_\u00a0]", "", head.lower())
    plain = re.sub(r"[‐-―]|t/m|totenmet", "-", plain).removesuffix("jaar")
    return next((name for name in COLUMNS if plain == name or plain in _HEADS.get(name, ())), "")
