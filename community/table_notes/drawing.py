"""One table from above: its number, and a dot for everybody who sits there."""

from __future__ import annotations

from math import cos, pi, sin

from flask_babel import gettext, ngettext
from markupsafe import Markup

from community.table_notes.showing import MOST_SEATS_DRAWN, Seats

MIDDLE, RING = 56.0, 45.0


def kring_of(table_no: int, seats: Seats) -> Markup:
    """Seats only from a plan that is out; without one just the table."""
    most = seats.most if seats.most <= MOST_SEATS_DRAWN else 0
    dots = "".join(_dot(number, most, number < seats.taken) for number in range(most))
    return Markup(
        '<svg class="kk-kring kk-kring--m" viewBox="0 0 112 112" role="img"><title>{}</title>'
        '<circle class="kk-kring__table" cx="56" cy="56" r="27"/>{}'
        '<text class="kk-kring__no" x="56" y="57">{}</text></svg>'
    ).format(_title(table_no, seats), Markup(dots), table_no)  # noqa: S704 (numbers only)


def _title(table_no: int, seats: Seats) -> str:
    table: str = gettext("Table %(number)s", number=table_no)
    if not seats.most:
        return table
    said: str = ngettext(
        "%(table)s, %(taken)s of %(num)d seat taken",
        "%(table)s, %(taken)s of %(num)d seats taken",
        seats.most,
        table=table,
        taken=seats.taken,
    )
    return said


def _dot(number: int, of: int, is_taken: bool) -> str:
    angle = 2 * pi * number / of
    kind, radius = ("taken", 7) if is_taken else ("free", 6)
    return (
        f'<circle class="kk-kring__{kind}" cx="{MIDDLE + RING * sin(angle):.1f}"'
        f' cy="{MIDDLE - RING * cos(angle):.1f}" r="{radius}"/>'
    )
