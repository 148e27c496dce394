"""Who came to what was over lately, and is not rounded off yet; and who shuns photos."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.demo.rows import secret
from community.gatherings import attendance
from community.gatherings.attendance import Note, Via
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus

#: What the librarian has still to round off, the latest first.
MOST = 6
LATELY = timedelta(days=4)
WALKED_IN = ("Ali", "", "Truus", "")


def arrive(session: Session, library_id: int, town: str, now: datetime) -> None:
    """Through the door's own verbs, with chances of its own."""
    chance = Random(f"deur van {town}")  # noqa: S311
    shun_photos(session, library_id, chance, now)
    for gathering in _lately(session, library_id, now):
        for entry in _coming(session, gathering):
            at = gathering.starts_at - timedelta(minutes=chance.randrange(-5, 20))
            if chance.random() < 0.85 and not gathering.is_sensitive:
                seen = Note(None, at, chance.choice((Via.LIST, Via.LIST, Via.QR, Via.CODE)))
                attendance.note_sign_up(session, library_id, entry.id, seen, now=at)
        for name in WALKED_IN[: chance.randrange(len(WALKED_IN) + 1)]:
            at = gathering.starts_at + timedelta(minutes=chance.randrange(10))
            seen = Note(1, at, Via.WALK_IN, "" if gathering.is_sensitive else name)
            attendance.note_walk_in(session, library_id, gathering.id, secret(chance), seen, now=at)


def shun_photos(session: Session, library_id: int, chance: Random, now: datetime) -> None:
    """About one in twelve, of whoever comes to something still to come."""
    coming = session.scalars(
        select(SignUp)
        .join(SignUp.gathering)
        .where(
            SignUp.library_id == library_id,
            SignUp.status == SignUpStatus.CONFIRMED,
            Gathering.starts_at.between(now, now + timedelta(days=14)),
        )
        .order_by(SignUp.id)
    )
    for entry in coming:
        entry.no_photo = chance.random() < 1 / 12


def _lately(session: Session, library_id: int, now: datetime) -> list[Gathering]:
    return list(
        session.scalars(
            select(Gathering)
            .where(
                Gathering.library_id == library_id,
                Gathering.status == GatheringStatus.PUBLISHED,
                Gathering.starts_at.between(now - LATELY, now),
            )
            .order_by(Gathering.starts_at.desc(), Gathering.id)
            .limit(MOST)
        )
    )


def _coming(session: Session, gathering: Gathering) -> list[SignUp]:
    return list(
        session.scalars(
            select(SignUp)
            .where(SignUp.gathering_id == gathering.id, SignUp.status == SignUpStatus.CONFIRMED)
            .order_by(SignUp.id)
        )
    )
