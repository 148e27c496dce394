"""What people bring and what they want to know, said at sign-up, as a draft of their kunde.

Not before the address is proven, and never at a sensitive gathering. Who is not asked, or leaves
it empty, costs nothing. What becomes of a draft is the business of `skills`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.questions import Question, QuestionKind
from community.skills import talk
from community.skills.models import SkillKind
from community.skills.talk import Talk

KINDS = {QuestionKind.BRINGS: SkillKind.CAN, QuestionKind.WANTS: SkillKind.WANTS_TO_LEARN}


def asked(gathering: Gathering) -> list[tuple[Question, SkillKind]]:
    """The questions of which the answer becomes a draft."""
    if gathering.is_sensitive:
        return []
    return [(each, KINDS[each.kind]) for each in gathering.questions if each.kind in KINDS]


def hear(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    answers: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Somebody is certain to come, and said this."""
    said = _said(gathering, answers)
    if said:
        talk.hear(session, _talk(sign_up), said, now=now)


def hear_otherwise(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    answers: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """They answer otherwise now, or no more."""
    if not asked(gathering) or sign_up.status is SignUpStatus.PENDING:
        return
    said = _said(gathering, answers)
    talk.unsay(session, sign_up.library_id, sign_up.id, but=said)
    talk.hear(session, _talk(sign_up), said, now=now)


def _said(gathering: Gathering, answers: Mapping[str, str]) -> dict[SkillKind, str]:
    return {
        kind: words
        for question, kind in asked(gathering)
        if (words := answers.get(question.label, ""))
    }


def _talk(sign_up: SignUp) -> Talk:
    return Talk(sign_up.library_id, sign_up.person_id, sign_up.id)
