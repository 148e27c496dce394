"""Draws the house: `docs/architecture.svg`, from the map in README and the contract of imports.

`python -m tools.floors` writes it; a test fails when it is not what the house is.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from textwrap import wrap

HOUSE = Path(__file__).resolve().parent.parent
PICTURE = HOUSE / "docs" / "architecture.svg"

_ROW = re.compile(r"^\| ?(?P<floor>[^|]*)\| (?P<rooms>[^|]*`[^|]*) \|$")
_ROOM = re.compile(r"`([a-z_]+)`")
_HEADER = "| floor | rooms in `community/` |"

WIDTH, LEFT, MARGIN = 1160, 330, 20
_BOX, _GAP, _LETTER = 26, 6, 7.3
_FONT = "font-family='system-ui, sans-serif'"


@dataclass(frozen=True, slots=True)
class Floor:
    """Rooms that the map tells of together, and where their subject is told."""

    says: str
    rooms: tuple[str, ...]


def floors(readme: str) -> list[Floor]:
    """The map in README, from the top down."""
    lines = readme.split(_HEADER, 1)[1].splitlines()[2:]
    rows = [_ROW.match(line) for line in lines[: lines.index("")]]
    known = {path.stem for path in (HOUSE / "community").iterdir()}
    found = []
    for row in filter(None, rows):
        rooms = tuple(room for room in _ROOM.findall(row[0]) if room in known)
        says = re.sub(r"`|\(\*.*?\*\)", "", row["floor"]).split(":")[0].split(";")[0].strip()
        found.append(Floor(says, rooms))
    return found


def layers(pyproject: str) -> list[list[str]]:
    """The contract of imports: from the top down, rooms that may not know of each other."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    house = next(each for each in contracts if each["type"] == "layers")
    return [
        [room.strip().removeprefix("community.") for room in layer.split("|")]
        for layer in house["layers"]
    ]


def drawn(readme: str) -> str:
    """The picture, as SVG."""
    pieces, top = [], MARGIN
    for no, floor in enumerate(floors(readme)):
        boxes, height = _boxes(floor.rooms, top)
        says = wrap(floor.says, 44)
        height = max(height, 16 * len(says) + 10)
        shade = "#f4f1ea" if no % 2 else "#ffffff"
        pieces.append(f"<rect x='0' y='{top}' width='{WIDTH}' height='{height}' fill='{shade}'/>")
        pieces += [
            f"<text x='{MARGIN}' y='{top + 20 + 16 * line}' font-size='13' fill='#3d3a33'>"
            f"{escape(words)}</text>"
            for line, words in enumerate(says)
        ]
        pieces += boxes
        top += height
    height = top + MARGIN
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' {_FONT}>\n"
        "<title>The rooms of Kenniskring, floor by floor; a room uses what is below it</title>\n"
        f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>\n" + "\n".join(pieces)
        + "\n</svg>\n"
    )  # fmt: skip


def _boxes(rooms: tuple[str, ...], top: int) -> tuple[list[str], int]:
    """The rooms of a floor beside each other, on as many lines as they need; and how high."""
    boxes, x, y = [], LEFT, top + _GAP
    for room in rooms:
        width = round(len(room) * _LETTER) + 18
        if x + width > WIDTH - MARGIN:
            x, y = LEFT, y + _BOX + _GAP
        boxes.append(
            f"<rect x='{x}' y='{y}' width='{width}' height='{_BOX}' rx='4' fill='#e6efe9'"
            f" stroke='#2f6b4f'/><text x='{x + width / 2}' y='{y + 18}' font-size='13'"
            f" text-anchor='middle' fill='#173728'>{room}</text>"
        )
        x += width + _GAP
    return boxes, y + _BOX + _GAP - top


if __name__ == "__main__":
    PICTURE.write_text(drawn((HOUSE / "README.md").read_text(encoding="utf-8")), encoding="utf-8")
