"""Partners at a gathering: who makes it with us, and what they bring.

The gathering's row is taken first, so that closing it sees what stands. Every change is a row of
the log that names the one before; with quantity 0 it says that the partner was not there after all.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.gatherings import seats
from community.gatherings.models import Gathering
from community.partners import queries
from community.partners.models import Partner, Partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a partner brings to one gathering: hours, a room, money; and what it does there."""

    minutes: int = 0
    room: bool = False
    cents: int = 0
    part: str = ""


def join(
    session: Session,
    library_id: int,
    gathering_id: int,
    partner_id: int,
    brought: Brought,
    *,
    now: datetime,
) -> Partnership:
    """Note that a partner makes this gathering with us; doing so again only changes what it brings.

    What the partner had confirmed of other amounts is asked again.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    partner = queries.get(session, library_id, partner_id)
    stands = queries.find_at(session, library_id, gathering_id, partner_id)
    if stands is not None and brought_by(stands) == brought:
        return stands
    counted = stands is None or amounts(brought_by(stands)) != amounts(brought)
    row = stands or new_partnership(gathering, partner, now=now)
    for name, value in asdict(brought).items():
        setattr(row, name, value)
    if counted:
        row.confirmed_at = row.listed_at = None
        row.activity_id = log_joined(
            session, gathering, partner, brought,
            corrects_id=stands.activity_id if stands else None, now=now,
        )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def new_partnership(gathering: Gathering, partner: Partner, *, now: datetime) -> Partnership:
    """One that brings nothing yet."""
    return Partnership(
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        partner_id=partner.id,
        created_at=now,
    )


def leave(
    session: Session, library_id: int, gathering_id: int, partner_id: int, *, now: datetime
) -> None:
    """Take a partner off a gathering. One that is not there is no error."""
    gathering = seats.lock(session, gathering_id, library_id)
    partner = queries.get(session, library_id, partner_id)
    stands = queries.find_at(session, library_id, gathering_id, partner_id)
    if stands is None:
        return
    log_joined(
        session, gathering, partner, Brought(), corrects_id=stands.activity_id, quantity=0, now=now
    )
    session.delete(stands)


def join_again(
    session: Session, library_id: int, gathering_id: int, *, now: datetime
) -> list[Partnership]:
    """The same partners as the last time that this was held, with what they brought then."""
    gathering = seats.lock(session, gathering_id, library_id)
    earlier = queries.find_earlier(session, gathering)
    if earlier is None:
        return []
    possible = {
        number for number, _name in queries.list_possible(session, library_id, gathering_id)
    }
    return [
        join(session, library_id, gathering_id, one.partner_id, brought_by(one), now=now)
        for one in queries.list_at(session, earlier.id)
        if one.partner_id in possible
    ]


def brought_by(row: Partnership) -> Brought:
    return Brought(minutes=row.minutes, room=row.room, cents=row.cents, part=row.part)


def amounts(brought: Brought) -> tuple[int, bool, int]:
    """What the partner confirms; how we describe its part in words is not among it."""
    return brought.minutes, brought.room, brought.cents


def in_the_log(brought: Brought) -> dict[str, object]:
    """Hours as a number, money in cents: as every row about a contribution says it."""
    return {"hours": brought.minutes / 60, "room": brought.room, "money": brought.cents}


def log_joined(
    session: Session,
    gathering: Gathering,
    partner: Partner,
    brought: Brought,
    *,
    corrects_id: int | None,
    quantity: int = 1,
    now: datetime,
) -> int:
    facts: activity.Facts = {
        **facts_of(gathering, partner, brought, now=now),
        "quantity": quantity,
        "corrects_id": corrects_id,
    }
    return activity.record(session, Verb.PARTNER_JOINED, **facts)


def facts_of(
    gathering: Gathering, partner: Partner, brought: Brought, *, now: datetime
) -> activity.Facts:
    """What the log tells of a partner that makes a gathering with us."""
    return {
        "library_id": gathering.library_id,
        "branch_id": gathering.branch_id,
        "gathering_id": gathering.id,
        "partner_id": partner.id,
        "details": {
            **in_the_log(brought),
            "sector": partner.sector,
            "organisation": partner.organisation,
        },
        "now": now,
    }


def as_closing_says(session: Session, gathering: Gathering) -> list[dict[str, object]]:
    """The partners of a gathering as the log's row about its closing carries them."""
    return [in_words_of_the_log(one) for one in queries.list_at(session, gathering.id)]


def in_words_of_the_log(one: Partnership) -> dict[str, object]:
    return {
        "partner_id": one.partner_id,
        "sector": one.partner.sector,
        **in_the_log(brought_by(one)),
    }
