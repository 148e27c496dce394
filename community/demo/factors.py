"""Who has a desk in the town is asked for a second factor, and has the usual time from today.

So that everybody comes in with the password that the README says: fill the demo again, and the
time begins anew.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.accounts.models import Membership, NetworkAdviser, Person
from community.accounts.roles import DESK_ROLES
from community.credentials.services import GRACE


def ask_for_factors(session: Session, *, now: datetime) -> None:
    """Without the mail about it: nobody there reads it."""
    at_a_desk = select(Membership.person_id).where(Membership.role.in_(DESK_ROLES))
    advises = select(NetworkAdviser.person_id)
    session.execute(
        update(Person)
        .where(Person.id.in_(at_a_desk) | Person.id.in_(advises) | Person.is_operator.is_(True))
        .values(second_factor_by=now + GRACE)
        .execution_options(synchronize_session=False)
    )
