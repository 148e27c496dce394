"""Who is signed in, by Flask-Login: the cookie names a row, and without the row it opens nothing.

A visitor without a session cookie is nobody, and the session is not even opened to find that out:
public pages stay free of cookies and of `Vary: Cookie`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, current_app, g, has_request_context, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from community.accounts import queries, services
from community.accounts.models import Person, SignedIn
from community.clock import now
from community.db import session as database
from community.db import transaction

log = logging.getLogger("community.accounts")

#: The use of a browser is noted at most this often: a GET that writes.
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser, as Flask-Login wants to see a user."""

    secret: str
    row: SignedIn

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.secret


def browser() -> Browser | None:
    """The signed-in browser of this request."""
    if not has_request_context():
        return None
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    found = current_user._get_current_object()  # noqa: SLF001  (rows, not flask_login's proxy)
    return found if isinstance(found, Browser) else None


def open_for(tx: Session, person: Person) -> str:
    """Give this browser a new secret; what it was before, it is no more. Then `carry` it."""
    if before := browser():
        services.close_browser(tx, before.secret)
    return services.open_browser(tx, person, device=request.user_agent.string, now=now())


def carry(secret: str) -> None:
    """Put the secret in the cookie, in the place of all that was there."""
    session.clear()
    session.permanent = True
    row = queries.find_signed_in(database(), secret, now=now())
    assert row is not None  # noqa: S101  (`open_for` made it)
    login_user(Browser(secret, row))


def is_fresh() -> bool:
    """Whether somebody came in by this browser so recently that it must still be them."""
    here = browser()
    return here is not None and now() - here.row.created_at < services.FRESH


def sign_out() -> None:
    """Sign this browser out, on the server too."""
    if before := browser():
        with transaction() as tx:
            services.close_browser(tx, before.secret)
    logout_user()
    session.clear()


def register(app: Flask) -> None:
    app.config.update(
        PERMANENT_SESSION_LIFETIME=services.IDLE,
        # The cookie is renewed when the row is, not with every page.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    manager = LoginManager()
    manager.session_protection = None  # A phone that changes network stays the same phone.
    manager.user_loader(_load)
    # `init_app` would open every session to look for a remember-me cookie, which we do not use.
    app.login_manager = manager  # type: ignore[attr-defined]


def _load(secret: str) -> Browser | None:
    at = now()
    row = queries.find_signed_in(database(), secret, now=at)
    if row is None:
        _forget()
        return None
    if at - row.last_used_at > NOTED_EVERY:
        _note_use(secret)
    return Browser(secret, row)


def _forget() -> None:
    """Signed out elsewhere, or too long ago: the cookie goes as well."""
    for name in ("_user_id", "_fresh", "_id"):
        session.pop(name, None)


def _note_use(secret: str) -> None:
    if g.get("use_noted"):
        return
    g.use_noted = True
    try:
        with transaction() as tx:
            services.keep_browser(tx, secret, now=now())
        session.modified = True
    except DBAPIError as error:  # A page can be read while nothing can be written.
        log.warning("use of a session not noted", extra={"facts": {"why": type(error).__name__}})
