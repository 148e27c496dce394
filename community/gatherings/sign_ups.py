"""Signing up, confirming, changing and leaving. Everything here happens under the gathering's lock.

The order of locks is always the same, so that no two people can wait for each other: the
gathering's row, sign-ups, memberships and keys, log and outbox, the library's version last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts.models import Person
from community.errors import DomainError, NotAllowed, NotFound
from community.gatherings import seats
from community.gatherings import sign_up_news as news
from community.gatherings.kinds import Eligibility
from community.gatherings.models import (
    LARGEST_PARTY,
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.libraries import versions
from community.words import N_

FULL = N_("All seats are taken, and there is no waiting list.")
NO_ROOM = N_("There is no room for so many people.")
CLOSED = N_("You cannot sign up for this activity now.")
OVER = N_("This activity is over or was cancelled. Nothing can change any more.")
ACCOUNT_NEEDED = N_("This activity is for people with an account. Sign in first.")
HAS_LEFT = N_("You are no longer signed up. Sign up again if you would like to come.")


class Answers(TypedDict, total=False):
    """What was said at sign-up. Who was not asked leaves `may_invite` out."""

    party_size: int
    question: str
    may_invite: bool
    #: Fixed beforehand by a form for people without address, so that twice is once.
    salt: str


@dataclass(frozen=True, slots=True)
class _Arrival:
    person: Person
    #: Certain: signed in, or seen by the desk. If not, a mail asks and the seat is only held.
    confirmed: bool
    at_desk: bool
    answers: Answers
    now: datetime

    @property
    def size(self) -> int:
        return self.answers.get("party_size", 1)

    def row(self, gathering: Gathering, *, seated: bool) -> dict[str, Any]:
        """What the sign-up will be, with the number that the gathering has just given out."""
        certain = SignUpStatus.CONFIRMED if seated else SignUpStatus.WAITING
        row: dict[str, Any] = {
            "status": certain if self.confirmed else SignUpStatus.PENDING,
            "has_seat": seated,
            "held_until": self.now + seats.HOLD if seated and not self.confirmed else None,
            "queue_no": gathering.next_queue_no - 1,
            "party_size": self.size,
            "question": self.answers.get("question", ""),
            "may_invite": self.answers.get("may_invite", False),
            "made_at_desk": self.at_desk,
            "created_at": self.now,
            "confirmed_at": self.now if self.confirmed else None,
            "cancelled_at": None,
        }
        return row


def sign_up(
    session: Session,
    library_id: int,
    gathering_id: int,
    person: Person,
    *,
    confirmed: bool,
    at_desk: bool = False,
    now: datetime,
    **answers: Unpack[Answers],
) -> SignUp:
    """Give `person` seats, or a place on the waiting list when they are not to be had.

    Signing up twice is harmless: the first sign-up stands.
    """
    arrival = _Arrival(person, confirmed, at_desk, answers, now)
    if not 1 <= arrival.size <= LARGEST_PARTY:
        raise DomainError(NO_ROOM)
    gathering = seats.take(
        session,
        library_id,
        gathering_id,
        arrival.size,
        proven=confirmed,
        at_desk=at_desk,
        now=now,
    )
    if gathering is None:
        return _queue_up(session, seats.lock(session, gathering_id, library_id), arrival)
    if (made := _insert_once(session, gathering, arrival)) is not None:
        return _welcome(session, gathering, made, arrival)
    known = find_of(session, gathering.id, person.id)
    assert known is not None  # noqa: S101 (it was in the way of the insert)
    if known.status is SignUpStatus.CANCELLED:
        return _come_back(session, gathering, known, arrival, seated=True)
    seats.give_back(gathering, arrival.size)
    return _once_more(session, gathering, known, arrival)


def _queue_up(session: Session, gathering: Gathering, arrival: _Arrival) -> SignUp:
    """The way of whoever found no free seat at once: holds run out, and some wait already."""
    known = find_of(session, gathering.id, arrival.person.id)
    if known is not None and known.status is not SignUpStatus.CANCELLED:
        return _once_more(session, gathering, known, arrival)
    _check_open(gathering, arrival)
    seats.give_out(session, gathering, now=arrival.now)
    seated = seats.has_room(gathering, arrival.size)
    if seated:
        gathering.taken += arrival.size
    elif not gathering.has_waiting_list:
        raise DomainError(FULL)
    elif arrival.confirmed:
        gathering.waiting += 1
    gathering.next_queue_no += 1
    if known is not None:
        return _come_back(session, gathering, known, arrival, seated=seated)
    made = _insert_once(session, gathering, arrival, seated=seated)
    assert made is not None  # noqa: S101 (nobody else inserts under this lock)
    return _welcome(session, gathering, made, arrival)


def _check_open(gathering: Gathering, arrival: _Arrival) -> None:
    if gathering.status is not GatheringStatus.PUBLISHED or gathering.is_over(arrival.now):
        raise DomainError(OVER)
    open_at_desk = arrival.at_desk and gathering.sign_up_mode in seats.SIGN_UP_MODES
    if not open_at_desk and not gathering.sign_up_is_open(arrival.now):
        raise DomainError(CLOSED)
    if gathering.eligibility is Eligibility.SIGNED_IN and not arrival.confirmed:
        raise NotAllowed(ACCOUNT_NEEDED)
    if gathering.capacity is not None and arrival.size > gathering.capacity:
        raise DomainError(NO_ROOM)


def _insert_once(
    session: Session, gathering: Gathering, arrival: _Arrival, *, seated: bool = True
) -> SignUp | None:
    """Insert the sign-up, unless this person has one here; then None."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    salt = {"salt": arrival.answers["salt"]} if "salt" in arrival.answers else {}
    statement = insert(SignUp).values(
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        person_id=arrival.person.id,
        **arrival.row(gathering, seated=seated),
        **salt,
    )
    return session.scalars(statement.on_conflict_do_nothing().returning(SignUp)).one_or_none()


