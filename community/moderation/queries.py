"""Every select of the moderation room."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from community.accounts.models import Membership, Person
from community.accounts.roles import DESK_ROLES
from community.errors import NotFound
from community.moderation.models import Case, Report, Swept, Verdict

#: The kind of the case about everything that one person has.
PERSON = "person"

WHOLE = (
    joinedload(Case.author),
    joinedload(Case.decided_by),
    joinedload(Case.appealed).selectinload(Case.reports).joinedload(Report.reporter),
    joinedload(Case.appealed).joinedload(Case.decided_by),
    selectinload(Case.reports).joinedload(Report.reporter),
)


# ─── one case ───


def get(session: Session, library_id: int, case_id: int) -> Case:
    found = session.scalar(
        select(Case).options(*WHOLE).where(Case.library_id == library_id, Case.id == case_id)
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


def list_colleagues(session: Session, library_id: int) -> Collection[int]:
    """Who decides here: ids of its librarians and managers."""
    return set(
        session.scalars(
            select(Membership.person_id).where(
                Membership.library_id == library_id, Membership.role.in_(DESK_ROLES)
            )
        )
    )


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
