"""What is read of consents."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.consents.models import Consent
from community.errors import NotFound


def find_standing(
    session: Session, library_id: int, person_id: int, purpose: str
) -> Consent | None:
    return session.scalar(
        select(Consent).where(
            Consent.library_id == library_id,
            Consent.person_id == person_id,
            Consent.purpose == purpose,
            Consent.withdrawn_at.is_(None),
        )
    )


def get_standing(session: Session, library_id: int, person_id: int, purpose: str) -> Consent:
    found = find_standing(session, library_id, person_id, purpose)
    if found is None:
        raise NotFound
    return found


def get_own(session: Session, person_id: int, consent_id: int) -> Consent:
    """One of this person's; somebody else's is not found."""
    found = session.scalar(
        select(Consent).where(Consent.id == consent_id, Consent.person_id == person_id)
    )
    if found is None:
        raise NotFound
    return found


def list_of(session: Session, person_id: int) -> list[Consent]:
    """Everything this person ever agreed to, newest first."""
    return list(
        session.scalars(
            select(Consent)
            .where(Consent.person_id == person_id)
            .order_by(Consent.given_at.desc(), Consent.id.desc())
        )
    )