def _come_back(
    session: Session, gathering: Gathering, sign_up: SignUp, arrival: _Arrival, *, seated: bool
) -> SignUp:
    """Who left and returns joins the end of the queue; links in earlier mails work again."""
    for name, value in arrival.row(gathering, seated=seated).items():
        setattr(sign_up, name, value)
    sign_up.sequence += 1
    return _welcome(session, gathering, sign_up, arrival)


def _welcome(session: Session, gathering: Gathering, sign_up: SignUp, arrival: _Arrival) -> SignUp:
    if sign_up.status is SignUpStatus.PENDING:
        news.asked_to_confirm(session, gathering, sign_up, now=arrival.now)
        return sign_up
    may_invite = arrival.answers.get("may_invite")
    _become_known(session, gathering, sign_up, may_invite, now=arrival.now)
    news.arrived(session, gathering, sign_up, now=arrival.now)
    return sign_up


def _become_known(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    may_invite: bool | None,
    *,
    now: datetime,
) -> None:
    """Who certainly comes belongs to the library; a sensitive gathering makes nobody known."""
    if gathering.is_sensitive:
        return
    if may_invite is None:
        people.ensure_membership(session, gathering.library_id, sign_up.person, now)
    else:
        people.set_may_invite(
            session, gathering.library_id, sign_up.person, may=may_invite, now=now
        )


def _once_more(
    session: Session, gathering: Gathering, sign_up: SignUp, arrival: _Arrival
) -> SignUp:
    """The same person again: nothing changes, but a mail that went astray is sent anew."""
    now = arrival.now
    if sign_up.status is not SignUpStatus.PENDING:
        if not arrival.confirmed:
            news.asked_again(session, gathering, sign_up, now=now)
    elif arrival.confirmed:
        _confirm(session, gathering, sign_up, now=now)
    elif sign_up.created_at + seats.HOLD <= now:
        _check_open(gathering, arrival)
        seats.give_out(session, gathering, now=now)
        _hold_again(session, gathering, sign_up, now=now)
    return sign_up


def _hold_again(session: Session, gathering: Gathering, sign_up: SignUp, *, now: datetime) -> None:
    """A hold ran out unconfirmed: ask once more, at the old place in the queue."""
    if seats.has_room(gathering, sign_up.party_size):
        seats.hold(gathering, sign_up, now=now)
    sign_up.created_at = now
    sign_up.sequence += 1
    news.asked_to_confirm(session, gathering, sign_up, now=now)


def confirm(session: Session, sign_up_id: int, *, now: datetime) -> SignUp:
    """By the link in the mail: so the address is theirs, and a seat that is still held too."""
    gathering, sign_up = _locked(session, sign_up_id)
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    if sign_up.status is SignUpStatus.PENDING:
        _confirm(session, gathering, sign_up, now=now)
        sign_up.person.email_confirmed_at = sign_up.person.email_confirmed_at or now
    return sign_up


def _confirm(session: Session, gathering: Gathering, sign_up: SignUp, *, now: datetime) -> None:
    """Too late for the held seat: stand in the queue where one came in, and see who is served."""
    _check_on(gathering, now)
    sign_up.confirmed_at = now
    sign_up.sequence += 1
    if sign_up.held_until is not None and sign_up.held_until > now:
        seats.seat(gathering, sign_up)
    else:
        seats.wait(gathering, sign_up)
        seats.give_out(session, gathering, now=now, newcomer=sign_up)
        if sign_up.status is SignUpStatus.WAITING and not gathering.has_waiting_list:
            raise DomainError(FULL)
    _become_known(session, gathering, sign_up, sign_up.may_invite, now=now)
    news.arrived(session, gathering, sign_up, now=now)


