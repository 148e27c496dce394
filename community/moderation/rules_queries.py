"""What is read of the rules of the house and of who agreed to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, ScalarSelect, func, select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Role
from community.consents.models import Consent
from community.libraries import queries as libraries
from community.moderation.models import OwnRules


def list_own(session: Session, library_id: int) -> Sequence[OwnRules]:
    """What this library adds, from the first version on."""
    return session.scalars(
        select(OwnRules).where(OwnRules.library_id == library_id).order_by(OwnRules.number)
    ).all()


def agreed_columns(
    library_id: int, person_id: int | None, purpose: str
) -> tuple[ScalarSelect[str], ScalarSelect[int], ScalarSelect[Role]]:
    """What this person agreed to, the number of what the library adds, and what they are here: to
    ask along with something else, as it stands on pages that are asked for often."""
    agreed = select(Consent.text_version).where(
        Consent.library_id == library_id,
        Consent.person_id == person_id,
        Consent.purpose == purpose,
        Consent.withdrawn_at.is_(None),
    )
    own = select(func.max(OwnRules.number)).where(OwnRules.library_id == library_id)
    role = select(Membership.role).where(
        Membership.library_id == library_id, Membership.person_id == person_id
    )
    return agreed.scalar_subquery(), own.scalar_subquery(), role.scalar_subquery()


def get_agreed(
    session: Session, library_id: int, person_id: int | None, purpose: str
) -> Row[str | None, int | None, Role | None]:
    """The same by itself: one row."""
    return session.execute(select(*agreed_columns(library_id, person_id, purpose))).one()


def lock_own(session: Session, library_id: int) -> Sequence[OwnRules]:
    """The same as `list_own`, with nobody else adding a version until the transaction ends."""
    libraries.take_turn(session, library_id)
    return list_own(session, library_id)
