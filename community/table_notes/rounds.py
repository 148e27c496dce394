"""The clock of the rounds: next, two more minutes, the end, and back from a wrong press.

Every press carries how the clock stood when it was made. A clock that stands otherwise by then
does not move: pressing twice, or two people pressing at once, is one press.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from math import ceil

from sqlalchemy.orm import Session

from community.db import insert_once
from community.gatherings import hosting_queries
from community.table_notes import queries, rules
from community.table_notes.models import RoundClock
from community.table_notes.running import Round

#: What a table asks for when it is in the middle of something.
MORE = 2


class Press(StrEnum):
    NEXT = "volgende"
    MORE = "erbij"
    END = "klaar"
    BACK = "terug"
    AGAIN = "verder"  #: Not over after all: two more minutes for the last round.


def stand(clock: RoundClock | None) -> str:
    """How it stands, in one word."""
    if clock is None or clock.round_no == 0:
        return "0"
    began = round(clock.round_began_at.timestamp()) if clock.round_began_at else 0
    return f"{clock.round_no}.{began}.{clock.minutes or 0}.{int(clock.ended_at is not None)}"


def press(
    session: Session,
    library_id: int,
    gathering_id: int,
    what: Press,
    rounds: Sequence[Round],
    *,
    seen: str,
    now: datetime,
) -> bool:
    """Whether the clock moved."""
    gathering = hosting_queries.get(session, library_id, gathering_id)
    if rules.stands(gathering, now) is not rules.Stands.OPEN:
        raise rules.RoomIsClosed
    insert_once(
        session, RoundClock, gathering_id=gathering_id, library_id=library_id, round_no=0,
        round_began_at=None, minutes=None, ended_at=None,
    )  # fmt: skip
    clock = queries.lock_clock(session, gathering)
    if stand(clock) != seen or what not in offered(clock, rounds):
        return False
    if what is Press.END:
        clock.ended_at = now
    elif what in {Press.NEXT, Press.BACK}:
        _turn_to(clock, rounds[clock.round_no - (0 if what is Press.NEXT else 2)], now)
    else:
        _add(clock, now)
    return True


def offered(clock: RoundClock | None, rounds: Sequence[Round]) -> list[Press]:
    """What can be pressed now; the first is what comes next by itself."""
    if clock is None or clock.round_no == 0:
        return [Press.NEXT]
    back = [Press.BACK] if clock.round_no > 1 else []
    if clock.ended_at is not None:
        return [Press.AGAIN, *back]
    onwards = Press.NEXT if clock.round_no < len(rounds) else Press.END
    return [onwards, *([Press.MORE] if clock.minutes is not None else []), *back]


def _turn_to(clock: RoundClock, to: Round, now: datetime) -> None:
    clock.round_no, clock.minutes = to.number, to.minutes
    clock.round_began_at, clock.ended_at = now, None


def _add(clock: RoundClock, now: datetime) -> None:
    """Two minutes on top of the round; of one whose time is over, two from now."""
    clock.ended_at = None
    if clock.minutes is None or clock.round_began_at is None:
        return
    passed = ceil((now - clock.round_began_at).total_seconds() / 60)
    clock.minutes = max(clock.minutes, passed) + MORE
