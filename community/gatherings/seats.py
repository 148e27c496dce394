"""The seats of a gathering: its counters, and the one order in which seats are given out.

Whoever changes a seat holds the gathering's row, and took it before anything else: by `enter`,
which locks, checks and takes in one statement, or by `lock`. What is read after that holds until
the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, exists, func, or_, select, true, update
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.dml import ReturningUpdate

from community.db import UtcDateTime, table_of, take_in
from community.errors import NotFound
from community.gatherings import sign_up_news as news
from community.gatherings.kinds import SIGN_UP_MODES, Eligibility
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.libraries import versions
from community.measures import waiting

#: How long a seat is kept for an address that is not yet confirmed.
HOLD = timedelta(minutes=60)

_ANEW = {"populate_existing": True}

_gathering = table_of(Gathering)
_of = _gathering.c

#: Of a gathering, to whoever comes in; what else it knows is read when somebody asks.
_WHAT_COUNTS = (
    *(_of.id, _of.library_id, _of.branch_id, _of.status, _of.starts_at, _of.ends_at),
    *(_of.sign_up_mode, _of.sign_up_opens_at, _of.sign_up_closes_at, _of.eligibility),
    *(_of.capacity, _of.has_waiting_list, _of.taken, _of.waiting, _of.next_queue_no),
    *(_of.is_sensitive, _of.questions, _of.takes_children, _of.sequence),
)

_TOLD = [column.key for column in _WHAT_COUNTS]

#: Built once, as the entrance is.
_EXPIRED = select(SignUp).where(
    SignUp.gathering_id == bindparam("gathering"),
    SignUp.held_until <= bindparam("moment", type_=UtcDateTime()),
)


def enter(
    session: Session,
    library_id: int,
    gathering_id: int,
    seats: int,
    *,
    proven: bool,
    at_desk: bool,
    now: datetime,
) -> tuple[Gathering, bool]:
    """Lock the gathering; take seats if it is open, so many are free and nobody waits, else wait.

    One statement, so that nobody comes between looking and taking, and nobody queues for the row
    twice. Who was seated reads `waiting == 0`; everybody gets a number in the queue. Also told is
    whether a hold may have run out: one that had not by `now` will not have.
    """
    session.flush()
    statement = _entrance(proven=proven, at_desk=at_desk)
    whom = {"library": library_id, "gathering": gathering_id, "seats": seats, "moment": now}
    with waiting("seats"):
        entered = session.connection().execute(statement, whom).one_or_none()
    if entered is None:
        raise NotFound
    *told, ran_out = entered
    return take_in(session, Gathering, dict(zip(_TOLD, told, strict=True))), ran_out


@cache
def _entrance(*, proven: bool, at_desk: bool) -> ReturningUpdate[Any]:
    """Built once: in a rush it is what everybody does, and building costs more than running.

    Of the plain table: for objects, SQLAlchemy would take ten times as long, under the lock.
    """
    seats, now = bindparam("seats", type_=Integer), bindparam("moment", type_=UtcDateTime())
    closes_at = func.coalesce(_of.sign_up_closes_at, _of.starts_at)
    opens_at = func.coalesce(_of.sign_up_opens_at, now)
    seated = and_(
        _of.waiting == 0,
        or_(_of.capacity.is_(None), _of.taken + seats <= _of.capacity),
        _of.status == GatheringStatus.PUBLISHED,
        or_(*(_of.sign_up_mode == mode for mode in SIGN_UP_MODES)),
        _of.ends_at > now if at_desk else (closes_at > now) & (opens_at <= now),
        true() if proven else _of.eligibility == Eligibility.EVERYONE,
    )
    return (
        update(_gathering)
        .where(_of.id == bindparam("gathering"), _of.library_id == bindparam("library"))
        .values(
            taken=_of.taken + case((seated, seats), else_=0),
            waiting=_of.waiting + case((seated, 0), else_=1),
            next_queue_no=_of.next_queue_no + 1,
        )
        .returning(*_WHAT_COUNTS, exists(_EXPIRED))
    )


def undo_enter(gathering: Gathering, seats: int) -> None:
    """For who turns out to be signed up already."""
    gathering.next_queue_no -= 1
    if gathering.waiting:
        gathering.waiting -= 1
    else:
        gathering.taken -= seats


def lock(session: Session, gathering_id: int, library_id: int | None = None) -> Gathering:
    """The gathering with its row locked until the transaction ends."""
    statement = select(Gathering).where(
        Gathering.id == gathering_id,
        true() if library_id is None else Gathering.library_id == library_id,
    )
    # Not FOR UPDATE: others may go on to refer to this row, they only may not change it.
    with waiting("seats"):
        locked = session.scalars(
            statement.with_for_update(key_share=True), execution_options=_ANEW
        ).one_or_none()
    if locked is None:
        raise NotFound
    return locked


def has_room(gathering: Gathering, seats: int) -> bool:
    """Whether somebody new could have that many seats now: nobody is passed who waits."""
    return gathering.waiting == 0 and fits(gathering, seats)


def fits(gathering: Gathering, seats: int) -> bool:
    free = gathering.seats_free
    return free is None or seats <= free


def release(gathering: Gathering, sign_up: SignUp) -> None:
    """Take a sign-up out of the counters: its seats are free, or its place on the list is."""
    if sign_up.has_seat:
        gathering.taken -= sign_up.party_size
    elif sign_up.status is SignUpStatus.WAITING:
        gathering.waiting -= 1
    sign_up.has_seat = False
    sign_up.held_until = None


def seat(gathering: Gathering, sign_up: SignUp) -> None:
    """Give a sign-up its seats, for good."""
    release(gathering, sign_up)
    gathering.taken += sign_up.party_size
    sign_up.status = SignUpStatus.CONFIRMED
    sign_up.has_seat = True


def hold(gathering: Gathering, sign_up: SignUp, *, now: datetime) -> None:
    """Keep its seats for a sign-up whose address is not confirmed yet."""
    release(gathering, sign_up)
    gathering.taken += sign_up.party_size
    sign_up.has_seat = True
    sign_up.held_until = now + HOLD


def wait(gathering: Gathering, sign_up: SignUp) -> None:
    """Put a sign-up on the waiting list, where its number in the queue says."""
    release(gathering, sign_up)
    gathering.waiting += 1
    sign_up.status = SignUpStatus.WAITING


def give_out(
    session: Session,
    gathering: Gathering,
    *,
    now: datetime,
    newcomer: SignUp | None = None,
    ran_out: bool = True,
) -> Sequence[SignUp]:
    """Free the holds that `ran_out`, then give the free seats to who waits, longest first.

    The party at the head waits until it fits and holds up who is behind it, unless it is larger
    than the whole gathering. `newcomer` is told by the caller, everybody else here.
    """
    before = (gathering.taken, gathering.waiting)
    if ran_out:
        _free_expired_holds(session, gathering, now=now)
    promoted = _promote(session, gathering, now=now)
    for sign_up in promoted:
        if sign_up is not newcomer:
            sign_up.raise_sequence()
            news.promoted(session, gathering, sign_up, now=now)
    if before != (gathering.taken, gathering.waiting):
        versions.pages_changed(session, gathering.library_id)
    return promoted


def promote_waiting(session: Session, gathering_id: int, *, now: datetime) -> Sequence[SignUp]:
    """Give out what is free: after a raised capacity, or because the clock came by."""
    session.flush()
    return give_out(session, lock(session, gathering_id), now=now)


def _free_expired_holds(session: Session, gathering: Gathering, *, now: datetime) -> None:
    whose = {"gathering": gathering.id, "moment": now}
    for sign_up in session.scalars(_EXPIRED, whose, execution_options=_ANEW):
        release(gathering, sign_up)


def _promote(session: Session, gathering: Gathering, *, now: datetime) -> list[SignUp]:
    free = gathering.seats_free
    on = gathering.status is GatheringStatus.PUBLISHED and not gathering.has_begun(now)
    if not on or not gathering.waiting or free == 0:
        return []
    session.flush()
    could_fit = true() if free is None else SignUp.party_size <= gathering.capacity
    in_order = session.scalars(
        select(SignUp)
        .where(
            SignUp.gathering_id == gathering.id, SignUp.status == SignUpStatus.WAITING, could_fit
        )
        .order_by(SignUp.queue_no)
        .limit(free)  # Every party takes at least one.
        .options(joinedload(SignUp.person)),
        execution_options=_ANEW,
    )
    promoted = []
    for sign_up in in_order:
        if not fits(gathering, sign_up.party_size):
            break
        seat(gathering, sign_up)
        promoted.append(sign_up)
    return promoted