def leave(session: Session, sign_up_id: int, *, now: datetime, by_staff: bool = False) -> SignUp:
    """Give up one's seats or place; whoever waits first gets what comes free."""
    gathering, sign_up = _locked(session, sign_up_id)
    if sign_up.status is not SignUpStatus.CANCELLED:
        _check_on(gathering, now)
        _leave(session, gathering, sign_up, now=now, by_staff=by_staff)
        seats.give_out(session, gathering, now=now)
    return sign_up


def _leave(
    session: Session, gathering: Gathering, sign_up: SignUp, *, now: datetime, by_staff: bool
) -> None:
    was = sign_up.status
    seats.release(gathering, sign_up)
    sign_up.status = SignUpStatus.CANCELLED
    sign_up.cancelled_at = now
    sign_up.sequence += 1
    if was is SignUpStatus.PENDING:
        versions.pages_changed(session, gathering.library_id)
    else:
        news.left(session, gathering, sign_up, was=was, by_staff=by_staff, now=now)


def change_party(session: Session, sign_up_id: int, party_size: int, *, now: datetime) -> SignUp:
    """Come with more people, if there is room and nobody waits, or with fewer; keep one's place."""
    gathering, sign_up = _locked(session, sign_up_id)
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    before = sign_up.party_size
    if party_size == before:
        return sign_up
    _check_on(gathering, now)
    if not 1 <= party_size <= min(LARGEST_PARTY, gathering.capacity or LARGEST_PARTY):
        raise DomainError(NO_ROOM)
    seats.give_out(session, gathering, now=now)
    if sign_up.has_seat:
        more = party_size - before
        if more > 0 and not seats.has_room(gathering, more):
            raise DomainError(NO_ROOM)
        gathering.taken += more
    sign_up.party_size = party_size
    if sign_up.status is not SignUpStatus.PENDING:
        sign_up.sequence += 1
        news.party_changed(session, gathering, sign_up, before, now=now)
    versions.pages_changed(session, gathering.library_id)
    seats.give_out(session, gathering, now=now)
    return sign_up


def give_seat(session: Session, library_id: int, sign_up_id: int, *, now: datetime) -> SignUp:
    """Seat somebody by hand, before who waited longer, never above capacity."""
    gathering, sign_up = _locked(session, sign_up_id, library_id)
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    if sign_up.status is SignUpStatus.CONFIRMED:
        return sign_up
    _check_on(gathering, now)
    if not sign_up.has_seat and not seats.fits(gathering, sign_up.party_size):
        raise DomainError(NO_ROOM)
    was_pending = sign_up.status is SignUpStatus.PENDING
    seats.seat(gathering, sign_up)
    sign_up.sequence += 1
    sign_up.confirmed_at = sign_up.confirmed_at or now
    if was_pending:
        _become_known(session, gathering, sign_up, None, now=now)
    news.promoted(session, gathering, sign_up, now=now, by_hand=True)
    seats.give_out(session, gathering, now=now)
    return sign_up


def move(
    session: Session, library_id: int, sign_up_id: int, to_gathering_id: int, *, now: datetime
) -> SignUp:
    """Take somebody from one gathering to free seats at another, or leave all as it is."""
    here = _gathering_of(session, sign_up_id, library_id)
    if here == to_gathering_id:
        return session.get_one(SignUp, sign_up_id)
    # Both rows, in the order of their ids: two moves that cross do not wait for each other.
    for gathering_id in sorted({here, to_gathering_id}):
        seats.lock(session, gathering_id, library_id)
    entry = leave(session, sign_up_id, now=now, by_staff=True)
    moved = sign_up(
        session,
        library_id,
        to_gathering_id,
        entry.person,
        confirmed=True,
        at_desk=True,
        now=now,
        party_size=entry.party_size,
        question=entry.question,
    )
    if moved.status is not SignUpStatus.CONFIRMED:
        raise DomainError(NO_ROOM)
    return moved


def find_of(session: Session, gathering_id: int, person_id: int) -> SignUp | None:
    return session.scalars(
        select(SignUp).where(SignUp.gathering_id == gathering_id, SignUp.person_id == person_id),
        execution_options={"populate_existing": True},
    ).one_or_none()


def _locked(
    session: Session, sign_up_id: int, library_id: int | None = None
) -> tuple[Gathering, SignUp]:
    """A sign-up and its gathering, the gathering's row locked before the sign-up is read."""
    gathering = seats.lock(session, _gathering_of(session, sign_up_id, library_id))
    return gathering, session.get_one(SignUp, sign_up_id, populate_existing=True)


def _gathering_of(session: Session, sign_up_id: int, library_id: int | None) -> int:
    gathering_id = session.scalar(
        select(SignUp.gathering_id).where(
            SignUp.id == sign_up_id,
            true() if library_id is None else SignUp.library_id == library_id,
        )
    )
    if gathering_id is None:
        raise NotFound
    return gathering_id


def _check_on(gathering: Gathering, now: datetime) -> None:
    if gathering.status is not GatheringStatus.PUBLISHED or gathering.is_over(now):
        raise DomainError(OVER)
