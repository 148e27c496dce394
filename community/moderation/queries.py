"""Every select of the moderation room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from community.accounts.models import Membership, Person
from community.accounts.roles import DESK_ROLES
from community.errors import NotFound
from community.libraries.models import Library
from community.moderation.models import Case, Report, Swept, Verdict, Why

#: The kind of the case about everything that one person has.
PERSON = "person"
#: More than this is not looked through in one go.
MOST = 100

_WHOLE = (
    joinedload(Case.author),
    joinedload(Case.decided_by),
    joinedload(Case.appealed).selectinload(Case.reports).joinedload(Report.reporter),
    joinedload(Case.appealed).joinedload(Case.decided_by),
    selectinload(Case.reports).joinedload(Report.reporter),
)


@dataclass(frozen=True, slots=True)
class Before:
    """What was decided earlier about what one person made."""

    allowed: int = 0
    refused: int = 0


# ─── one case ───


def get(session: Session, library_id: int, case_id: int) -> Case:
    found = session.scalar(
        select(Case).options(*_WHOLE).where(Case.library_id == library_id, Case.id == case_id)
    )
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, case_id: int) -> Case:
    """The case with its row locked until the transaction ends, as it is by then."""
    session.execute(
        select(Case.id).where(Case.library_id == library_id, Case.id == case_id).with_for_update()
    )
    session.expire_all()
    return get(session, library_id, case_id)


def find_open_case(session: Session, library_id: int, kind: str, subject_id: int) -> Case | None:
    return session.scalar(_open_of(library_id, kind, subject_id))


def lock_open(session: Session, library_id: int, kind: str, subject_id: int) -> Case | None:
    """The same, locked until the transaction ends."""
    return session.scalar(
        _open_of(library_id, kind, subject_id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )


def find_again(session: Session, library_id: int, case_id: int) -> Case | None:
    """The case that looks at this decision again."""
    return session.scalar(
        select(Case).where(Case.library_id == library_id, Case.appeals_id == case_id)
    )


def is_kept_back(session: Session, library_id: int, person_id: int) -> bool:
    """Whether everything of this person is hidden."""
    return _kept_back(session, library_id, person_id) is not None


def find_sweep(session: Session, library_id: int, person_id: int) -> Case | None:
    """The decision by which everything of this person is hidden, while it stands."""
    found = _kept_back(session, library_id, person_id)
    return None if found is None else session.get(Case, found)


def _kept_back(session: Session, library_id: int, person_id: int) -> int | None:
    last = session.execute(
        select(Case.id, Case.verdict)
        .where(
            Case.library_id == library_id,
            Case.subject_kind == PERSON,
            Case.subject_id == person_id,
            Case.decided_at.is_not(None),
        )
        .order_by(Case.id.desc())
        .limit(1)
    ).one_or_none()
    return last.id if last is not None and last.verdict is Verdict.REFUSED else None


def count_let_through(session: Session, library_id: int, person_id: int, kind: str) -> int:
    """How many things of this kind by this person a librarian has said yes to."""
    return session.scalars(
        select(func.count(Case.subject_id.distinct())).where(
            Case.author_id == person_id,
            Case.library_id == library_id,
            Case.subject_kind == kind,
            Case.verdict == Verdict.ALLOWED,
        )
    ).one()


# ─── reports ───


def list_counting(session: Session, case: Case) -> Sequence[Report]:
    """The reports that count towards hiding: not of who reported the same thing before."""
    before, earlier = aliased(Report), aliased(Case)
    said_before = (
        select(before.id)
        .join(earlier, earlier.id == before.case_id)
        .where(
            earlier.library_id == case.library_id,
            earlier.subject_kind == case.subject_kind,
            earlier.subject_id == case.subject_id,
            earlier.id != case.id,
            before.reporter_id == Report.reporter_id,
        )
        .exists()
    )
    return session.scalars(select(Report).where(Report.case_id == case.id, ~said_before)).all()


def has_reported(session: Session, case: Case, person_id: int) -> bool:
    said = select(Report.id).where(Report.case_id == case.id, Report.reporter_id == person_id)
    return session.scalar(said) is not None


# ─── what waits ───


def list_waiting(session: Session, library_id: int, viewer_id: int) -> Sequence[Case]:
    """What is open, the oldest first, but what is about something of who looks."""
    return session.scalars(
        select(Case)
        .options(*_WHOLE)
        .where(*_open_for(library_id, viewer_id))
        .order_by(Case.opened_at, Case.id)
        .limit(MOST)
    ).all()


def how_many_wait(library_id: int, viewer_id: int) -> Select[int]:
    """What this librarian can decide: `deciding.why_not` says the same of one case."""
    first = aliased(Case)
    own_decision = (
        select(first.id)
        .where(first.id == Case.appeals_id, first.decided_by_id == viewer_id)
        .exists()
    )
    someone_else = (
        select(Membership.id)
        .where(
            Membership.library_id == library_id,
            Membership.role.in_(DESK_ROLES),
            Membership.person_id != viewer_id,
            or_(Case.author_id.is_(None), Membership.person_id != Case.author_id),
        )
        .exists()
    )
    reported_it = (
        select(Report.id)
        .where(Report.case_id.in_([Case.id, Case.appeals_id]), Report.reporter_id == viewer_id)
        .exists()
    )
    return select(func.count(Case.id)).where(
        *_open_for(library_id, viewer_id),
        ~reported_it,
        or_(Case.why != Why.APPEAL, ~own_decision, ~someone_else),
    )


def list_colleagues(session: Session, library_id: int) -> Collection[int]:
    """Who decides here: ids of its librarians and managers."""
    return set(
        session.scalars(
            select(Membership.person_id).where(
                Membership.library_id == library_id, Membership.role.in_(DESK_ROLES)
            )
        )
    )


def list_before(
    session: Session, library_id: int, person_ids: Collection[int]
) -> Mapping[int, Before]:
    """What was decided earlier, of each of these people."""
    rows = session.execute(
        select(
            Case.author_id,
            func.count().filter(Case.verdict == Verdict.ALLOWED),
            func.count().filter(Case.verdict == Verdict.REFUSED),
        )
        .where(Case.library_id == library_id, Case.author_id.in_(person_ids))
        .group_by(Case.author_id)
    )
    return {person_id: Before(*counted) for person_id, *counted in rows if person_id is not None}


# ─── what was decided ───


def list_decided(
    session: Session,
    library_id: int,
    viewer_id: int,
    *,
    since: datetime | None = None,
    most: int | None = MOST,
) -> Sequence[Case]:
    """The latest first, but what is about something of who looks."""
    wanted = (
        select(Case)
        .options(*_WHOLE)
        .where(Case.library_id == library_id, Case.decided_at.is_not(None), _not_of(viewer_id))
        .order_by(Case.decided_at.desc(), Case.id.desc())
        .limit(most)
    )
    if since is not None:
        wanted = wanted.where(Case.decided_at >= since)
    return session.scalars(wanted).all()


def list_of_author(session: Session, library_id: int, person_id: int) -> Sequence[Case]:
    """What was decided about things of this person, and told: the latest first."""
    return session.scalars(
        select(Case)
        .where(
            Case.library_id == library_id,
            Case.author_id == person_id,
            Case.verdict == Verdict.REFUSED,
        )
        .order_by(Case.decided_at.desc(), Case.id.desc())
        .limit(MOST)
    ).all()


def libraries_with_decisions(session: Session, person_id: int) -> Sequence[Library]:
    """Where something of this person was refused."""
    refused = (
        select(Case.id)
        .where(
            Case.library_id == Library.id,
            Case.author_id == person_id,
            Case.verdict == Verdict.REFUSED,
        )
        .exists()
    )
    return session.scalars(select(Library).where(refused).order_by(Library.name)).all()


def list_untold(session: Session, library_id: int, viewer_id: int) -> Sequence[Case]:
    """Decisions that their author has to hear by telephone."""
    return session.scalars(
        select(Case)
        .join(Case.author)
        .options(*_WHOLE)
        .where(*_untold(library_id), _not_of(viewer_id))
        .order_by(Case.decided_at, Case.id)
        .limit(MOST)
    ).all()


def list_untold_reports(session: Session, library_id: int, viewer_id: int) -> Sequence[Report]:
    """Reporters who have to hear by telephone what was decided."""
    return session.scalars(
        select(Report)
        .join(Case, Case.id == Report.case_id)
        .options(joinedload(Report.reporter), joinedload(Report.case))
        .where(
            Report.library_id == library_id,
            Report.told_at.is_(None),
            Report.reporter_id.is_not(None),
            Case.decided_at.is_not(None),
            _not_of(viewer_id),
        )
        .order_by(Case.decided_at, Report.id)
        .limit(MOST)
    ).all()


def how_many_untold(library_id: int, viewer_id: int) -> Select[int]:
    """People who have to hear a decision by telephone."""
    authors = (
        select(func.count(Case.id))
        .where(*_untold(library_id), _not_of(viewer_id))
        .scalar_subquery()
    )
    reporters = (
        select(func.count(Report.id))
        .join(Case, Case.id == Report.case_id)
        .where(
            Report.library_id == library_id,
            Report.told_at.is_(None),
            Report.reporter_id.is_not(None),
            Case.decided_at.is_not(None),
            _not_of(viewer_id),
        )
        .scalar_subquery()
    )
    return select(authors + reporters)


def get_report(session: Session, library_id: int, report_id: int) -> Report:
    found = session.scalar(
        select(Report)
        .options(joinedload(Report.reporter), joinedload(Report.case))
        .where(Report.library_id == library_id, Report.id == report_id)
    )
    if found is None:
        raise NotFound
    return found


# ─── everything of one person ───


def lock_person(session: Session, library_id: int, person_id: int) -> Person:
    """Somebody this library knows, with their row locked until the transaction ends."""
    found = session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.library_id == library_id, Person.id == person_id)
        .with_for_update(of=Person)
    )
    if found is None:
        raise NotFound
    return found


def list_open_of(session: Session, library_id: int, person_id: int) -> Sequence[Case]:
    """What of this person waits for a librarian, each locked."""
    return session.scalars(
        select(Case)
        .where(
            Case.library_id == library_id,
            Case.author_id == person_id,
            Case.subject_kind != PERSON,
            Case.decided_at.is_(None),
        )
        .order_by(Case.subject_kind, Case.subject_id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).all()


def list_refused(session: Session, library_id: int, person_id: int) -> set[tuple[str, int]]:
    """Things of this person of which the last word was no: kind and number."""
    rows = session.execute(
        select(Case.subject_kind, Case.subject_id, Case.verdict)
        .where(
            Case.library_id == library_id,
            Case.author_id == person_id,
            Case.verdict.in_([Verdict.ALLOWED, Verdict.REFUSED]),
        )
        .order_by(Case.id)
    )
    last = {(kind, number): verdict for kind, number, verdict in rows}
    return {thing for thing, verdict in last.items() if verdict is Verdict.REFUSED}


def list_swept(session: Session, library_id: int, person_id: int) -> Sequence[Swept]:
    return session.scalars(
        select(Swept)
        .where(Swept.library_id == library_id, Swept.person_id == person_id)
        .order_by(Swept.subject_kind, Swept.subject_id)
    ).all()


# ─── pieces ───


def _open_of(library_id: int, kind: str, subject_id: int) -> Select[Case]:
    return select(Case).where(
        Case.library_id == library_id,
        Case.subject_kind == kind,
        Case.subject_id == subject_id,
        Case.decided_at.is_(None),
    )


def _not_of(viewer_id: int) -> ColumnElement[bool]:
    return or_(Case.author_id.is_(None), Case.author_id != viewer_id)


def _open_for(library_id: int, viewer_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Case.library_id == library_id, Case.decided_at.is_(None), _not_of(viewer_id))


def _untold(library_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Case.library_id == library_id,
        Case.decided_at.is_not(None),
        Case.told_at.is_(None),
        Case.author_id.is_not(None),
    )
