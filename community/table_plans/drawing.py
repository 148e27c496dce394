"""A table with its seats, level with the names that stand beside it. Shape says what a seat is."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from markupsafe import Markup

#: Of a name beside it, in pixels.
ROW = 32
WIDTH = 88
CENTRE = WIDTH / 2
#: Seats lie on an ellipse that is so wide, and so high per row of names.
ACROSS, UP = 38.0, 0.5525
TABLE = 24


def kring_of_table(number: int, left: Sequence[str], right: Sequence[str]) -> Markup:
    """Per side what each seat is: host, wish, miss, held, locked or plain."""
    rows = max(len(left), len(right), 1)
    height, middle = rows * ROW, rows * ROW / 2
    seats = "".join(
        _seat(kind, CENTRE + side * _out(row, rows), row * ROW + ROW / 2)
        for side, kinds in ((-1, left), (1, right))
        for row, kind in enumerate(kinds)
    )
    radius = min(TABLE, middle - 2)
    return Markup(  # noqa: S704 (numbers only)
        f'<svg class="kk-kring" viewBox="0 0 {WIDTH} {height}" aria-hidden="true">'
        f'<circle class="kk-kring__table" cx="{CENTRE:g}" cy="{middle:g}" r="{radius:g}"/>{seats}'
        f'<text class="kk-kring__no" x="{CENTRE:g}" y="{middle:g}">{number + 1}</text></svg>'
    )


def _out(row: int, rows: int) -> float:
    """How far from the middle the seats of a row are."""
    away = (row - (rows - 1) / 2) * ROW
    return max(14.0, ACROSS * sqrt(max(0.0, 1 - (away / (UP * rows * ROW)) ** 2)))


def _seat(kind: str, x: float, y: float) -> str:
    at = f'cx="{x:.1f}" cy="{y:g}"'
    return {
        "host": f'<rect class="kk-kring__taken" x="{x - 5:.1f}" y="{y - 5:g}" width="10"'
        ' height="10"/>',
        "wish": f'<circle class="kk-kring__taken" {at} r="3"/>'
        f'<circle class="kk-kring__halo kk-kring__halo--ink" {at} r="6"/>',
        "miss": f'<circle class="kk-kring__miss" {at} r="5.5"/>',
        "held": f'<circle class="kk-kring__halo" {at} r="9.6"/>'
        f'<circle class="kk-kring__mine" {at} r="5.5"/>',
        "locked": f'<path class="kk-kring__taken" d="M{x - 6.5:.1f} {y:g}l6.5-6.5 6.5 6.5-6.5'
        ' 6.5z"/>',
    }.get(kind, f'<circle class="kk-kring__taken" {at} r="5"/>')
