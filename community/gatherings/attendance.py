"""Who was there. Apart from the seats: who walks in is there as well.

Whoever stands at the door notes how many people are here, or that nobody is after all, and when.
The latest note stands, in whatever order notes come in and however often each is sent. So a tablet
that was offline catches up without losing or doubling anybody; an undo is a note like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from community.accounts import queries as accounts
from community.accounts.models import Role
from community.accounts.roles import reaches
from community.activity import services as activity
from community.activity.verbs import Verb
from community.areas.visitors import AgeClass
from community.errors import DomainError
from community.gatherings import attendance_queries as queries
from community.gatherings import seats
from community.gatherings.door_keepers import is_on_duty, keeps_the_door
from community.gatherings.models import (
    LARGEST_PARTY,
    MOST_SEATS,
    Attendance,
    Gathering,
    GatheringStatus,
    SignUpStatus,
)
from community.gatherings.sign_up_rules import HAS_LEFT, locked
from community.words import N_


class Via(StrEnum):
    """How somebody was noted."""

    LIST = "list"
    QR = "qr"
    CODE = "code"
    DOOR = "door"  #: By themselves, with the code at the door.
    WALK_IN = "walk_in"
    IMPORTED = "imported"  #: From a list of long ago.


class Outcome(StrEnum):
    """What a note came to."""

    HERE = "here"
    GONE = "gone"
    UNCHANGED = "unchanged"
    OLDER = "older"  #: Something later is known already, and stands.


class OnlyHeadsAreCounted(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("For this activity we keep only the number of people."))


class DidNotTakePlace(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity is not going ahead."))


class TooManyPeople(DomainError):
    def __init__(self, most: int) -> None:
        super().__init__(N_("Choose a number from 0 to %(most)s."), most=most)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wanted to tell of themselves, to be counted; each may be left unsaid."""

    first_time: bool | None = None
    age_class: AgeClass | None = None
    pc4: str | None = None


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Note:
    """So many people are here, or none after all (0); None: all of the party. Seen at `at`."""

    people: int | None
    at: datetime
    via: Via = Via.LIST
    name: str = ""
    said: Said = NOTHING


@dataclass(frozen=True, slots=True)
class _Visit:
    """Whom a note is about, as the log may know them."""

    gathering: Gathering
    person_id: int | None

    def person_key(self, session: Session) -> str | None:
        if self.person_id is None:
            return None
        return activity.person_key(session, self.gathering.library_id, self.person_id)

    def counted_as(self, session: Session) -> str:
        """As what they are here now: who helps elsewhere is a guest among the guests."""
        if self.person_id is None:
            return "resident"
        library_id, person_id = self.gathering.library_id, self.person_id
        role = accounts.find_role(session, library_id, person_id)
        if reaches(role, Role.STAFF):
            return "staff"
        # A resident who receives the people stays a resident, unless they are on the rota.
        on_duty = keeps_the_door if reaches(role, Role.HOST) else is_on_duty
        is_helping = on_duty(session, library_id, self.gathering.id, person_id)
        return "volunteer" if is_helping else "resident"


def note_sign_up(
    session: Session, library_id: int, sign_up_id: int, note: Note, *, now: datetime
) -> Outcome:
    """Note how many of a party are here, fewer or more than signed up."""
    gathering, sign_up = locked(session, sign_up_id, library_id)
    if gathering.is_sensitive:
        raise OnlyHeadsAreCounted
    _check_takes_place(gathering)
    people = sign_up.party_size if note.people is None else note.people
    if not 0 <= people <= LARGEST_PARTY:
        raise TooManyPeople(LARGEST_PARTY)
    if people and sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    found = queries.find_of_sign_up(session, sign_up.id)
    row = found or Attendance(
        library_id=library_id, gathering_id=gathering.id, sign_up_id=sign_up.id
    )
    return _settle(session, row, people, note, _Visit(gathering, sign_up.person_id), now=now)


def note_walk_in(
    session: Session,
    library_id: int,
    gathering_id: int,
    key: str,
    note: Note,
    *,
    person_id: int | None = None,
    now: datetime,
) -> Outcome:
    """Note who came without signing up, by first name or nameless; `key` says which note it is."""
    gathering = seats.lock(session, gathering_id, library_id)
    if gathering.is_sensitive and (note.name or person_id or note.said != NOTHING):
        raise OnlyHeadsAreCounted
    _check_takes_place(gathering)
    people = 1 if note.people is None else note.people
    if not 0 <= people <= MOST_SEATS:
        raise TooManyPeople(MOST_SEATS)
    found = queries.find_walk_in(session, gathering.id, key)
    row = found or Attendance(
        library_id=library_id, gathering_id=gathering.id, key=key, name=note.name
    )
    return _settle(session, row, people, note, _Visit(gathering, person_id), now=now)


def _check_takes_place(gathering: Gathering) -> None:
    if gathering.status in {GatheringStatus.DRAFT, GatheringStatus.CANCELLED}:
        raise DidNotTakePlace


def _settle(
    session: Session, row: Attendance, people: int, note: Note, visit: _Visit, *, now: datetime
) -> Outcome:
    """Let the note stand unless a later one does; the log keeps what was put right."""
    is_new = row.id is None
    there = 0 if is_new else row.present
    if not is_new:
        if note.at < row.noted_at:
            return Outcome.OLDER
        row.noted_at = note.at
    if people == there:
        return Outcome.UNCHANGED
    if there:
        row.undone_at = note.at
        _log_undone(session, row, there, note, visit, now=now)
    if not people:
        return Outcome.GONE
    row.people, row.checked_in_at, row.undone_at = people, note.at, None
    row.noted_at = note.at
    row.activity_id = _log_check_in(session, people, note, visit, now=now)
    session.add(row)
    return Outcome.HERE


def _log_undone(
    session: Session, row: Attendance, people: int, note: Note, visit: _Visit, *, now: datetime
) -> None:
    gathering = visit.gathering
    activity.record(
        session,
        Verb.ATTENDANCE_UNDONE,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        person_key=visit.person_key(session),
        quantity=people,
        corrects_id=row.activity_id,
        happened_at=note.at,
        now=now,
    )


def _log_check_in(
    session: Session, people: int, note: Note, visit: _Visit, *, now: datetime
) -> int:
    gathering = visit.gathering
    return activity.record(
        session,
        Verb.ATTENDANCE_CHECKED_IN,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        person_key=visit.person_key(session),
        counted_as=visit.counted_as(session),
        quantity=people,
        happened_at=note.at,
        details={
            "minutes_from_start": _minutes(gathering.starts_at, note.at),
            "duration": _minutes(gathering.starts_at, gathering.ends_at),
            "via": note.via.value,
            "first_time": note.said.first_time,
            "age_class": note.said.age_class,
            "pc4": note.said.pc4,
        },
        now=now,
    )


def _minutes(start: datetime, end: datetime) -> int:
    """Whole minutes from one to the other; below zero for who is early."""
    return round((end - start).total_seconds() / 60)
