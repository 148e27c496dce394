"""Answering: kept while one fills it in, handed in once, and then nobody's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from community.errors import DomainError, NotFound
from community.self_assessment import keys, questionnaire
from community.self_assessment.drafts import ANSWERS, LONGEST, Said, from_data
from community.self_assessment.models import (
    AssessmentEvidence,
    AssessmentKey,
    AssessmentRound,
    AssessmentSheet,
)
from community.words import N_


class KeyIsSpent(NotFound):
    """Used, closed, or never was: which of them, nobody can tell any more."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This link does not work, or no longer works. Did you submit your answers? Then "
                "we have them: thank you."
            )
        )  # fmt: skip


class NothingSaid(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("You have not answered anything yet."))


def keep(
    session: Session, library_id: int, secret: str, said: Said, *, key: str, now: datetime
) -> None:
    """Keep what one page says with its link or slip, until it is handed in."""
    found = session.scalars(
        select(AssessmentKey)
        .where(_opens(library_id, secret, key))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise KeyIsSpent
    asked = _open_round(session, found.round_id, now)
    _refuse_what_was_not_asked(said, questionnaire.of(asked.version).size)
    found.draft = from_data(found.draft).with_page(said).as_data()


def hand_in(session: Session, library_id: int, secret: str, *, key: str, now: datetime) -> None:
    """Make an answer of what was filled in. The key goes with it, so nothing ties them."""
    asked = _hold_open(session, library_id, secret, key, now)
    # Lock, check and use in one: of two who have the same slip, one is first.
    used = session.execute(
        delete(AssessmentKey)
        .where(_opens(library_id, secret, key))
        .returning(AssessmentKey.round_id, AssessmentKey.function_group, AssessmentKey.draft)
    ).one_or_none()
    if used is None:
        raise KeyIsSpent
    draft = from_data(used.draft)
    if not draft.answers:
        raise NothingSaid
    whose = {
        "library_id": library_id,
        "round_id": used.round_id,
        "function_group": used.function_group,
    }
    session.add(AssessmentSheet(answers=draft.sheet(questionnaire.of(asked.version).size), **whose))
    session.add_all(
        AssessmentEvidence(statement=number, words=words, **whose)
        for number, words in draft.shown().items()
    )


def _opens(library_id: int, secret: str, key: str) -> ColumnElement[bool]:
    stored = keys.stored(secret, library_id, key=key)
    return and_(AssessmentKey.library_id == library_id, AssessmentKey.code_hash == stored)


def _hold_open(
    session: Session, library_id: int, secret: str, key: str, now: datetime
) -> AssessmentRound:
    """The round, kept from closing until this is written: before the key, as who closes does."""
    round_id = session.scalar(select(AssessmentKey.round_id).where(_opens(library_id, secret, key)))
    if round_id is None:
        raise KeyIsSpent
    asked = session.scalars(
        select(AssessmentRound)
        .where(AssessmentRound.id == round_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    ).one()
    if not asked.is_open(now):
        raise KeyIsSpent
    return asked


def _open_round(session: Session, round_id: int, now: datetime) -> AssessmentRound:
    asked = session.get_one(AssessmentRound, round_id)
    if not asked.is_open(now):
        raise KeyIsSpent
    return asked


def _refuse_what_was_not_asked(said: Said, size: int) -> None:
    numbers = {*said.answers, *said.evidence}
    steps = {each for each in said.answers.values() if each is not None}
    too_long = any(len(words) > LONGEST for words in said.evidence.values())
    if not numbers <= set(range(size)) or not steps <= set(ANSWERS) or too_long:
        raise ValueError("no such answer")
