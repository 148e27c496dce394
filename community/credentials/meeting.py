"""Verbs about browsers in which somebody with a desk comes in: a new one is told of by mail.

A browser is known by a cookie of its own, so that one that was signed out is not new again, and one
that calls itself the same is. Of who only comes for themselves nothing is kept: they come in by a
link in their mail, and a mail about that mail says nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from community import tokens
from community.accounts.models import Person, SignedIn
from community.credentials import queries
from community.credentials.models import KnownBrowser
from community.db import changed_rows
from community.errors import NotFound
from community.outbox.services import owe
from community.tokens import fingerprint

PURPOSE = "sign out a new browser"
#: How long the link in the mail signs that browser out.
LINK_OPENS = timedelta(days=7)


def came_in(
    session: Session, person: Person, known: str, signed_in: str, *, device: str, now: datetime
) -> str | None:
    """Remember this browser by the secret that its cookie keeps; None: there is nothing to keep.

    Of a new one a mail goes out, never of the first.
    """
    if not queries.needs_one(session, person.id):
        return None
    again = update(KnownBrowser).where(
        KnownBrowser.person_id == person.id, KnownBrowser.secret_hash == fingerprint(known)
    )
    seen = {"signed_in_hash": fingerprint(signed_in), "used_at": now}
    if known and changed_rows(session, again.values(**seen)):
        return known
    is_first = not queries.has_known_browser(session, person.id)
    # Only one of ours: what somebody else put in that cookie, somebody else knows.
    ours = queries.is_of_a_browser(session, fingerprint(known))
    secret = known if ours else secrets.token_urlsafe(32)
    browser = KnownBrowser(
        person_id=person.id,
        secret_hash=fingerprint(secret),
        device=device[:120],
        met_at=now,
        **seen,
    )
    session.add(browser)
    session.flush()
    if not is_first:
        owe(
            session,
            "credentials/new_browser",
            to=person.id,
            key=f"new_browser:{browser.id}",
            now=now,
            browser_id=browser.id,
        )
    return secret


def token_of(browser: KnownBrowser, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, browser.id, browser.salt)


def get_new(session: Session, token: str, *, key: str, now: datetime) -> KnownBrowser:
    """The browser that the link in a mail is about, as long as it works."""
    number = tokens.row_id(token)
    found = session.get(KnownBrowser, number) if number is not None else None
    if found is None or found.met_at + LINK_OPENS <= now:
        raise NotFound
    if not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def sign_out(session: Session, token: str, *, key: str, now: datetime) -> None:
    """That browser is signed out, and is new again when somebody comes in by it."""
    browser = get_new(session, token, key=key, now=now)
    session.execute(
        delete(SignedIn).where(
            SignedIn.person_id == browser.person_id, SignedIn.secret_hash == browser.signed_in_hash
        )
    )
    session.delete(browser)
