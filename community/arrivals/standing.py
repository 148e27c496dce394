"""Being counted by answers that were given once, for as long as somebody agrees to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.arrivals import queries
from community.arrivals.agreed import STANDING
from community.arrivals.models import StandingAnswer
from community.consents import services as consents
from community.consents.models import Channel
from community.gatherings.attendance import NOTHING, Said

#: People move and grow older: after this they are asked anew, as a visit loses its person then.
HOLDS_FOR = timedelta(days=730)


def agree(session: Session, library_id: int, person_id: int, said: Said, *, now: datetime) -> None:
    """Keep these answers, instead of what stood there. Nothing said is nothing kept."""
    if said == NOTHING:
        forget(session, library_id, person_id, now=now)
        return
    consents.agree(session, library_id, person_id, STANDING.name, channel=Channel.SCREEN, now=now)
    stands = queries.find_standing(session, library_id, person_id) or StandingAnswer(
        library_id=library_id, person_id=person_id
    )
    stands.been_before = None if said.first_time is None else not said.first_time
    stands.age_class, stands.pc4, stands.agreed_at = said.age_class, said.pc4, now
    session.add(stands)
    session.flush()


def forget(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    """No longer; what was counted before stays counted."""
    consents.take_back(session, library_id, person_id, STANDING.name, now=now)


def said_by(
    session: Session, library_id: int, person_id: int, *, at: int = 0, now: datetime
) -> Said:
    """What somebody lets us count on coming in `at` a gathering; nothing without their consent."""
    stands = queries.find_standing(session, library_id, person_id)
    if stands is None or stands.agreed_at < now - HOLDS_FOR:
        return NOTHING
    said = Said(None, stands.age_class, stands.pc4)
    if stands.been_before is None:
        return said
    first = not stands.been_before and not queries.has_come(session, library_id, person_id, but=at)
    return replace(said, first_time=first)
