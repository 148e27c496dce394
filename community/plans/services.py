"""Putting something on the plan, changing it, and saying what became of it.

Who ends or reopens an action holds its row first; saying the same thing twice changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.clock import local_day
from community.errors import DomainError
from community.libraries import queries as libraries
from community.plans import queries
from community.plans.models import Action, State
from community.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wrote down."""

    subject: str
    what: str
    who: str
    due_on: date


class NotYetDone(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("That day is still to come. Choose today or earlier."))


class StandsAlready(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Exactly this is already on the plan."))


def add(
    session: Session,
    library_id: int,
    draft: Draft,
    *,
    advice: str = "",
    made_by_id: int | None,
    now: datetime,
) -> Action:
    """Put it on the plan; what stands there open in the same words is that same action."""
    libraries.take_turn(session, library_id)
    same = queries.find_same(session, library_id, **asdict(draft))
    if same is not None:
        return same
    action = Action(
        library_id=library_id,
        advice=advice,
        made_on=local_day(now),
        made_by_id=made_by_id,
        changed_at=now,
    )
    _write(action, draft)
    session.add(action)
    session.flush()
    return action


def change(
    session: Session, library_id: int, action_id: int, draft: Draft, *, now: datetime
) -> Action:
    libraries.take_turn(session, library_id)
    action = queries.lock(session, library_id, action_id)
    if action.state is State.OPEN:
        _refuse_twice(session, action, draft)
    _write(action, draft)
    action.changed_at = now
    return action


def finish(session: Session, library_id: int, action_id: int, on: date, *, now: datetime) -> Action:
    """It is done since that day, also when it had been let go."""
    action = queries.lock(session, library_id, action_id)
    if on > local_day(now):
        raise NotYetDone
    action.done_on, action.let_go_on, action.why = on, None, ""
    action.changed_at = now
    return action


def let_go(session: Session, library_id: int, action_id: int, why: str, *, now: datetime) -> Action:
    """It will not be done, and why not. What was let go keeps its day."""
    action = queries.lock(session, library_id, action_id)
    action.done_on, action.let_go_on, action.why = None, action.let_go_on or local_day(now), why
    action.changed_at = now
    return action


def reopen(session: Session, library_id: int, action_id: int, *, now: datetime) -> Action:
    """It is still to be done after all."""
    libraries.take_turn(session, library_id)
    action = queries.lock(session, library_id, action_id)
    own_words = Draft(
        subject=action.subject, what=action.what, who=action.who, due_on=action.due_on
    )
    _refuse_twice(session, action, own_words)
    action.done_on, action.let_go_on, action.why = None, None, ""
    action.changed_at = now
    return action


def _refuse_twice(session: Session, action: Action, draft: Draft) -> None:
    same = queries.find_same(session, action.library_id, **asdict(draft))
    if same is not None and same is not action:
        raise StandsAlready


def _write(action: Action, draft: Draft) -> None:
    action.subject, action.what = draft.subject, draft.what
    action.who, action.due_on = draft.who, draft.due_on
