"""Asking for hands, taking a task on, and giving it back.

Whoever takes a task holds its row first; two tasks of one gathering at once are kept apart by the
key of who does what there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.db import insert_once
from community.errors import DomainError
from community.gatherings import seats
from community.gatherings.hosting_rules import GatheringIsCancelled, GatheringIsOver
from community.gatherings.models import Gathering, GatheringStatus
from community.rota import queries
from community.rota.models import MOST_HANDS, Shift, ShiftPerson
from community.words import N_

#: Until so long before it begins somebody can give a task back alone; after that they call.
GIVE_BACK_UNTIL = timedelta(days=1)


class TaskIsFull(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Somebody was ahead of you: there are enough hands for this."))


class DoesSomethingElse(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("At one activity everyone has one task at most. There is one already."))


class TooLateToGiveBack(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("It begins within a day. Please call us, so that we find somebody."))


class TooFewHands(DomainError):
    status = 422

    def __init__(self, taken: int) -> None:
        super().__init__(
            N_("%(taken)s people are already doing this. Choose at least that number."), taken=taken
        )


class SomebodyDoesThis(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Somebody is already doing this. Take them off first."))


def ask(
    session: Session,
    library_id: int,
    gathering_id: int,
    task: str,
    needed: int,
    *,
    now: datetime,
) -> Shift:
    """So many people for this task. The same task again is another number."""
    gathering = seats.lock(session, gathering_id, library_id)
    _refuse_unless_coming(gathering, now)
    shift = queries.find_task(session, library_id, gathering_id, task)
    if shift is None:
        shift = Shift(library_id=library_id, gathering_id=gathering_id, task=task, taken=0)
    else:
        shift = queries.lock(session, library_id, shift.id)
    if not max(1, shift.taken) <= needed <= MOST_HANDS:
        raise TooFewHands(shift.taken)
    shift.needed = needed
    session.add(shift)
    session.flush()
    return shift


def drop(session: Session, library_id: int, shift_id: int) -> int:
    """This need not be done after all; the number of the gathering it was for."""
    shift = queries.lock(session, library_id, shift_id)
    if shift.taken:
        raise SomebodyDoesThis
    session.delete(shift)
    return shift.gathering_id


def take(
    session: Session, library_id: int, shift_id: int, person_id: int, *, now: datetime
) -> Shift:
    """Somebody takes it on. Full is full; doing so twice changes nothing."""
    shift = queries.lock(session, library_id, shift_id)
    gathering = session.get_one(Gathering, shift.gathering_id)
    _refuse_unless_coming(gathering, now)
    stands = queries.find_place(session, shift.gathering_id, person_id)
    if stands is not None and stands.shift_id == shift.id:
        return shift
    if stands is not None:
        raise DoesSomethingElse
    if shift.taken >= shift.needed:
        raise TaskIsFull
    made = insert_once(
        session,
        ShiftPerson,
        gathering_id=shift.gathering_id,
        person_id=person_id,
        shift_id=shift.id,
        library_id=library_id,
        taken_at=now,
    )
    if not made:
        raise DoesSomethingElse
    _count(session, shift, 1)
    return shift


def give_back(
    session: Session,
    library_id: int,
    shift_id: int,
    person_id: int,
    *,
    at_desk: bool = False,
    now: datetime,
) -> Shift:
    """Somebody does not do it after all: until a day before, at the desk always."""
    shift = queries.lock(session, library_id, shift_id)
    stands = queries.find_place(session, shift.gathering_id, person_id)
    if stands is None or stands.shift_id != shift.id:
        return shift
    gathering = session.get_one(Gathering, shift.gathering_id)
    if not at_desk and now > gathering.starts_at - GIVE_BACK_UNTIL:
        raise TooLateToGiveBack
    session.delete(stands)
    _count(session, shift, -1)
    return shift


def can_give_back(shift: Shift, *, now: datetime) -> bool:
    return now <= shift.gathering.starts_at - GIVE_BACK_UNTIL


def _count(session: Session, shift: Shift, people: int) -> None:
    """Added in the database, whose CHECK so stands behind the lock."""
    session.execute(update(Shift).where(Shift.id == shift.id).values(taken=Shift.taken + people))


def _refuse_unless_coming(gathering: Gathering, now: datetime) -> None:
    if gathering.status is GatheringStatus.CANCELLED:
        raise GatheringIsCancelled
    if gathering.is_over(now):
        raise GatheringIsOver
