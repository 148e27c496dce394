"""Who is signed in, by Flask-Login: the cookie names a row, and without the row it opens nothing.

A visitor without a session cookie is nobody, and the session is not even opened to find that out:
public pages stay free of cookies and of `Vary: Cookie`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from flask import (
    Flask,
    Response,
    after_this_request,
    current_app,
    g,
    has_request_context,
    request,
    session,
)
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from community.accounts import proofs, queries, services
from community.accounts.models import Person, SignedIn
from community.clock import now
from community.db import session as database
from community.db import transaction

log = logging.getLogger("community.accounts")

#: The use of a browser is noted at most this often: a GET that writes.
NOTED_EVERY = timedelta(hours=1)
#: How long a browser is known again, since somebody last came in by it.
KNOWN_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser, as Flask-Login wants to see a user."""

    secret: str
    row: SignedIn
    person_id: int  #: Apart, as it is asked when the row is gone already.

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.secret


def browser() -> Browser | None:
    """The signed-in browser of this request; one that is half open is signed in as nobody."""
    found = _carried()
    return found if found and not found.row.is_half_open else None


def half_open() -> Browser | None:
    """The browser of somebody who has still to show their second factor."""
    found = _carried()
    return found if found and found.row.is_half_open else None


def _carried() -> Browser | None:
    if not has_request_context():
        return None
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    found = current_user._get_current_object()  # noqa: SLF001  (rows, not flask_login's proxy)
    return found if isinstance(found, Browser) else None


def open_for(tx: Session, person: Person, *, wholly: bool = False) -> str:
    """Give this browser a new secret; what it was before, it is no more. Then `carry` it.

    Half open for who has a second factor, unless that was shown already: `wholly`.
    """
    if before := _carried():
        services.close_browser(tx, before.secret)
    half, device = not wholly and proofs.asks_more(tx, person), request.user_agent.string
    secret = services.open_browser(tx, person, device=device, half=half, now=now())
    if not half:
        known = request.cookies.get(_known_by(), "")
        g.known_by = proofs.came_in(tx, person, known, secret, device=device)
    return secret


def carry(secret: str) -> Browser:
    """Put the secret in the cookie, in the place of all that was there."""
    before, token = _carried(), session.get("csrf_token")
    session.clear()
    session.permanent = True
    row = queries.find_signed_in(database(), secret, now=now())
    assert row is not None  # noqa: S101  (`open_for` made it)
    if token and before and before.person_id == row.person_id:
        # Who comes in again goes on with the form that stood open meanwhile.
        session["csrf_token"] = token
    here = Browser(secret, row, row.person_id)
    login_user(here)
    if g.get("known_by"):
        after_this_request(_keep_known)
    return here


def _known_by() -> str:
    """The cookie by which a browser is known again, also after signing out."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-bekend"


def _keep_known(response: Response) -> Response:
    response.set_cookie(
        _known_by(),
        g.known_by,
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def secret() -> str:
    """Of the signed-in browser, in views behind a mark that asks for one."""
    here = browser()
    if here is None:
        raise RuntimeError("secret() is for views behind @signed_in")
    return here.secret


def is_fresh() -> bool:
    """Whether somebody came in by this browser so recently that it must still be them."""
    here = browser()
    return here is not None and now() - here.row.created_at < services.FRESH


def sign_out() -> None:
    """Sign this browser out, on the server too."""
    if before := _carried():
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
    if at - row.last_used_at > NOTED_EVERY and not row.is_half_open:
        _note_use(secret)
    return Browser(secret, row, row.person_id)


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
