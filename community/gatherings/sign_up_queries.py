"""What is read of sign-ups: my own, those of a gathering, and holds that ran out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community import tokens
from community.errors import NotFound
from community.gatherings.kinds import SIGN_UP_MODES
from community.gatherings.models import (
    Attendance,
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)

#: What a token in a link is made for.
PURPOSE = "sign-up"
#: As many as fit on a page that somebody reads.
MOST_PAST = 50
MOST_TO_MOVE_TO = 40

ACTIVE = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.PENDING)


def find_own(session: Session, gathering_id: int, person_id: int) -> SignUp | None:
    return session.scalars(
        select(SignUp).where(SignUp.gathering_id == gathering_id, SignUp.person_id == person_id)
    ).one_or_none()


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> SignUp:
    """The sign-up that a link in a mail opens, with all that its page shows."""
    number = tokens.row_id(token)
    found = (
        session.scalars(
            select(SignUp)
            .where(SignUp.id == number, SignUp.library_id == library_id)
            .options(
                joinedload(SignUp.person),
                joinedload(SignUp.gathering).joinedload(Gathering.branch),
                joinedload(SignUp.gathering).joinedload(Gathering.room),
            )
        ).one_or_none()
        if number is not None
        else None
    )
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def token_of(sign_up: SignUp, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, sign_up.id, sign_up.salt)


def get(session: Session, library_id: int, gathering_id: int, sign_up_id: int) -> SignUp:
    """One sign-up of one gathering of one library; any other does not exist."""
    found = session.scalars(
        select(SignUp)
        .where(
            SignUp.id == sign_up_id,
            SignUp.gathering_id == gathering_id,
            SignUp.library_id == library_id,
        )
        .options(joinedload(SignUp.person), joinedload(SignUp.gathering))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


# ─── my own page ───


@dataclass(frozen=True, slots=True)
class Own:
    """One of my sign-ups, and where I am on the list when I wait."""

    sign_up: SignUp
    position: int


def list_coming(session: Session, person_id: int, *, now: datetime) -> list[Own]:
    """What I signed up for and is not over, first things first; what was called off included."""
    found = session.scalars(
        _mine(person_id)
        .where(Gathering.ends_at > now, SignUp.status.in_(ACTIVE))
        .order_by(Gathering.starts_at, SignUp.id)
    ).all()
    waiting = {entry.gathering_id for entry in found if entry.status is SignUpStatus.WAITING}
    positions = _positions(session, waiting) if waiting else {}
    return [Own(entry, positions.get(entry.id, 0)) for entry in found]


def list_past(session: Session, person_id: int, *, now: datetime) -> Sequence[SignUp]:
    """Where I was, or was going to be, latest first."""
    return session.scalars(
        _mine(person_id)
        .where(Gathering.ends_at <= now, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(Gathering.starts_at.desc())
        .limit(MOST_PAST)
    ).all()


def _mine(person_id: int) -> Select[SignUp]:
    gathering = contains_eager(SignUp.gathering)
    return (
        select(SignUp)
        .join(SignUp.gathering)
        .options(
            gathering.joinedload(Gathering.library),
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
        )
        .where(SignUp.person_id == person_id)
    )


def _positions(session: Session, gathering_ids: Collection[int]) -> dict[int, int]:
    """For everybody who waits at these gatherings, the place in line; 1 is next."""
    in_line = func.row_number().over(
        partition_by=SignUp.gathering_id, order_by=SignUp.queue_no.asc()
    )
    rows = session.execute(
        select(SignUp.id, in_line).where(
            SignUp.gathering_id.in_(gathering_ids), SignUp.status == SignUpStatus.WAITING
        )
    )
    return {sign_up_id: place for sign_up_id, place in rows}  # noqa: C416 (rows are no pairs)


# ─── the desk ───


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the list of a gathering, and how many of their party are here."""

    sign_up: SignUp
    position: int
    present: int


@dataclass(frozen=True, slots=True)
class GuestList:
    coming: list[Guest]
    waiting: list[Guest]
    pending: list[Guest]

    @property
    def people(self) -> int:
        return sum(guest.sign_up.party_size for guest in self.coming)

    @property
    def present(self) -> int:
        return sum(guest.present for guest in self)

    def __iter__(self) -> Iterator[Guest]:
        return iter((*self.coming, *self.waiting, *self.pending))


def list_guests(session: Session, gathering: Gathering) -> GuestList:
    """Who comes (by name), who waits (in line) and who has not confirmed (as they came)."""
    rows = session.execute(
        select(SignUp, func.coalesce(Attendance.people, 0))
        .join(SignUp.person)
        .outerjoin(
            Attendance, (Attendance.sign_up_id == SignUp.id) & Attendance.undone_at.is_(None)
        )
        .options(contains_eager(SignUp.person))
        .where(SignUp.gathering_id == gathering.id, SignUp.status.in_(ACTIVE))
        .order_by(SignUp.queue_no)
    ).all()
    guests = GuestList([], [], [])
    for sign_up, present in rows:
        if sign_up.status is SignUpStatus.CONFIRMED:
            guests.coming.append(Guest(sign_up, 0, present))
        elif sign_up.status is SignUpStatus.WAITING:
            guests.waiting.append(Guest(sign_up, len(guests.waiting) + 1, present))
        else:
            guests.pending.append(Guest(sign_up, 0, present))
    guests.coming.sort(key=lambda guest: guest.sign_up.person.full_name.casefold())
    return guests


def list_to_move_to(
    session: Session, gathering: Gathering, *, now: datetime
) -> Sequence[Gathering]:
    """Where somebody of this gathering could go instead: coming, with a seat; its like first."""
    return session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == gathering.library_id,
            Gathering.id != gathering.id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.sign_up_mode.in_(SIGN_UP_MODES),
            Gathering.starts_at > now,
            or_(Gathering.capacity.is_(None), Gathering.taken < Gathering.capacity),
        )
        .order_by(
            case((Gathering.title == gathering.title, 0), (Gathering.kind == gathering.kind, 1)),
            Gathering.starts_at,
        )
        .limit(MOST_TO_MOVE_TO)
    ).all()


# ─── the clock ───


def list_due_holds(session: Session, *, now: datetime) -> Sequence[int]:
    """Gatherings at which a seat is held longer than was promised."""
    return session.scalars(
        select(SignUp.gathering_id)
        .where(SignUp.held_until <= now)
        .distinct()
        .order_by(SignUp.gathering_id)
    ).all()
