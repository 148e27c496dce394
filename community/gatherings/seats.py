"""The seats of a gathering: its counters, and the one order in which seats are given out.

Whoever changes a seat holds the gathering's row, and took it before anything else: by `enter`,
which locks, checks and takes in one statement, or by `lock`. What is read after that holds until
the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select, true, update
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.dml import ReturningUpdate

from community.db import UtcDateTime
from community.errors import NotFound
from community.gatherings import sign_up_news as news
from community.gatherings.kinds import Eligibility, SignUpMode
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.libraries import versions

#: How long a seat is kept for an address that is not yet confirmed.
HOLD = timedelta(minutes=60)

SIGN_UP_MODES = (SignUpMode.HERE, SignUpMode.INVITATION)

_ANEW = {"populate_existing": True}
_FRESH = {"synchronize_session": False, **_ANEW}

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
) -> Gathering:
    """Lock the gathering; take seats if it is open, so many are free and nobody waits, else wait.

    One statement, so that nobody comes between looking and taking, and nobody queues for the row
    twice. Who was seated reads `waiting == 0`; everybody gets a number in the queue.
    """
    statement = _entrance(proven=proven, at_desk=at_desk)
    whom = {"library": library_id, "gathering": gathering_id, "seats": seats, "moment": now}
    entered = session.scalars(statement, whom, execution_options=_FRESH).one_or_none()
    if entered is None:
        raise NotFound
    return entered


@cache
def _entrance(*, proven: bool, at_desk: bool) -> ReturningUpdate[Gathering]:
    """Built once: in a rush it is what everybody does, and building costs more than running."""
    seats, now = bindparam("seats", type_=Integer), bindparam("moment", type_=UtcDateTime())
    closes_at = func.coalesce(Gathering.sign_up_closes_at, Gathering.starts_at)
    opens_at = func.coalesce(Gathering.sign_up_opens_at, now)
    seated = and_(
        Gathering.waiting == 0,
        or_(Gathering.capacity.is_(None), Gathering.taken + seats <= Gathering.capacity),
        Gathering.status == GatheringStatus.PUBLISHED,
        Gathering.sign_up_mode.in_(SIGN_UP_MODES),
        Gathering.ends_at > now if at_desk else (closes_at > now) & (opens_at <= now),
        true() if proven else Gathering.eligibility == Eligibility.EVERYONE,
    )
    return (
        update(Gathering)
        .where(Gathering.id == bindparam("gathering"), Gathering.library_id == bindparam("library"))
        .values(
            taken=Gathering.taken + case((seated, seats), else_=0),
            waiting=Gathering.waiting + case((seated, 0), else_=1),
            next_queue_no=Gathering.next_queue_no + 1,
        )
        .returning(Gathering)
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
    session: Session, gathering: Gathering, *, now: datetime, newcomer: SignUp | None = None
) -> Sequence[SignUp]:
    """Free the holds that ran out, then give the free seats to who waits, longest first.

    The party at the head waits until it fits and holds up who is behind it, unless it is larger
    than the whole gathering. `newcomer` is told by the caller, everybody else here.
    """
    before = (gathering.taken, gathering.waiting)
    _free_expired_holds(session, gathering, now=now)
    promoted = _promote(session, gathering, now=now)
    for sign_up in promoted:
        if sign_up is not newcomer:
            sign_up.sequence += 1
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
