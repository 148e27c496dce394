"""A working area as the list that can be handed in again, and an example to begin from."""

from __future__ import annotations

import csv
import io

from community.areas.area import Area
from community.areas.fictional import FICTIONAL
from community.areas.reading import COLUMNS
from community.texts import inert


def as_csv(area: Area) -> bytes:
    """As Dutch spreadsheets open it: semicolons, UTF-8 and a byte order mark."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for part in area.parts:
        names = (part.municipality, part.district)
        table.writerow([part.pc4, part.residents, *part.ages, *map(inert, names)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def example() -> bytes:
    """Two lines that show how it looks."""
    return as_csv(Area(FICTIONAL.parts[:2]))
