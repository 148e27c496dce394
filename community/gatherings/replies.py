"""What somebody answers at sign-up, what they need and which children they bring.

Written in the same transaction as the sign-up. None of it comes in the log, in a mail or, but for
the answers, in an export.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert
from sqlalchemy.orm import Session

from community.db import Base
from community.errors import DomainError
from community.gatherings import kunde
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.reply_models import AccessNeed, SignUpAnswer, SignUpChild
from community.gatherings.sign_up_rules import HAS_LEFT, PartyDoesNotFit, check_on, locked
from community.words import N_

TABLES: tuple[type[SignUpAnswer | AccessNeed | SignUpChild], ...] = (
    SignUpAnswer,
    AccessNeed,
    SignUpChild,
)
HAS_BEGUN = N_("It has begun. Tell your host what has changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What was said beside the sign-up itself."""

    #: By the words of the question. What is left empty is not there.
    answers: Mapping[str, str] = field(default_factory=dict)
    access_need: str = ""
    children: tuple[str, ...] = ()


NONE = Replies()


def add(session: Session, gathering: Gathering, sign_up: SignUp, said: Replies) -> None:
    """Keep what was said; where nothing was, nothing is asked of the database."""
    of_whom = {"sign_up_id": sign_up.id, "library_id": sign_up.library_id}
    answers = [
        {**of_whom, "position": position, "question": question.label, "kind": question.kind,
         "value": said.answers[question.label]}
        for position, question in enumerate(gathering.questions, start=1)
        if said.answers.get(question.label)
    ]  # fmt: skip
    children = [
        {**of_whom, "position": position, "first_name": name}
        for position, name in enumerate(said.children if gathering.names_children else (), start=1)
    ]
    if len(children) > sign_up.party_size:
        raise PartyDoesNotFit
    need = [{**of_whom, "text": said.access_need}] if said.access_need else []
    for table, rows in ((SignUpAnswer, answers), (SignUpChild, children), (AccessNeed, need)):
        if rows:
            session.execute(insert(table), rows)


def forget(session: Session, sign_up_id: int) -> None:
    """Who leaves takes along what they said."""
    for table in TABLES:
        _wipe(session, table, table.sign_up_id == sign_up_id)


def put(session: Session, gathering: Gathering, sign_up: SignUp, said: Replies) -> None:
    """What is said now, and nothing of before: that may have been somebody else's."""
    forget(session, sign_up.id)
    add(session, gathering, sign_up, said)


def change(session: Session, sign_up_id: int, said: Replies, *, now: datetime) -> SignUp:
    """Answer otherwise, until it begins. What answers a question of before stays as it was."""
    gathering, sign_up = _open(session, sign_up_id, now)
    asked = [question.label for question in gathering.questions]
    _wipe(
        session,
        SignUpAnswer,
        (SignUpAnswer.sign_up_id == sign_up_id) & SignUpAnswer.question.in_(asked),
    )
    _wipe(session, AccessNeed, AccessNeed.sign_up_id == sign_up_id)
    add(session, gathering, sign_up, replace(said, children=()))
    kunde.hear_otherwise(session, gathering, sign_up, said.answers, now=now)
    return sign_up


def name_children(
    session: Session, sign_up_id: int, names: Sequence[str], *, now: datetime
) -> SignUp:
    """Bring other children; how many seats they take is `change_party`'s."""
    gathering, sign_up = _open(session, sign_up_id, now)
    _wipe(session, SignUpChild, SignUpChild.sign_up_id == sign_up_id)
    add(session, gathering, sign_up, Replies(children=tuple(names)))
    return sign_up


def _open(session: Session, sign_up_id: int, now: datetime) -> tuple[Gathering, SignUp]:
    gathering, sign_up = locked(session, sign_up_id)
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    check_on(gathering, now)
    if gathering.has_begun(now):
        raise DomainError(HAS_BEGUN)
    return gathering, sign_up


def _wipe(session: Session, table: type[Base], which: ColumnElement[bool]) -> None:
    session.execute(delete(table).where(which), execution_options={"synchronize_session": False})
