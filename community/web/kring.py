"""The kring: how full a gathering is, drawn as seats around a circle.

Ink is taken, an open ring in the accent is free, solid accent with a halo is yours. The same fact
always stands beside it in words. Made on the server from counts alone, so it can be cached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, floor, pi, sin

from flask import Flask
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup

#: A small kring, and one for a full hall, shows the share of seats taken in this many.
SHARE = 12
#: Up to here every seat is drawn on one ring; above, on two, or on one for each table when a format
#: sits people at tables; above that only the share.
ONE_RING = 32
TWO_RINGS = 80

CENTRE = 200.0
BIG_RADIUS = 176.0
INNER_RADIUS = 142.0
#: The table stands this far within the innermost seats.
TABLE_GAP = 36.0
#: A table with its seats is never larger than this: what is said in the middle has to fit.
BIG_TABLE = 56.0
#: Nothing is drawn further out than this.
EDGE = 198.0


@dataclass(frozen=True, slots=True)
class Seat:
    x: float
    y: float
    r: float
    angle: float


def kring_small(taken: int, capacity: int | None, *, cancelled: bool = False) -> Markup:
    """For lists, beside words: twelve seats as a share; dashed for walking in or called off."""
    return _small(SHARE if cancelled else _share(taken, capacity), cancelled or capacity is None)


def kring_large(
    taken: int,
    capacity: int | None,
    mine: int = 0,
    *,
    cancelled: bool = False,
    seated: bool = True,
    at_table: int | None = None,
) -> Markup:
    """For one gathering: every seat up to eighty, how many are free in the middle.

    `seated`: whether people have a chair there, or a place (online, on a walk).
    `at_table`: how many sit at one table, where people sit at tables.
    """
    mine = min(mine, taken)
    return _large(taken, capacity, mine, cancelled, seated, str(get_locale()), at_table)


def may_show_tables(capacity: int | None) -> bool:
    """Whether there are too many seats for one ring, and few enough to draw each of them."""
    return capacity is not None and ONE_RING < capacity <= TWO_RINGS


def _share(taken: int, capacity: int | None) -> int:
    """Seats taken out of twelve: none only when none is, all only when all are."""
    if capacity is None or taken <= 0:
        return 0
    if taken >= capacity:
        return SHARE
    return min(SHARE - 1, max(1, floor(SHARE * taken / capacity + 0.5)))


@lru_cache(maxsize=64)
def _small(taken: int, dashed: bool) -> Markup:
    if dashed:
        body = '<circle class="kk-kring__table kk-kring__table--open" cx="22" cy="22" r="17"/>'
    else:
        body = "".join(
            _circle("taken", seat, 2.7) if number < taken else _circle("free", seat, 2.3)
            for number, seat in enumerate(_ring(SHARE, 22, 17, 2.7))
        )
    return Markup(  # noqa: S704 (numbers only)
        f'<svg class="kk-kring kk-kring--s" viewBox="0 0 44 44" aria-hidden="true">{body}</svg>'
    )


@lru_cache(maxsize=2048)
def _large(
    taken: int,
    capacity: int | None,
    mine: int,
    cancelled: bool,
    seated: bool,
    locale: str,
    at_table: int | None = None,
) -> Markup:
    """`locale` is part of the key: the words inside differ by language."""
    title, figure, caption = _words(taken, capacity, mine, cancelled, seated)
    is_open = cancelled or capacity is None
    body = _dashed(mine) if is_open else _seats(taken, capacity or 0, mine, at_table)
    middle = ""
    if figure:
        middle += Markup('<text class="kk-kring__num" x="200" y="216">{}</text>').format(figure)
    if caption:
        below = 246 if figure else 206
        middle += Markup('<text class="kk-kring__cap" x="200" y="{}">{}</text>').format(
            below, caption
        )
    return Markup(
        '<svg class="kk-kring kk-kring--l" viewBox="-2 -2 404 404" role="img">'
        "<title>{}</title>{}{}</svg>"
    ).format(title, Markup(body), middle)  # noqa: S704 (numbers only)


def _words(
    taken: int, capacity: int | None, mine: int, cancelled: bool, seated: bool
) -> tuple[str, str, str]:
    """The title, the figure in the middle and what stands under it."""
    if cancelled:
        return gettext("Cancelled"), "", gettext("cancelled")
    if capacity is None:
        if taken <= 0:
            return gettext("Just walk in."), "", gettext("just walk in")
        joining = ngettext("%(num)d person is joining.", "%(num)d people are joining.", taken)
        return joining, str(taken), ngettext("is joining", "are joining", taken)
    free = max(0, capacity - taken)
    if free and not seated:
        title = ngettext("%(num)d place is free.", "%(num)d places are free.", free)
        return title, str(free), ngettext("place free", "places free", free)
    said: list[str] = [_taken_words(min(taken, capacity), free)]
    if mine and mine == taken:
        said.append(ngettext("It is yours.", "They are yours.", mine))
    elif mine:
        said.append(ngettext("%(num)d of them is yours.", "%(num)d of them are yours.", mine))
    if not free:
        return " ".join(said), gettext("Full"), gettext("all taken")
    said.append(ngettext("%(num)d seat is free.", "%(num)d seats are free.", free))
    return " ".join(said), str(free), ngettext("seat free", "seats free", free)


def _taken_words(taken: int, free: int) -> str:
    said: str = gettext("No seat is taken yet.")
    if taken and not free:
        said = ngettext("The only seat is taken.", "All %(num)d seats are taken.", taken)
    elif taken:
        said = ngettext("%(num)d seat is taken.", "%(num)d seats are taken.", taken)
    return said


def _seats(taken: int, capacity: int, mine: int, at_table: int | None) -> str:
    if capacity > TWO_RINGS:
        share = _share(taken, capacity)
        seats = list(_ring(SHARE, CENTRE, BIG_RADIUS, _fitting(SHARE, BIG_RADIUS)))
        return _table(BIG_RADIUS) + _drawn(seats, share, min(1, mine, share))
    taken = min(taken, capacity)
    if capacity <= ONE_RING:
        seats = list(_ring(capacity, CENTRE, BIG_RADIUS, _fitting(capacity, BIG_RADIUS)))
        return _table(BIG_RADIUS) + _drawn(seats, taken, mine)
    if at_table and 1 < at_table < capacity:
        return _kring_of_kringen(capacity, at_table, taken, mine)
    return _table(INNER_RADIUS) + _drawn(_two_rings(capacity), taken, mine)


def _kring_of_kringen(capacity: int, at_table: int, taken: int, mine: int) -> str:
    """Tables around a circle, filled alike: at each of them there is a seat for who comes next."""
    tables = ceil(capacity / at_table)
    apart = sin(pi / tables) / 1.06
    size = min(BIG_TABLE, EDGE * apart / (1 + apart))
    drawn, seats = "", []
    for number, table in enumerate(_ring(tables, CENTRE, EDGE - size, size)):
        here = capacity // tables + (number < capacity % tables)
        radius = min(0.24 * size, 0.62 * 0.76 * size * sin(pi / max(here, 2)))
        drawn += _circle("table", table, size - 3.2 * radius)
        for place in range(here):
            angle = 2 * pi * place / here
            reach = size - 1.2 * radius
            x, y = table.x + reach * sin(angle), table.y - reach * cos(angle)
            seats.append((place, number, Seat(x, y, radius, angle)))
    seats.sort(key=lambda one: one[:2])
    return drawn + _drawn([seat for _place, _number, seat in seats], taken, mine)


def _two_rings(capacity: int) -> list[Seat]:
    """By angle, so that what is free is an opening through both rings, where one walks in."""
    outer = round(capacity * BIG_RADIUS / (BIG_RADIUS + INNER_RADIUS))
    inner = capacity - outer
    between = 0.3 * (BIG_RADIUS - INNER_RADIUS)
    radius = min(_fitting(outer, BIG_RADIUS), _fitting(inner, INNER_RADIUS), between)
    rings = (
        *_ring(outer, CENTRE, BIG_RADIUS, radius),
        *_ring(inner, CENTRE, INNER_RADIUS, radius),
    )
    return sorted(rings, key=lambda seat: (seat.angle, seat.y))


def _table(around: float) -> str:
    radius = around - TABLE_GAP
    return f'<circle class="kk-kring__table" cx="200" cy="200" r="{radius:g}"/>'


def _drawn(seats: list[Seat], taken: int, mine: int) -> str:
    """Clockwise from the top: others, mine next to the opening, then what is free."""
    pieces = []
    for number, seat in enumerate(seats):
        if number < taken - mine:
            pieces.append(_circle("taken", seat, seat.r))
        elif number < taken:
            pieces.append(_circle("halo", seat, seat.r + min(6.0, 0.45 * seat.r)))
            pieces.append(_circle("mine", seat, 0.85 * seat.r))
        else:
            pieces.append(_circle("free", seat, 0.87 * seat.r))
    return "".join(pieces)


def _dashed(mine: int) -> str:
    """No fixed number of seats: an open line, on which only your own place is certain."""
    line = (
        '<circle class="kk-kring__table kk-kring__table--open"'
        f' cx="200" cy="200" r="{BIG_RADIUS:g}"/>'
    )
    own = list(_ring(SHARE, CENTRE, BIG_RADIUS, 12))[: min(mine, SHARE)]
    return line + _drawn(own, len(own), len(own))


def _fitting(seats: int, ring: float) -> float:
    """The radius with which so many seats sit apart on a ring; never larger than 15."""
    return min(15.0, 0.62 * ring * sin(pi / max(seats, 2)))


def _ring(seats: int, centre: float, ring: float, radius: float) -> Iterator[Seat]:
    for number in range(seats):
        angle = 2 * pi * number / seats
        yield Seat(centre + ring * sin(angle), centre - ring * cos(angle), radius, angle)


def _circle(kind: str, seat: Seat, radius: float) -> str:
    return (
        f'<circle class="kk-kring__{kind}" cx="{round(seat.x, 1):g}"'
        f' cy="{round(seat.y, 1):g}" r="{round(radius, 1):g}"/>'
    )


def register(app: Flask) -> None:
    app.jinja_env.globals.update(kring_small=kring_small, kring_large=kring_large)
