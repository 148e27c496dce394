"""Every select about the action plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from community.errors import NotFound
from community.plans.models import Action

#: More than this is no plan.
MOST = 300

_OPEN = (Action.done_on.is_(None), Action.let_go_on.is_(None))


def get(session: Session, library_id: int, action_id: int) -> Action:
    return _one(session, _of(library_id).where(Action.id == action_id))


def lock(session: Session, library_id: int, action_id: int) -> Action:
    """The action with its row locked until the transaction ends."""
    return _one(session, _of(library_id).where(Action.id == action_id).with_for_update())


def find_same(
    session: Session, library_id: int, *, subject: str, what: str, who: str, due_on: date
) -> Action | None:
    """What stands open on the plan already in the same words."""
    return session.scalars(
        _of(library_id).where(
            *_OPEN,
            Action.subject == subject,
            Action.what == what,
            Action.who == who,
            Action.due_on == due_on,
        )
    ).one_or_none()


def list_open(
    session: Session, library_id: int, subjects: Collection[str] | None = None
) -> Sequence[Action]:
    """What is still to be done, the first to be ready first; of these subjects, or of all."""
    found = _of(library_id).where(*_OPEN)
    if subjects is not None:
        found = found.where(Action.subject.in_(subjects))
    return session.scalars(found.order_by(Action.due_on, Action.id).limit(MOST)).all()


def list_ended(session: Session, library_id: int) -> Sequence[Action]:
    """What was done or let go, the latest first."""
    ended_on = func.coalesce(Action.done_on, Action.let_go_on)
    return session.scalars(
        _of(library_id)
        .where(ended_on.is_not(None))
        .order_by(ended_on.desc(), Action.id.desc())
        .limit(MOST)
    ).all()


def list_to_look_back_on(
    session: Session, library_id: int, *, after: date | None, until: date
) -> Sequence[Action]:
    """What stood on the plan at some time in those days: `after` excluded, `until` included.

    `Action.state_on(until)` says what had become of it.
    """
    found = _of(library_id).where(Action.made_on <= until)
    if after is not None:
        found = found.where(
            or_(Action.done_on.is_(None), Action.done_on > after),
            or_(Action.let_go_on.is_(None), Action.let_go_on > after),
        )
    return session.scalars(found.order_by(Action.due_on, Action.id).limit(MOST)).all()


def overdue(library_id: int, today: date) -> tuple[Select[int], Select[str]]:
    """How many should have been done by now, and what the oldest is; for the librarian's Today."""
    late = (Action.library_id == library_id, *_OPEN, Action.due_on < today)
    return (
        select(func.count()).select_from(Action).where(*late),
        select(Action.what).where(*late).order_by(Action.due_on, Action.id).limit(1),
    )


def _of(library_id: int) -> Select[Action]:
    return select(Action).where(Action.library_id == library_id)


def _one(session: Session, wanted: Select[Action]) -> Action:
    found = session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise NotFound
    return found
