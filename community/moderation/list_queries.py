"""What the desk sees in lists: what waits for whom, what was decided, who still has to hear it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from community.accounts.models import Membership
from community.accounts.roles import DESK_ROLES
from community.libraries.models import Library
from community.moderation.models import Case, Report, Verdict, Why
from community.moderation.queries import WHOLE

#: More than this is not looked through in one go.
MOST = 100


@dataclass(frozen=True, slots=True)
class Before:
    """What was decided earlier about what one person made."""

    allowed: int = 0
    refused: int = 0


# ─── what waits ───


def list_waiting(session: Session, library_id: int, viewer_id: int) -> Sequence[Case]:
    """What is open, the oldest first, but what is about something of who looks."""
    return session.scalars(
        select(Case)
        .options(*WHOLE)
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
        .options(*WHOLE)
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
        .options(*WHOLE)
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


# ─── pieces ───


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
