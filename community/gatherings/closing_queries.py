"""What is read to round off a gathering: who did not come, and what was written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager

from community.accounts.models import Person
from community.gatherings.models import (
    Absent,
    Attendance,
    Gathering,
    GatheringStatus,
    LookBack,
    SignUp,
    SignUpStatus,
)


def list_missing(session: Session, gathering: Gathering) -> Sequence[SignUp]:
    """Who had a seat and was not checked in, by first name; of something sensitive nobody knows."""
    if gathering.is_sensitive:
        return []
    here = select(Attendance.sign_up_id).where(
        Attendance.gathering_id == gathering.id,
        Attendance.undone_at.is_(None),
        Attendance.sign_up_id.is_not(None),
    )
    return session.scalars(
        select(SignUp)
        .join(SignUp.person)
        .options(contains_eager(SignUp.person))
        .where(
            SignUp.gathering_id == gathering.id,
            SignUp.status == SignUpStatus.CONFIRMED,
            SignUp.id.not_in(here),
        )
        .order_by(func.lower(Person.first_name), SignUp.id)
    ).all()


def is_missing(session: Session, sign_up: SignUp) -> bool:
    """Whether this one has a seat, and nobody saw them."""
    here = select(Attendance.id).where(
        Attendance.sign_up_id == sign_up.id, Attendance.undone_at.is_(None)
    )
    return sign_up.status is SignUpStatus.CONFIRMED and session.scalar(here) is None


def hears_nothing_more(
    person_id: ColumnElement[int] | InstrumentedAttribute[int],
    gathering_id: ColumnElement[int] | InstrumentedAttribute[int] | int,
) -> ColumnElement[bool]:
    """Whether somebody is not to be invited to a gathering, nor reminded of it, by the desk's word.

    They stayed away from an earlier one of the same name, of which it was said that who did not
    come hears nothing more. Who signs up for this one after that has come back.
    """
    following, earlier = aliased(Gathering), aliased(Gathering)
    missed, again = aliased(SignUp), aliased(SignUp)
    seen = select(Attendance.id).where(Attendance.undone_at.is_(None))
    came_back = exists().where(
        again.person_id == missed.person_id,
        again.gathering_id == following.id,
        again.created_at > LookBack.written_at,
    )
    return exists().where(
        following.id == gathering_id,
        missed.person_id == person_id,
        missed.status == SignUpStatus.CONFIRMED,
        missed.gathering_id == earlier.id,
        earlier.library_id == following.library_id,
        earlier.title == following.title,
        earlier.starts_at < following.starts_at,
        LookBack.gathering_id == earlier.id,
        LookBack.absent == Absent.LEFT_OUT,
        # Where nobody was checked in, nobody knows who stayed away.
        seen.where(Attendance.gathering_id == earlier.id).exists(),
        ~seen.where(Attendance.sign_up_id == missed.id).exists(),
        ~came_back,
    )


def find_look_back(session: Session, library_id: int, gathering_id: int) -> LookBack | None:
    return session.scalars(
        select(LookBack).where(
            LookBack.library_id == library_id, LookBack.gathering_id == gathering_id
        )
    ).one_or_none()


def find_draft(
    session: Session, library_id: int, title: str, starts_at: datetime
) -> Gathering | None:
    """A draft that says this at this time; the oldest."""
    return session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.DRAFT,
            Gathering.title == title,
            Gathering.starts_at == starts_at,
        )
        .order_by(Gathering.id)
        .limit(1)
    ).one_or_none()
