"""Who of a library looked at somebody's data: at them, at a list they were on, at everybody.

Told by role and library. Who worked that day the library can tell; a name on a page would make a
colleague answer for every list that the work asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from community import clock
from community.access_log.models import AccessRead, Reading
from community.accounts.models import Membership, Role
from community.gatherings.models import Gathering, SignUp
from community.libraries.models import Library

#: So many rows are read at the most, the newest first.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Look:
    """One line: however often in a day, and by how many of the same role."""

    day: date
    library: str
    role: Role
    what: Reading
    gathering: str  #: Empty: not of one, or of one whose name is kept still.


def list_of(session: Session, person_id: int) -> Sequence[Look]:
    """Newest first; what one looked up about oneself is no look."""
    about = or_(*(AccessRead.id.in_(rows) for rows in _rows(person_id)))
    title = case((Gathering.is_sensitive, ""), else_=Gathering.title)
    rows = session.execute(
        select(AccessRead.read_at, Library.name, AccessRead.role, AccessRead.what, title)
        .join(Library, Library.id == AccessRead.library_id)
        .outerjoin(Gathering, Gathering.id == AccessRead.gathering_id)
        .where(about, AccessRead.reader_id != person_id)
        .order_by(AccessRead.read_at.desc(), AccessRead.id.desc())
        .limit(MOST)
    )
    looks = (
        Look(clock.local_day(at), library, role, what, gathering or "")
        for at, library, role, what, gathering in rows
    )
    return list(dict.fromkeys(looks))


def _rows(person_id: int) -> tuple[Select[int], ...]:
    """Ways to be looked at, each by an index of its own; a list counts from when one was on it."""
    rows = select(AccessRead.id)
    return (
        rows.where(AccessRead.person_id == person_id),
        rows.join(SignUp, SignUp.gathering_id == AccessRead.gathering_id).where(
            SignUp.person_id == person_id, SignUp.created_at <= AccessRead.read_at
        ),
        rows.join(Membership, Membership.library_id == AccessRead.library_id).where(
            AccessRead.person_id.is_(None),
            AccessRead.gathering_id.is_(None),
            Membership.person_id == person_id,
            Membership.created_at <= AccessRead.read_at,
        ),
    )
