"""Tokens of programs: made, shown once, kept as a hash, taken back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from community.api import queries
from community.api.models import ApiToken, Scope
from community.tokens import fingerprint

#: How a token begins, so that who finds one somewhere knows what it is.
START = "kk_"
_SHOWN = len(START) + 6

#: Its last use is kept at most this often.
OFTEN_ENOUGH = timedelta(hours=1)
#: So long a program may ask again with the same key.
REMEMBERED = timedelta(days=7)


def make(
    session: Session,
    library_id: int,
    name: str,
    scopes: frozenset[Scope],
    *,
    lasts: timedelta,
    by_id: int | None,
    now: datetime,
) -> tuple[ApiToken, str]:
    """A new token, and the key itself, which nobody can read again."""
    key = START + secrets.token_urlsafe(32)
    token = ApiToken(
        library_id=library_id,
        name=name,
        prefix=key[:_SHOWN],
        token_hash=fingerprint(key),
        scopes=scopes,
        created_by_id=by_id,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(token)
    session.flush()
    return token, key


def revoke(session: Session, library_id: int, token_id: int, *, now: datetime) -> ApiToken:
    """From now on it opens nothing. Doing so twice changes nothing."""
    token = queries.get_token(session, library_id, token_id)
    if token.revoked_at is None:
        token.revoked_at = now
    return token


def revoke_since(session: Session, person_id: int, since: datetime, *, now: datetime) -> None:
    """Whoever took the account over may have made a key for themselves."""
    for token in queries.list_made_since(session, person_id, since):
        token.revoked_at = token.revoked_at or now


def find(session: Session, key: str, *, now: datetime) -> ApiToken | None:
    """The token of this key, if it still opens something."""
    if not key.startswith(START):
        return None
    token = queries.find_token(session, fingerprint(key))
    return token if token and token.is_good(now) else None


def is_use_worth_keeping(token: ApiToken, now: datetime) -> bool:
    return token.last_used_at is None or now - token.last_used_at >= OFTEN_ENOUGH


def used(session: Session, token_id: int, *, now: datetime) -> None:
    """Keep that it was used; whoever comes a moment later finds it kept."""
    stale = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at <= now - OFTEN_ENOUGH)
    session.execute(
        update(ApiToken).where(ApiToken.id == token_id, stale).values(last_used_at=now),
        execution_options={"synchronize_session": False},
    )
