"""Rounds: opened by hand, closed by hand or by the clock, and seen when nobody answers any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.clock import local_day
from community.db import insert_once
from community.errors import DomainError
from community.self_assessment import queries, questionnaire
from community.self_assessment.models import (
    AssessmentInvitee,
    AssessmentKey,
    AssessmentRound,
)
from community.words import N_

#: A round that stands open longer than this is not one any more.
LONGEST = timedelta(days=90)


class AnotherIsOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("One round is open already. Close that one first."))


class WrongDay(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Choose a day from today on, at most three months ahead."))


class RoundIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This round is closed. Nobody can answer any more."))


class StillOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This round is still open. Its outcome can be seen when it is closed."))


class OutcomeWasSeen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("The outcome of this round has been seen. It cannot be opened again."))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a librarian says about a new round."""

    name: str
    closes_on: date
    introduction: str = ""


def open_round(
    session: Session, library_id: int, plan: Plan, *, by_id: int, now: datetime
) -> AssessmentRound:
    """Open a round that asks what the meetlat asks today."""
    _refuse_wrong_day(plan.closes_on, now)
    first = insert_once(
        session,
        AssessmentRound,
        library_id=library_id,
        name=plan.name,
        introduction=plan.introduction,
        closes_on=plan.closes_on,
        version=questionnaire.current().version,
        opened_at=now,
        opened_by_id=by_id,
    )
    opened = queries.find_open(session, library_id)
    if not first or opened is None:
        raise AnotherIsOpen
    return opened


def change_day(
    session: Session, library_id: int, round_id: int, closes_on: date, *, now: datetime
) -> None:
    """Let an open round last longer or shorter."""
    asked = queries.lock(session, library_id, round_id)
    if asked.closed_at is not None:
        raise RoundIsOver
    _refuse_wrong_day(closes_on, now)
    asked.closes_on = closes_on


def close(session: Session, library_id: int, round_id: int, *, now: datetime) -> None:
    """From here on nobody answers. What was half filled in goes, and so do the addresses."""
    asked = queries.lock(session, library_id, round_id)
    if asked.closed_at is not None:
        return
    asked.closed_at = now
    session.flush()
    session.execute(
        update(AssessmentKey).where(AssessmentKey.round_id == round_id).values(draft=None)
    )
    session.execute(
        update(AssessmentInvitee).where(AssessmentInvitee.round_id == round_id).values(email=None)
    )


def reopen(
    session: Session, library_id: int, round_id: int, closes_on: date, *, now: datetime
) -> None:
    """Let the links and slips that were not used work again, as long as nobody saw the outcome."""
    asked = queries.lock(session, library_id, round_id)
    if asked.closed_at is None:
        return
    if not asked.may_reopen(now):
        raise OutcomeWasSeen
    _refuse_wrong_day(closes_on, now)
    if queries.find_open(session, library_id) is not None:
        raise AnotherIsOpen
    asked.closed_at, asked.closes_on = None, closes_on
    try:
        session.flush()
    except IntegrityError:  # Somebody opened one at the same moment.
        raise AnotherIsOpen from None


def reveal(session: Session, library_id: int, round_id: int, *, now: datetime) -> AssessmentRound:
    """Let the outcome be seen. With that the last key goes, and the round never opens again."""
    asked = queries.lock(session, library_id, round_id)
    if asked.revealed_at is not None:
        return asked
    if asked.closed_at is None:
        raise StillOpen
    asked.revealed_at = now
    session.execute(delete(AssessmentKey).where(AssessmentKey.round_id == round_id))
    session.execute(delete(AssessmentInvitee).where(AssessmentInvitee.round_id == round_id))
    return asked


def _refuse_wrong_day(day: date, now: datetime) -> None:
    if not local_day(now) <= day <= local_day(now) + LONGEST:
        raise WrongDay
