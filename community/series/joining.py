"""Signing up for several dates of a series in one go; each under its own gathering's lock.

The gatherings are locked in the order of their ids before any is joined, so that two people who
want the same dates do not wait for each other. What is full is not joined, unless a place on its
waiting list was asked for; what was called off in the meantime is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Unpack

from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts.models import Person
from community.gatherings import seats, sign_up_news, sign_up_queries, sign_ups
from community.gatherings.kinds import Eligibility, SignUpMode
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.sign_ups import Answers
from community.gatherings.strangers import Stranger
from community.outbox.services import owe
from community.series import queries
from community.series.models import Series
from community.tokens import fingerprint


class Outcome(StrEnum):
    IN = "in"
    WAITING = "waiting"
    PENDING = "pending"
    ALREADY = "already"
    FULL = "full"
    CLOSED = "closed"  #: Called off, begun, or signing up has ended.


@dataclass(frozen=True, slots=True)
class Joined:
    gathering: Gathering
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Dates:
    """Which dates somebody chose; at those in `waits` a place on the waiting list is good too."""

    chosen: frozenset[int]
    waits: frozenset[int] = frozenset()

    @property
    def in_order(self) -> list[int]:
        return sorted(self.chosen | self.waits)


_OUTCOMES = {
    SignUpStatus.CONFIRMED: Outcome.IN,
    SignUpStatus.WAITING: Outcome.WAITING,
    SignUpStatus.PENDING: Outcome.PENDING,
}


def can_be_joined_here(gathering: Gathering) -> bool:
    """Whether nothing has to be asked that only this one date asks."""
    asks = any(question.required for question in gathering.questions) or gathering.takes_children
    return gathering.sign_up_mode is SignUpMode.HERE and not gathering.is_sensitive and not asks


def join(
    session: Session,
    series: Series,
    dates: Dates,
    person: Person,
    *,
    confirmed: bool,
    now: datetime,
    **answers: Unpack[Answers],
) -> list[Joined]:
    """Sign up for all of these that have room; one mail tells of them together."""
    ours = queries.ids_of_thread(session, series, dates.in_order)
    alone = len(ours) == 1  # Then the ordinary mail says it, with its invitation.
    for gathering_id in ours:
        seats.lock(session, gathering_id, series.library_id)
    with sign_up_news.told_together(session, 0 if alone else person.id) as sign_up_ids:
        joined = [
            _join_one(session, gathering_id, dates, person, confirmed=confirmed, now=now, **answers)
            for gathering_id in ours
        ]
    if not alone:
        _owe_one_mail(session, series, person, sign_up_ids, confirmed=confirmed, now=now)
    return joined


def join_by_mail(
    session: Session,
    series: Series,
    dates: Dates,
    stranger: Stranger,
    *,
    now: datetime,
    **answers: Unpack[Answers],
) -> list[Joined]:
    """Hold seats for whoever can read the mail at this address; one click confirms them all."""
    person = people.find_or_create_person(
        session, stranger.email, stranger.first_name, stranger.language, now
    )
    return join(session, series, dates, person, confirmed=False, now=now, **answers)


def confirm_all(session: Session, series: Series, person: Person, *, now: datetime) -> list[SignUp]:
    """By the link in the mail: everything of this series that waits for it."""
    pending = queries.list_pending(session, series, person.id, now=now)
    for each in pending:
        seats.lock(session, each.gathering_id)
    with sign_up_news.told_together(session, person.id) as sign_up_ids:
        confirmed = [sign_ups.confirm(session, each.id, now=now) for each in pending]
    if sign_up_ids:
        _owe_one_mail(session, series, person, sign_up_ids, confirmed=True, now=now)
    return confirmed


def _join_one(
    session: Session,
    gathering_id: int,
    dates: Dates,
    person: Person,
    *,
    confirmed: bool,
    now: datetime,
    **answers: Unpack[Answers],
) -> Joined:
    gathering = seats.lock(session, gathering_id)
    if not _is_open(gathering, confirmed=confirmed, now=now):
        return Joined(gathering, Outcome.CLOSED)
    own = sign_up_queries.find_own(session, gathering_id, person.id)
    if own is not None and own.status in {SignUpStatus.CONFIRMED, SignUpStatus.WAITING}:
        return Joined(gathering, Outcome.ALREADY)
    size = answers.get("party_size", 1)
    if own is None or own.status is SignUpStatus.CANCELLED:
        seats.give_out(session, gathering, now=now)
        may_wait = gathering_id in dates.waits and gathering.has_waiting_list
        fits = gathering.capacity is None or size <= gathering.capacity
        if not fits or not (may_wait or seats.has_room(gathering, size)):
            return Joined(gathering, Outcome.FULL)
        session.flush()
    entry = sign_ups.sign_up(
        session, gathering.library_id, gathering_id, person, confirmed=confirmed, now=now, **answers
    )
    return Joined(gathering, _OUTCOMES[entry.status])


def _is_open(gathering: Gathering, *, confirmed: bool, now: datetime) -> bool:
    may = confirmed or gathering.eligibility is Eligibility.EVERYONE
    return may and can_be_joined_here(gathering) and gathering.sign_up_is_open(now)


def _owe_one_mail(
    session: Session,
    series: Series,
    person: Person,
    sign_up_ids: Sequence[int],
    *,
    confirmed: bool,
    now: datetime,
) -> None:
    """What is new makes it another mail; nothing new is told again once a day."""
    if not person.gets_mail and (confirmed or person.email is None):
        return  # A link to confirm was asked for just now: it goes where mail came back as well.
    session.flush()
    sequences = queries.sequences_of(session, sign_up_ids)
    occasion = fingerprint(repr(sequences))[:32] if sequences else f"again:{now:%Y-%m-%d}"
    kind = "you_are_in" if confirmed or not sequences else "confirm"
    owe(
        session,
        f"series/{kind}",
        to=person.id,
        key=f"series:{series.first_id}:{person.id}:{kind}:{occasion}",
        library_id=series.library_id,
        now=now,
        series_id=series.id,
    )
