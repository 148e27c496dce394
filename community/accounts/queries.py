"""Every select of the accounts room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import Membership, Role, SignedIn
from community.tokens import fingerprint


def find_signed_in(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """The browser that carries this secret, with its person; None once it has expired."""
    return session.scalars(
        select(SignedIn)
        .options(joinedload(SignedIn.person, innerjoin=True))
        .where(SignedIn.secret_hash == fingerprint(secret), SignedIn.expires_at > now)
    ).one_or_none()


def find_role(session: Session, library_id: int, person_id: int) -> Role | None:
    return session.scalar(
        select(Membership.role).where(
            Membership.library_id == library_id, Membership.person_id == person_id
        )
    )
