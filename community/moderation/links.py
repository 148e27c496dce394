"""The address of one decision, for its author: it needs no signing in, and never says who."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community import tokens
from community.errors import NotFound
from community.moderation import queries
from community.moderation.models import Case, Verdict
from community.web.keys import house_key

PURPOSE = "moderation decision"


def token_of(case: Case) -> str:
    return tokens.derive(house_key(), PURPOSE, case.id, case.salt)


def path_of(case: Case) -> str:
    """Where it stands; in a mail behind the address of the house."""
    return f"/{case.library.slug}/beslissing/{token_of(case)}"


def get(session: Session, library_id: int, token: str) -> Case:
    """The decision that a true token speaks of. What was not refused has no page."""
    case_id = tokens.row_id(token)
    if case_id is None:
        raise NotFound
    case = queries.get(session, library_id, case_id)
    is_true = tokens.matches(token, house_key(), PURPOSE, case.id, case.salt)
    if not is_true or case.verdict is not Verdict.REFUSED:
        raise NotFound
    return case
