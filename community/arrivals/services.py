"""What is done at the door: acts as they come in, at once or hours later, and a plain count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.arrivals import links, queries, standing
from community.errors import DomainError, NotFound
from community.gatherings import attendance, seats
from community.gatherings.attendance import Note, Outcome, Said, TooManyPeople, Via
from community.gatherings.attendance_queries import find_of_sign_up, list_walk_ins
from community.gatherings.models import MOST_SEATS, SignUp
from community.gatherings.sign_up_rules import gathering_of, locked
from community.words import N_

#: How long a tablet may have been without network.
LATEST = timedelta(hours=12)
#: A tablet's clock may be a little ahead of ours.
AHEAD = timedelta(minutes=2)


class TooLongAgo(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "This was noted more than 12 hours ago. Add it to the head count when you round "
                "off the activity."
            )
        )


class NotYet(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This was noted in the future. Check the clock of this tablet."))


class DoorIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("You can check in from an hour before the start until an hour after the end.")
        )


@dataclass(frozen=True, slots=True)
class Arriving:
    """Who checks in on their own telephone: somebody on the list, somebody known, or neither."""

    key: str
    sign_up_id: int | None = None
    person_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A note about somebody: the id of a sign-up, or the key of who walked in."""

    whom: int | str
    note: Note


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an act: an outcome, or the rule that refused it."""

    outcome: Outcome | None
    refused: DomainError | None = None


def note(
    session: Session, library_id: int, gathering_id: int, act: Act, *, now: datetime
) -> Outcome:
    """Do one act of the door of this gathering. The same act again changes nothing."""
    seen = replace(act.note, at=_believable(act.note.at, now))
    if isinstance(act.whom, str):
        return attendance.note_walk_in(session, library_id, gathering_id, act.whom, seen, now=now)
    if gathering_of(session, act.whom, library_id) != gathering_id:
        raise NotFound
    person_id = queries.find_who_comes_alone(session, act.whom)
    if person_id is not None:
        said = standing.said_by(session, library_id, person_id, at=gathering_id, now=now)
        seen = replace(seen, said=said)
    return attendance.note_sign_up(session, library_id, act.whom, seen, now=now)


def catch_up(
    session: Session, library_id: int, gathering_id: int, acts: Sequence[Act], *, now: datetime
) -> list[Result]:
    """Do what a tablet noted while it was offline. One that is refused holds up no other."""
    seats.lock(session, gathering_id, library_id)
    return [_try(session, library_id, gathering_id, act, now=now) for act in acts]


def _try(
    session: Session, library_id: int, gathering_id: int, act: Act, *, now: datetime
) -> Result:
    try:
        return Result(note(session, library_id, gathering_id, act, now=now))
    except DomainError as refused:  # Every rule says no before anything is written.
        return Result(None, refused)


def count_heads(
    session: Session, library_id: int, gathering_id: int, number: int, *, once: str, now: datetime
) -> None:
    """Let so many people be here without a name: add who lacks, or take back the latest."""
    if not 0 <= number <= MOST_SEATS:
        raise TooManyPeople(MOST_SEATS)
    seats.lock(session, gathering_id, library_id)
    nameless = [row for row in list_walk_ins(session, library_id, gathering_id) if not row.name]
    lacking = number - sum(row.people for row in nameless)
    if lacking > 0:
        seen = Note(lacking, now, Via.WALK_IN)
        attendance.note_walk_in(session, library_id, gathering_id, once, seen, now=now)
    for row in reversed(nameless):
        if lacking >= 0 or row.key is None:
            break
        fewer = min(row.people, -lacking)
        seen = Note(row.people - fewer, now, Via.WALK_IN)
        attendance.note_walk_in(session, library_id, gathering_id, row.key, seen, now=now)
        lacking += fewer


def arrive(
    session: Session,
    library_id: int,
    gathering_id: int,
    who: Arriving,
    said: Said,
    *,
    now: datetime,
) -> Outcome:
    """Check oneself in with the code at the door: as who signed up, as oneself, or as anybody."""
    gathering = seats.lock(session, gathering_id, library_id)
    if not links.is_open(gathering, now):
        raise DoorIsClosed
    seen = Note(None, now, Via.DOOR, who.name, said)
    if who.sign_up_id is not None and not gathering.is_sensitive:
        noted = find_of_sign_up(session, who.sign_up_id)
        if noted is not None and noted.present:
            return Outcome.UNCHANGED  # Who stands at the door has counted the party.
        return attendance.note_sign_up(session, library_id, who.sign_up_id, seen, now=now)
    key, person_id = who.key, None if gathering.is_sensitive else who.person_id
    if person_id is not None:
        # The same person twice is once; the key that the log knows them by, which erasing cuts.
        key = activity.person_key(session, library_id, person_id)
    return attendance.note_walk_in(
        session, library_id, gathering_id, key, seen, person_id=person_id, now=now
    )


def say_photo(session: Session, library_id: int, sign_up_id: int, *, no_photo: bool) -> SignUp:
    """Whether somebody is rather not in a photo; the door says so to who takes them."""
    _gathering, sign_up = locked(session, sign_up_id, library_id)
    sign_up.no_photo = no_photo
    return sign_up


def _believable(at: datetime, now: datetime) -> datetime:
    """When it happened, as far as that can be: not in the future, nor longer ago than a day out."""
    if at > now + AHEAD:
        raise NotYet
    if at < now - LATEST:
        raise TooLongAgo
    return min(at, now)
