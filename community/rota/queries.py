"""Every select about the rota."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from community.accounts.models import Membership, Role
from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringStatus
from community.rota.models import Shift, ShiftPerson

#: So much of it is read at once.
MOST = 300


def get(session: Session, library_id: int, shift_id: int) -> Shift:
    found = session.scalars(
        _shifts().where(Shift.library_id == library_id, Shift.id == shift_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, shift_id: int) -> Shift:
    """The task with its row locked until the transaction ends."""
    found = session.scalars(
        select(Shift).where(Shift.library_id == library_id, Shift.id == shift_id).with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_task(session: Session, library_id: int, gathering_id: int, task: str) -> Shift | None:
    return session.scalars(
        select(Shift).where(
            Shift.library_id == library_id,
            Shift.gathering_id == gathering_id,
            func.lower(Shift.task) == task.lower(),
        )
    ).one_or_none()


def find_place(session: Session, gathering_id: int, person_id: int) -> ShiftPerson | None:
    """What this person does at this gathering."""
    return session.get(ShiftPerson, (gathering_id, person_id), populate_existing=True)


def is_on_duty(session: Session, library_id: int, gathering_id: int, person_id: int) -> bool:
    found = select(ShiftPerson.shift_id).where(
        ShiftPerson.library_id == library_id,
        ShiftPerson.gathering_id == gathering_id,
        ShiftPerson.person_id == person_id,
    )
    return session.scalar(found) is not None


def list_of(session: Session, library_id: int, gathering_id: int) -> Sequence[Shift]:
    """The tasks of one gathering, with who does them."""
    return session.scalars(
        _shifts()
        .where(Shift.library_id == library_id, Shift.gathering_id == gathering_id)
        .order_by(func.lower(Shift.task), Shift.id)
    ).all()


def list_between(
    session: Session, library_id: int, first: datetime, last: datetime
) -> Sequence[Shift]:
    """The tasks of what is published and begins between two moments, in order."""
    return session.scalars(
        _coming(first).where(Shift.library_id == library_id, Gathering.starts_at < last).limit(MOST)
    ).all()


def gaps(library_id: int, first: datetime, last: datetime) -> Select[int]:
    """How many pairs of hands are missing between two moments; for the librarian's Today."""
    return (
        select(func.coalesce(func.sum(Shift.needed - Shift.taken), 0))
        .join(Shift.gathering)
        .where(
            Shift.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.starts_at > first,
            Gathering.starts_at < last,
        )
    )


def list_own(session: Session, person_id: int, *, now: datetime) -> Sequence[Shift]:
    """What this person is going to do, in whatever library."""
    own = select(ShiftPerson.shift_id).where(ShiftPerson.person_id == person_id)
    return session.scalars(_coming(now).where(Shift.id.in_(own)).limit(MOST)).all()


def list_open(
    session: Session, person_id: int, roles: Sequence[Role], *, now: datetime, most: int
) -> Sequence[Shift]:
    """What still needs hands in the libraries where this person helps, at gatherings at which
    they do nothing yet."""
    helps_at = select(Membership.library_id).where(
        Membership.person_id == person_id, Membership.role.in_(roles)
    )
    busy = select(ShiftPerson.gathering_id).where(ShiftPerson.person_id == person_id)
    return session.scalars(
        _coming(now)
        .where(
            Shift.library_id.in_(helps_at),
            Shift.taken < Shift.needed,
            Shift.gathering_id.not_in(busy),
        )
        .limit(most)
    ).all()


def list_task_words(session: Session, library_id: int) -> Sequence[str]:
    """What tasks are called here, the most used first."""
    return session.scalars(
        select(Shift.task)
        .where(Shift.library_id == library_id)
        .group_by(Shift.task)
        .order_by(func.count().desc(), Shift.task)
        .limit(12)
    ).all()


def _shifts() -> Select[Shift]:
    gathering = contains_eager(Shift.gathering)
    return (
        select(Shift)
        .join(Shift.gathering)
        .options(
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
            gathering.joinedload(Gathering.library),
            selectinload(Shift.people),
        )
        .execution_options(populate_existing=True)
    )


def _coming(now: datetime) -> Select[Shift]:
    return (
        _shifts()
        .where(Gathering.status == GatheringStatus.PUBLISHED, Gathering.starts_at > now)
        .order_by(Gathering.starts_at, Gathering.id, func.lower(Shift.task))
    )
