"""Who was there, noted by hand. Apart from the seats: who walks in is there as well."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts import queries as accounts
from community.accounts.models import Role
from community.activity import services as activity
from community.activity.verbs import Verb
from community.errors import DomainError
from community.gatherings.models import Attendance, Gathering, GatheringStatus, SignUp, SignUpStatus
from community.gatherings.sign_up_rules import HAS_LEFT, locked
from community.words import N_

#: What a role counts as in the log; who has none here is a resident.
COUNTED_AS = {
    Role.HOST: "volunteer",
    Role.VOLUNTEER: "volunteer",
    Role.STAFF: "staff",
    Role.LIBRARIAN: "staff",
    Role.MANAGER: "staff",
}


class OnlyHeadsAreCounted(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Of this activity only the number of people is kept."))


class DidNotTakePlace(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity does not take place."))


def check_in(
    session: Session, library_id: int, sign_up_id: int, *, via: str = "desk", now: datetime
) -> Attendance:
    """Note that somebody is here. Doing so twice changes nothing."""
    gathering, sign_up = locked(session, sign_up_id, library_id)
    if gathering.is_sensitive:
        raise OnlyHeadsAreCounted
    if gathering.status in {GatheringStatus.DRAFT, GatheringStatus.CANCELLED}:
        raise DidNotTakePlace
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    found = _find(session, sign_up)
    if found is not None and found.undone_at is None:
        return found
    attendance = found or Attendance(
        library_id=library_id, gathering_id=gathering.id, sign_up_id=sign_up.id
    )
    attendance.activity_id = _log_check_in(session, gathering, sign_up, via=via, now=now)
    attendance.checked_in_at = now
    attendance.undone_at = None
    session.add(attendance)
    return attendance


def undo(session: Session, library_id: int, sign_up_id: int, *, now: datetime) -> None:
    """Take back a check-in: the log keeps both, the second names the first."""
    gathering, sign_up = locked(session, sign_up_id, library_id)
    attendance = _find(session, sign_up)
    if attendance is None or attendance.undone_at is not None:
        return
    attendance.undone_at = now
    activity.record(
        session,
        Verb.ATTENDANCE_UNDONE,
        library_id=library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        person_key=activity.person_key(session, library_id, sign_up.person_id),
        quantity=sign_up.party_size,
        corrects_id=attendance.activity_id,
        now=now,
    )


def _log_check_in(
    session: Session, gathering: Gathering, sign_up: SignUp, *, via: str, now: datetime
) -> int:
    role = accounts.find_role(session, gathering.library_id, sign_up.person_id)
    return activity.record(
        session,
        Verb.ATTENDANCE_CHECKED_IN,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        person_key=activity.person_key(session, gathering.library_id, sign_up.person_id),
        counted_as=COUNTED_AS.get(role, "resident") if role else "resident",
        quantity=sign_up.party_size,
        details={
            "minutes_from_start": _minutes(gathering.starts_at, now),
            "duration": _minutes(gathering.starts_at, gathering.ends_at),
            "via": via,
            "first_time": None,
            "age_class": None,
            "pc4": None,
        },
        now=now,
    )


def _minutes(start: datetime, end: datetime) -> int:
    """Whole minutes from one to the other; below zero for who is early."""
    return round((end - start).total_seconds() / 60)


def _find(session: Session, sign_up: SignUp) -> Attendance | None:
    return session.scalars(
        select(Attendance).where(Attendance.sign_up_id == sign_up.id),
        execution_options={"populate_existing": True},
    ).one_or_none()
