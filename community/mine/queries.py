"""What a person's own page reads."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from community.accounts.models import Membership
from community.libraries.models import Library


def list_memberships(session: Session, person_id: int) -> Sequence[Membership]:
    """The libraries that know this person, with the answer each of them got."""
    return session.scalars(
        select(Membership)
        .join(Membership.library)
        .options(contains_eager(Membership.library))
        .where(Membership.person_id == person_id)
        .order_by(Library.name)
    ).all()
