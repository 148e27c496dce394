"""What the pages of the meetlat read: results alone, never the counts that they were made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.gatherings.models import Gathering
from community.meetlat.engine.results import MeetlatResult
from community.meetlat.engine.stored import load
from community.meetlat.models import MeetlatPublication, Meting, Publicity, Standing
from community.partners.models import Partner

#: Three years of quarters.
MOST_METINGEN = 12


@dataclass(frozen=True, slots=True)
class Stand:
    """How a library stands now."""

    worked_out_at: datetime
    result: MeetlatResult


@dataclass(frozen=True, slots=True)
class Frozen:
    """A meting, without what it was worked out from."""

    id: int
    until: date
    frozen_at: datetime
    frozen_by: str | None  #: None: the clock, or somebody who is no longer known.
    result: MeetlatResult


def find_stand(session: Session, library_id: int) -> Stand | None:
    """None before the first night."""
    row = session.execute(
        select(Standing.worked_out_at, Standing.result).where(Standing.library_id == library_id)
    ).first()
    return Stand(row.worked_out_at, _read(row.result)) if row else None


def list_frozen(session: Session, library_id: int) -> Sequence[Frozen]:
    """The latest metingen, the oldest of them first."""
    rows = session.execute(
        select(Meting.id, Meting.until, Meting.frozen_at, Meting.result, Person)
        .outerjoin(Person, Person.id == Meting.frozen_by_id)
        .where(Meting.library_id == library_id)
        .order_by(Meting.until.desc())
        .limit(MOST_METINGEN)
    ).all()
    return [
        Frozen(number, until, frozen_at, person.full_name if person else None, _read(result))
        for number, until, frozen_at, result, person in reversed(rows)
    ]


def find_assessment(session: Session, library_id: int, until: date) -> bytes | None:
    """How the library saw itself, as it was frozen with the meting of that day."""
    return session.scalar(
        select(Meting.assessment).where(Meting.library_id == library_id, Meting.until == until)
    )


def find_inputs(session: Session, library_id: int) -> bytes | None:
    """What the standing was worked out from: large, and only for the pages behind a number."""
    return session.scalar(select(Standing.inputs).where(Standing.library_id == library_id))


def titles(session: Session, library_id: int, ids: Collection[int]) -> dict[int, str]:
    """Of the gatherings that are still there."""
    found = select(Gathering.id, Gathering.title).where(
        Gathering.library_id == library_id, Gathering.id.in_(ids)
    )
    return dict(session.execute(found).all())


def partner_names(session: Session, library_id: int, ids: Collection[int]) -> dict[int, str]:
    """Of the partners that are still there."""
    found = select(Partner.id, Partner.name).where(
        Partner.library_id == library_id, Partner.id.in_(ids)
    )
    return dict(session.execute(found).all())


def publicity(session: Session, library_id: int) -> Publicity:
    """What a manager chose to show; nothing, as long as nobody chose."""
    chosen = session.scalar(
        select(MeetlatPublication.shows).where(MeetlatPublication.library_id == library_id)
    )
    return chosen or Publicity.NOTHING


def is_public(session: Session, library_id: int) -> bool:
    """Whether a manager chose to show something, and there is something to show."""
    chosen = exists().where(
        MeetlatPublication.library_id == library_id,
        MeetlatPublication.shows != Publicity.NOTHING,
    )
    stands = exists().where(Standing.library_id == library_id)
    frozen = exists().where(Meting.library_id == library_id)
    return bool(session.scalar(select(and_(chosen, or_(stands, frozen)))))


def lock_publication(session: Session, library_id: int) -> MeetlatPublication:
    """The choice, for nobody else to change in the meantime."""
    return session.scalars(
        select(MeetlatPublication)
        .where(MeetlatPublication.library_id == library_id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).one()


@lru_cache(maxsize=64)
def _read(stored: bytes) -> MeetlatResult:
    """The same bytes are the same result: read once."""
    return load(MeetlatResult, stored)
