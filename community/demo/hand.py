"""Draws what lies and sits around a table as it is seen from above, as the house draws its seats.

No seat is open in a drawing: how many are free is only said where they are counted. What has the
colour of the library is a thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from PIL import ImageDraw

TWICE = 2  #: Drawn twice as large and made smaller: smooth edges.
PAPER, SHEET, INK, LINE, HAIR = "#e7e1d4", "#fffefb", "#1b1e22", "#7a7467", "#cfc7b6"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hand:
    """Draws in units of the finished picture."""

    draw: ImageDraw.ImageDraw
    accent: str

    def disc(self, at: Point, r: float, fill: str, line: str = "", width: float = 4) -> None:
        (x, y), r = at, r * TWICE
        x, y = x * TWICE, y * TWICE
        box = (x - r, y - r, x + r, y + r)
        self.draw.ellipse(box, fill, line or None, round(width * TWICE) if line else 0)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self.draw.polygon([(x * TWICE, y * TWICE) for x, y in points], fill)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        at = [(x * TWICE, y * TWICE) for x, y in points]
        self.draw.line(at, colour, round(width * TWICE), joint="curve")

    def people(self, around: Point, far: float, many: int, r: float) -> None:
        for at, _turn in ring(around, far, many):
            self.disc(at, r, INK)

    def table(self, at: Point, r: float, many: int) -> None:
        self.disc(at, r, SHEET, LINE)
        self.people(at, r * 1.38, many, r * 0.2)

    def sheet(self, at: Point, turn: float, wide: float, high: float, fill: str = HAIR) -> None:
        """A leaf of paper with something on it."""
        self.shape([place(at, turn, x * wide, y * high) for x, y in _CORNERS], fill)
        for row, end in enumerate((0.34, 0.34, 0.1)):
            y = high * (row - 1) / 4
            self.line([place(at, turn, x * wide, y) for x in (-0.34, end)], LINE, 3)

    def book(self, at: Point, turn: float, wide: float, colour: str = INK) -> None:
        """Open, with its back up the middle."""
        self.shape([place(at, turn, x * wide * 1.1, y * wide * 0.78) for x, y in _CORNERS], colour)
        for side in (-0.25, 0.25):
            page = place(at, turn, side * wide, 0)
            self.sheet(page, turn, wide * 0.46, wide * 0.66, SHEET)

    def cup(self, at: Point, r: float, turn: float, fill: str = INK) -> None:
        self.disc(at, r * 1.6, PAPER, LINE, 3)
        self.line([at, place(at, turn, r * 1.45, 0)], LINE, r / 3)
        self.disc(at, r, SHEET, LINE)
        self.disc(at, r * 0.7, fill)

    def plant(self, at: Point, r: float, leaves: int, colour: str, turn: float = 0.0) -> None:
        for _, angle in ring(at, r, leaves):
            self.leaf(at, angle + turn, r, colour)

    def leaf(self, at: Point, turn: float, long: float, colour: str) -> None:
        steps = [each / 12 for each in range(13)]
        half = [(long * each, long * 0.25 * sin(pi * each)) for each in steps]
        self.shape([place(at, turn, x, y) for x, y in half + [(x, -y) for x, y in half[::-1]]],
                   colour)  # fmt: skip
        self.line([at, place(at, turn, long * 0.8, 0)], PAPER, 2)


_CORNERS = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))


def place(start: Point, turn: float, x: float, y: float) -> Point:
    return (start[0] + x * cos(turn) - y * sin(turn), start[1] + x * sin(turn) + y * cos(turn))


def ring(around: Point, far: float, many: int) -> Iterator[tuple[Point, float]]:
    """Points in a ring from the top on, each with the angle it is seen at."""
    for number in range(many):
        turn = 2 * pi * number / many - pi / 2
        yield place(around, turn, far, 0), turn
