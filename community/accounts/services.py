"""Verbs about people and the doors they come in by."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from community.accounts.models import Person, SignedIn
from community.tokens import fingerprint

#: A browser that is not used for this long has to sign in again.
IDLE = timedelta(days=30)


def open_browser(session: Session, person: Person, *, device: str, now: datetime) -> str:
    """Sign this person in on one more browser; return the secret that only its cookie holds."""
    secret = token_urlsafe(32)
    session.add(
        SignedIn(
            secret_hash=fingerprint(secret),
            person_id=person.id,
            device=device[:120],
            created_at=now,
            last_used_at=now,
            expires_at=now + IDLE,
        )
    )
    return secret


def close_browser(session: Session, secret: str) -> None:
    """Sign one browser out: from here on its cookie opens nothing."""
    session.execute(delete(SignedIn).where(SignedIn.secret_hash == fingerprint(secret)))


def keep_browser(session: Session, secret: str, *, now: datetime) -> None:
    """This browser was used; it stays signed in for another month."""
    session.execute(
        update(SignedIn)
        .where(SignedIn.secret_hash == fingerprint(secret))
        .values(last_used_at=now, expires_at=now + IDLE)
    )
