"""Every select of the files: lists read in pieces, and the files that were asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community.accounts.models import Membership, Person
from community.errors import NotFound
from community.exports.models import Export, State
from community.findings.queries import of_library
from community.gatherings.hosting_queries import Shelf
from community.gatherings.models import (
    Attendance,
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.gatherings.reply_models import SignUpAnswer
from community.groups.models import Group, GroupMember
from community.logbook.happenings import Part
from community.partners.models import Partner, Partnership, Sector
from community.search.matching import has_every_word

#: Whatever a list is read from.
Rows = Select[*tuple[Any, ...]]

#: A page of files that somebody looks back on.
MOST_FILES = 30
_AT_ONCE = 500

ON_THE_LIST = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.PENDING)


@dataclass(frozen=True, slots=True)
class Which:
    """Of a list, the part that a page shows."""

    library_id: int
    first: datetime
    last: datetime
    now: datetime
    shelf: Shelf | None = None
    words: str = ""
    sector: Sector | None = None
    part: Part = field(default_factory=Part)  #: Of the log.


def count(session: Session, whole: Rows) -> int:
    inner = whole.order_by(None).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def pieces(session: Session, whole: Rows) -> Iterator[Any]:
    """Some rows at a time, whatever hangs on them included."""
    yield from session.execute(whole.execution_options(yield_per=_AT_ONCE))


def gatherings(which: Which) -> Rows:
    """Those that begin within the time asked for, or that lie on one of the desk's shelves."""
    wanted: list[ColumnElement[bool]] = [
        Gathering.library_id == which.library_id,
        *has_every_word(Gathering.search_text, which.words),
    ]
    if which.shelf is None:
        wanted += [Gathering.starts_at >= which.first, Gathering.starts_at < which.last]
    elif which.shelf is Shelf.DRAFTS:
        wanted.append(Gathering.status == GatheringStatus.DRAFT)
    else:
        over = Gathering.ends_at <= which.now
        wanted += [
            Gathering.status != GatheringStatus.DRAFT, over if which.shelf is Shelf.PAST else ~over
        ]  # fmt: skip
    return (
        select(Gathering)
        .where(*wanted)
        .options(
            joinedload(Gathering.branch),
            joinedload(Gathering.room),
            selectinload(Gathering.themes),
            selectinload(Gathering.hosts),
        )
        .order_by(Gathering.starts_at, Gathering.id)
    )


def people(which: Which) -> Rows:
    return (
        select(Membership)
        .join(Membership.person)
        .where(Membership.library_id == which.library_id)
        .options(contains_eager(Membership.person))
        .order_by(Person.first_name, Person.surname, Membership.id)
    )


def groups(which: Which) -> Rows:
    members = (
        select(func.count(GroupMember.id))
        .where(GroupMember.group_id == Group.id, GroupMember.since.is_not(None))
        .correlate(Group)
        .scalar_subquery()
    )
    return (
        select(Group, members)
        .where(Group.library_id == which.library_id)
        .options(selectinload(Group.themes))
        .order_by(func.lower(Group.name), Group.id)
    )


def contacts(session: Session, library_id: int) -> dict[int, Person]:
    """The contact person of each group."""
    rows = session.execute(
        select(GroupMember.group_id, Person)
        .join(Person, Person.id == GroupMember.person_id)
        .where(GroupMember.library_id == library_id, GroupMember.is_contact)
    )
    return {group_id: person for group_id, person in rows}  # noqa: C416 (rows are no pairs)


def partners(which: Which) -> Rows:
    """With how many gatherings each made together with the library."""
    joint = (
        select(func.count(Partnership.id))
        .where(Partnership.partner_id == Partner.id)
        .correlate(Partner)
        .scalar_subquery()
    )
    wanted: list[ColumnElement[bool]] = [
        Partner.library_id == which.library_id,
        *has_every_word(Partner.search_text, which.words),
    ]
    if which.sector is not None:
        wanted.append(Partner.sector == which.sector)
    return (
        select(Partner, joint)
        .where(*wanted)
        .options(selectinload(Partner.contacts))
        .order_by(func.lower(Partner.name), Partner.id)
    )


