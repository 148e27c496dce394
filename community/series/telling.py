"""Whoever is at several dates that move hears of all of them in one mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from community.gatherings import hosting_news
from community.gatherings.hosting_rules import Hand
from community.gatherings.moves import Move, kept_together
from community.outbox.services import owe
from community.series.models import Series
from community.tokens import fingerprint


@contextmanager
def told_together(session: Session, series: Series, hand: Hand) -> Iterator[None]:
    """Who is at one of the dates gets the ordinary mail, with its invitation."""
    with kept_together(session) as moves:
        yield
    session.flush()
    by_person: dict[int, list[Move]] = {}
    for move in moves:
        by_person.setdefault(move.sign_up.person_id, []).append(move)
    for person_id, theirs in by_person.items():
        if len(theirs) == 1:
            hosting_news.owe_news(session, theirs[0].sign_up, "moved", theirs[0].was, now=hand.now)
        else:
            _owe_one(session, series, person_id, theirs, hand)


def _owe_one(
    session: Session, series: Series, person_id: int, moves: list[Move], hand: Hand
) -> None:
    """What each date is now says whether the mail still tells how it stands."""
    told = [
        [move.sign_up.id, _sequence(move), move.was.isoformat() if move.was else None]
        for move in moves
    ]
    owe(
        session,
        "series/moved",
        to=person_id,
        key=f"series:{series.first_id}:{person_id}:moved:{fingerprint(repr(told))[:32]}",
        library_id=series.library_id,
        now=hand.now,
        series_id=series.id,
        moves=told,
    )


def _sequence(move: Move) -> int:
    return move.sign_up.gathering.sequence + move.sign_up.sequence
