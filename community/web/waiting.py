"""What waits for who works at the desk: each room says how many, and how it reads.

A room gives selects and not answers, so that Today asks them of all rooms in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import Session

#: Given a library and now: selects of one value each. The first says how many wait; the others are
#: what the line shows besides, such as the title of the first of them.
Asked = Callable[[int, datetime], Sequence[Select[Any] | ScalarSelect[Any]]]
#: The line that says so, given the values; only asked for when something waits.
Line = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Piece:
    asked: Asked
    line: Line
    order: int


def waits(app: Flask, asked: Asked, line: Line, *, order: int = 50) -> None:
    """Let a room say what waits there: a line of `macros/waits.html`; a lower order is first."""
    pieces = _pieces(app)
    pieces.append(Piece(asked, line, order))
    pieces.sort(key=lambda piece: piece.order)


def lines(
    session: Session, library_id: int, *own: ScalarSelect[Any], now: datetime
) -> tuple[Markup, Sequence[Any]]:
    """The lines of all rooms, and the values of the selects that the page itself adds."""
    pieces = _pieces(current_app)
    asked = [[_scalar(one) for one in piece.asked(library_id, now)] for piece in pieces]
    row = session.execute(select(*own, *(one for each in asked for one in each))).one()
    values = iter(row[len(own) :])
    said = Markup()
    for piece, each in zip(pieces, asked, strict=True):
        number, *more = [next(values) for _ in each]
        if number:
            said += Markup(piece.line(number, *more))  # noqa: S704 (made by a template)
    return said, row[: len(own)]


def _scalar(asked: Select[Any] | ScalarSelect[Any]) -> ScalarSelect[Any]:
    return asked.scalar_subquery() if isinstance(asked, Select) else asked


def _pieces(app: Flask) -> list[Piece]:
    pieces: list[Piece] = app.extensions.setdefault("waiting", [])
    return pieces
