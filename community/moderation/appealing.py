"""Not agreeing with a decision: once, within six weeks, and then it ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.moderation import queries, subjects
from community.moderation.deciding import StillOpen, once_more
from community.moderation.models import Case, Why
from community.words import N_


class AppealIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("You can no longer object to this decision. Talk to the library if you like.")
        )


def appeal(session: Session, library_id: int, case_id: int, words: str, *, now: datetime) -> Case:
    """Its author does not agree, and says why. Saying so twice changes nothing."""
    case = queries.get(session, library_id, case_id)
    subjects.hold(session, library_id, case.subject_kind, case.subject_id)
    case = queries.lock(session, library_id, case_id)
    if again := queries.find_again(session, library_id, case_id):
        if again.why is not Why.APPEAL:
            raise StillOpen if again.is_open else AppealIsOver
        return again
    if not case.may_be_appealed(now):
        raise AppealIsOver
    again = once_more(session, case, Why.APPEAL, now=now)
    again.appeal = words
    return again
