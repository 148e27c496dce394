"""What is read of what people said at sign-up: of one, or of everybody who comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from community.gatherings.models import Gathering, SignUp
from community.gatherings.replies import Replies
from community.gatherings.reply_models import AccessNeed, SignUpAnswer, SignUpChild


@dataclass(slots=True)
class Said:
    """What one party said, as it is read by whoever receives them."""

    answers: list[SignUpAnswer] = field(default_factory=list)
    access_need: str = ""
    children: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.answers or self.access_need or self.children)

    @property
    def by_question(self) -> dict[str, str]:
        return {answer.question: answer.value for answer in self.answers}


def said_by(session: Session, sign_up_id: int) -> Said:
    """All that one party said."""
    return _said(session, SignUp.id == sign_up_id)[sign_up_id]


def all_of(session: Session, sign_up_id: int) -> Replies:
    """The same, to be said again elsewhere."""
    said = said_by(session, sign_up_id)
    return Replies(
        answers=said.by_question, access_need=said.access_need, children=tuple(said.children)
    )


def said_at(session: Session, gathering: Gathering) -> Mapping[int, Said]:
    """What everybody on the list of a gathering said, by sign-up."""
    return _said(session, SignUp.gathering_id == gathering.id)


def _said(session: Session, whose: ColumnElement[bool]) -> defaultdict[int, Said]:
    """In three statements, however many they are."""
    said: defaultdict[int, Said] = defaultdict(Said)
    answers = select(SignUpAnswer).join(SignUp, SignUp.id == SignUpAnswer.sign_up_id)
    for answer in session.scalars(answers.where(whose).order_by(SignUpAnswer.position)):
        said[answer.sign_up_id].answers.append(answer)
    needs = select(AccessNeed).join(SignUp, SignUp.id == AccessNeed.sign_up_id)
    for need in session.scalars(needs.where(whose)):
        said[need.sign_up_id].access_need = need.text
    children = select(SignUpChild).join(SignUp, SignUp.id == SignUpChild.sign_up_id)
    for child in session.scalars(children.where(whose).order_by(SignUpChild.position)):
        said[child.sign_up_id].children.append(child.first_name)
    return said


def questions_answered(said: Collection[Said]) -> list[str]:
    """Every question that has an answer, those of now and of before, in the order of asking."""
    positions: dict[str, int] = {}
    for each in said:
        for answer in each.answers:
            positions.setdefault(answer.question, answer.position)
    return sorted(positions, key=lambda question: positions[question])
