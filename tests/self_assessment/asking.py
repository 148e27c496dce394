"""Rounds for tests to be about, and people who answer in them."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from community.clock import local_day, now
from community.db import Base, session, transaction
from community.libraries.models import Library
from community.self_assessment import answering, inviting, keys, rounds
from community.self_assessment.drafts import Said
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import AssessmentInvitee, AssessmentRound
from community.self_assessment.rounds import Plan
from tests.factories import a_librarian, the_library

KEY = "only for tests"
FRONT, OTHER = FunctionGroup.FRONT_OFFICE, FunctionGroup.OTHER


def a_round(
    library: Library | None = None, *, name: str = "Najaar 2026", days: int = 21, **fields: str
) -> AssessmentRound:
    """A round that is open from today on."""
    library = library or the_library()
    by = a_librarian(library)
    plan = Plan(name, local_day(now()) + timedelta(days=days), **fields)
    with transaction() as tx:
        return rounds.open_round(tx, library.id, plan, by_id=by.id, now=now())


def the_key() -> str:
    """Of the house that this test is in; in a browser it is another one."""
    key: str = current_app.config["SECRET_KEY"]
    return key


def slips(asked: AssessmentRound, number: int = 1, group: FunctionGroup = FRONT) -> list[str]:
    with transaction() as tx:
        return inviting.make_slips(
            tx,
            asked.library_id,
            asked.id,
            group,
            number,
            key=the_key(),
            now=now(),
        )


def invite(asked: AssessmentRound, *emails: str, group: FunctionGroup = FRONT) -> inviting.Invited:
    with transaction() as tx:
        return inviting.invite(
            tx,
            asked.library_id,
            asked.id,
            group,
            emails,
            key=the_key(),
            now=now(),
        )


def link_of(email: str) -> str:
    """The secret in this person's mail."""
    found = select(AssessmentInvitee).where(AssessmentInvitee.email == email)
    return keys.link_of(session().scalars(found).one(), key=the_key())


def keep(asked: AssessmentRound, secret: str, *steps: int | None, **shows: str) -> None:
    evidence = {int(number[1:]): words for number, words in shows.items()}
    with transaction() as tx:
        said = Said(dict(enumerate(steps)), evidence)
        answering.keep(tx, asked.library_id, secret, said, key=the_key(), now=now())


def hand_in(asked: AssessmentRound, secret: str) -> None:
    with transaction() as tx:
        answering.hand_in(tx, asked.library_id, secret, key=the_key(), now=now())


def answer(
    asked: AssessmentRound, *steps: int | None, group: FunctionGroup = FRONT, **shows: str
) -> None:
    """Somebody of this group fills in a slip and hands it in."""
    (code,) = slips(asked, 1, group)
    keep(asked, code, *steps, **shows)
    hand_in(asked, code)


def close(asked: AssessmentRound) -> None:
    with transaction() as tx:
        rounds.close(tx, asked.library_id, asked.id, now=now())


def reveal(asked: AssessmentRound) -> None:
    with transaction() as tx:
        rounds.reveal(tx, asked.library_id, asked.id, now=now())


def rows(model: type[Base]) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(model)) or 0


def again(asked: AssessmentRound) -> AssessmentRound:
    session().rollback()
    return session().get_one(AssessmentRound, asked.id, populate_existing=True)