def _at(which: Which) -> list[ColumnElement[bool]]:
    """At all that begin in a period."""
    here = Gathering.library_id == which.library_id
    return [here, Gathering.starts_at >= which.first, Gathering.starts_at < which.last]


def sign_ups(which: Which) -> Rows:
    """Everybody on the lists, and how many of each party were there."""
    return (
        select(SignUp, func.coalesce(Attendance.people, 0))
        .join(SignUp.gathering)
        .join(SignUp.person)
        .outerjoin(
            Attendance, (Attendance.sign_up_id == SignUp.id) & Attendance.undone_at.is_(None)
        )
        .where(*_at(which), SignUp.status.in_(ON_THE_LIST))
        .options(contains_eager(SignUp.gathering), contains_eager(SignUp.person))
        .order_by(Gathering.starts_at, Gathering.id, SignUp.queue_no)
    )


def attendance(which: Which) -> Rows:
    """Who was there: who signed up by name, who walked in by the name they gave."""
    return (
        select(Attendance, Gathering, Person)
        .join(Gathering, Gathering.id == Attendance.gathering_id)
        .outerjoin(SignUp, SignUp.id == Attendance.sign_up_id)
        .outerjoin(Person, Person.id == SignUp.person_id)
        .where(*_at(which), Attendance.undone_at.is_(None))
        .order_by(Gathering.starts_at, Gathering.id, Attendance.checked_in_at, Attendance.id)
    )


def answers(which: Which) -> Rows:
    return (
        select(SignUpAnswer, SignUp)
        .join(SignUp, SignUp.id == SignUpAnswer.sign_up_id)
        .join(SignUp.gathering)
        .join(SignUp.person)
        .where(*_at(which), SignUp.status.in_(ON_THE_LIST))
        .options(contains_eager(SignUp.gathering), contains_eager(SignUp.person))
        .order_by(Gathering.starts_at, Gathering.id, SignUp.queue_no, SignUpAnswer.position)
    )


def harvests(which: Which) -> Rows:
    """What everybody may read of what conversations in this period yielded; no name is read."""
    return of_library(which.library_id).where(
        Gathering.starts_at >= which.first, Gathering.starts_at < which.last
    )


# ─── files ───


def get(session: Session, library_id: int, export_id: int) -> Export:
    found = session.scalars(
        select(Export).where(Export.id == export_id, Export.library_id == library_id),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_files(session: Session, library_id: int) -> Sequence[tuple[Export, Person | None]]:
    """The latest first, with who had each made."""
    rows = session.execute(
        select(Export, Person)
        .outerjoin(Person, Person.id == Export.made_by_id)
        .where(Export.library_id == library_id)
        .order_by(Export.made_at.desc(), Export.id.desc())
        .limit(MOST_FILES)
    )
    return [(export, person) for export, person in rows]


def find_due(session: Session, *, now: datetime) -> int | None:
    """The file that waits longest, or that somebody let fall."""
    return session.scalar(
        select(Export.id)
        .where(
            Export.state.in_((State.WAITING, State.BUSY)),
            func.coalesce(Export.leased_until, Export.made_at) <= now,
        )
        .order_by(Export.id)
        .limit(1)
    )


def list_lying(session: Session, library_ids: Collection[int]) -> Sequence[Export]:
    """Files of these libraries that can be taken."""
    return session.scalars(
        select(Export).where(Export.library_id.in_(library_ids), Export.state == State.READY)
    ).all()


def list_to_wipe(session: Session, *, before: datetime) -> Sequence[Export]:
    return session.scalars(
        select(Export).where(Export.state == State.READY, Export.finished_at <= before)
    ).all()
