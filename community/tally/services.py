"""Tally cards: one at a time at the door, or as counts from paper. Never a person, never a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.areas.visitors import PC4
from community.db import insert_once
from community.errors import DomainError
from community.gatherings import seats
from community.gatherings.attendance import DidNotTakePlace, OnlyHeadsAreCounted
from community.gatherings.models import Gathering, GatheringStatus
from community.tally import queries
from community.tally.counts import Card, Counts, cards, together, with_card
from community.tally.models import Tally
from community.tokens import fingerprint
from community.words import N_

#: The door is open from an hour before until three hours after.
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=3)
#: A double tap comes within seconds; two tablets together do not fill this.
REMEMBERED = 20


class DoorIsShut(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("The tally card is closed. Thank you all the same."))


class NotYetBegun(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity has not begun yet, so there are no cards."))


class NoSuchPostcode(DomainError):
    status = 422

    def __init__(self, typed: str) -> None:
        super().__init__(N_("‘%(typed)s’ is not the beginning of a postcode."), typed=typed)


def is_open(gathering: Gathering, now: datetime) -> bool:
    on = gathering.status in {GatheringStatus.PUBLISHED, GatheringStatus.CLOSED}
    in_time = gathering.starts_at - BEFORE <= now < gathering.ends_at + AFTER
    return on and in_time and not gathering.is_sensitive


def put_in(
    session: Session, library_id: int, gathering_id: int, card: Card, *, once: str, now: datetime
) -> None:
    """Add up one card of the door. `once` is what its form carried: sent twice, it counts once."""
    gathering = seats.lock(session, gathering_id, library_id)
    if not is_open(gathering, now):
        raise DoorIsShut
    if card.pc4 and not PC4.fullmatch(card.pc4):
        raise NoSuchPostcode(card.pc4)
    tally = _of(session, gathering)
    mark = fingerprint(once)[:16]
    if mark in tally.seen:
        return
    tally.door = with_card(tally.door, card)
    tally.seen = [*tally.seen, mark][-REMEMBERED:]
    tally.untold += 1


def enter(
    session: Session, library_id: int, gathering_id: int, paper: Counts, *, now: datetime
) -> Tally:
    """Note what the paper cards come to, instead of what was noted before."""
    gathering = seats.lock(session, gathering_id, library_id)
    _refuse_unless_held(gathering, now)
    if any(number < 0 for answers in paper.values() for number in answers.values()):
        raise ValueError("less than nobody")
    tally = _of(session, gathering)
    tidy = together(paper)
    if tally.paper == tidy and not tally.untold:
        return tally
    tally.paper = tidy
    _tell(session, gathering, tally, now)
    return tally


def wipe_the_door(session: Session, library_id: int, gathering_id: int, *, now: datetime) -> None:
    """Throw away the cards of the door: children played with the tablet, say. Paper stays.

    What the log has heard of them is corrected by a new row; who presses twice changes nothing.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    tally = queries.find(session, library_id, gathering_id)
    if tally is None or not tally.door:
        return
    tally.door, tally.untold, tally.seen = {}, 0, []
    if tally.activity_id is not None:
        _tell(session, gathering, tally, now)


def tell_of_the_door(
    session: Session, library_id: int, gathering_id: int, *, now: datetime
) -> None:
    """Let the log hear of the cards of the door, all at once. Twice is no more than once."""
    gathering = seats.lock(session, gathering_id, library_id)
    tally = queries.find(session, library_id, gathering_id)
    if tally is not None and tally.untold:
        _tell(session, gathering, tally, now)


def _tell(session: Session, gathering: Gathering, tally: Tally, now: datetime) -> None:
    """The sum of both as one row; a later one corrects it."""
    total = together(tally.door, tally.paper)
    tally.activity_id = activity.record(
        session,
        Verb.TALLY_ENTERED,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        quantity=cards(total),
        corrects_id=tally.activity_id,
        happened_at=gathering.ends_at,
        details=dict(total),
        now=now,
    )
    tally.untold, tally.seen = 0, []


def _of(session: Session, gathering: Gathering) -> Tally:
    """The row of this gathering, made at first use; who calls has the gathering locked."""
    insert_once(
        session,
        Tally,
        gathering_id=gathering.id,
        library_id=gathering.library_id,
        door={},
        paper={},
        untold=0,
        seen=[],
    )
    tally = queries.find(session, gathering.library_id, gathering.id)
    if tally is None:
        raise LookupError(gathering.id)
    return tally


def _refuse_unless_held(gathering: Gathering, now: datetime) -> None:
    if gathering.is_sensitive:
        raise OnlyHeadsAreCounted
    if gathering.status in {GatheringStatus.DRAFT, GatheringStatus.CANCELLED}:
        raise DidNotTakePlace
    if not gathering.has_begun(now):
        raise NotYetBegun
