"""Leaving, coming with more or fewer people, and what the desk does for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.gatherings import replies, reply_queries, seats, sign_ups
from community.gatherings import sign_up_news as news
from community.gatherings.models import LARGEST_PARTY, Gathering, SignUp, SignUpStatus
from community.gatherings.sign_up_rules import (
    HAS_LEFT,
    PartyDoesNotFit,
    become_known,
    check_on,
    gathering_of,
    locked,
)
from community.libraries import versions
from community.skills import talk

#: What rooms above keep on a sign-up: they are told, under the gathering's lock, that somebody
#: left or comes with more people or fewer.
Follows = Callable[[Session, SignUp, datetime], None]

_follow: list[Follows] = []


def also_changes(follows: Follows) -> None:
    """Let a room above change along with a sign-up."""
    if follows not in _follow:
        _follow.append(follows)


def leave(session: Session, sign_up_id: int, *, now: datetime, by_staff: bool = False) -> SignUp:
    """Give up one's seats or place; whoever waits first gets what comes free."""
    gathering, sign_up = locked(session, sign_up_id)
    if sign_up.status is not SignUpStatus.CANCELLED:
        check_on(gathering, now)
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
    sign_up.raise_sequence()
    replies.forget(session, sign_up.id)
    talk.unsay(session, sign_up.library_id, sign_up.id)
    _tell_above(session, sign_up, now=now)
    if was is SignUpStatus.PENDING:
        versions.pages_changed(session, gathering.library_id)
    else:
        news.left(session, gathering, sign_up, was=was, by_staff=by_staff, now=now)


def change_party(session: Session, sign_up_id: int, party_size: int, *, now: datetime) -> SignUp:
    """Come with more people, if there is room and nobody waits, or with fewer; keep one's place."""
    gathering, sign_up = locked(session, sign_up_id)
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    before = sign_up.party_size
    if party_size == before:
        return sign_up
    check_on(gathering, now)
    if not 1 <= party_size <= min(LARGEST_PARTY, gathering.capacity or LARGEST_PARTY):
        raise PartyDoesNotFit
    seats.give_out(session, gathering, now=now)
    if sign_up.has_seat:
        more = party_size - before
        if more > 0 and not seats.has_room(gathering, more):
            raise PartyDoesNotFit
        gathering.taken += more
    sign_up.party_size = party_size
    _tell_above(session, sign_up, now=now)
    if sign_up.status is not SignUpStatus.PENDING:
        sign_up.raise_sequence()
        news.party_changed(session, gathering, sign_up, before, now=now)
    versions.pages_changed(session, gathering.library_id)
    seats.give_out(session, gathering, now=now)
    return sign_up


def give_seat(session: Session, library_id: int, sign_up_id: int, *, now: datetime) -> SignUp:
    """Seat somebody by hand, before who waited longer, never above capacity."""
    gathering, sign_up = locked(session, sign_up_id, library_id)
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    if sign_up.status is SignUpStatus.CONFIRMED:
        return sign_up
    check_on(gathering, now)
    if not sign_up.has_seat and not seats.fits(gathering, sign_up.party_size):
        raise PartyDoesNotFit
    was_pending = sign_up.status is SignUpStatus.PENDING
    seats.seat(gathering, sign_up)
    sign_up.raise_sequence()
    sign_up.confirmed_at = sign_up.confirmed_at or now
    if was_pending:
        become_known(session, gathering, sign_up, None, now=now)
    news.promoted(session, gathering, sign_up, now=now, by_hand=True)
    seats.give_out(session, gathering, now=now)
    return sign_up


def move(
    session: Session, library_id: int, sign_up_id: int, to_gathering_id: int, *, now: datetime
) -> SignUp:
    """Take somebody from one gathering to free seats at another, or leave all as it is."""
    here = gathering_of(session, sign_up_id, library_id)
    if here == to_gathering_id:
        return session.get_one(SignUp, sign_up_id)
    # Both rows, in the order of their ids: two moves that cross do not wait for each other.
    for gathering_id in sorted({here, to_gathering_id}):
        seats.lock(session, gathering_id, library_id)
    said = reply_queries.all_of(session, sign_up_id)
    entry = leave(session, sign_up_id, now=now, by_staff=True)
    moved = sign_ups.sign_up(
        session,
        library_id,
        to_gathering_id,
        entry.person,
        confirmed=True,
        at_desk=True,
        now=now,
        party_size=entry.party_size,
        question=entry.question,
        replies=said,
    )
    if moved.status is not SignUpStatus.CONFIRMED:
        raise PartyDoesNotFit
    return moved


def _tell_above(session: Session, sign_up: SignUp, *, now: datetime) -> None:
    for follows in _follow:
        follows(session, sign_up, now)
