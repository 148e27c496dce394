"""Which program asks: its token is looked at before any view of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, request

from community import clock
from community.accounts import doors
from community.api import programs
from community.api.models import ApiToken, Scope
from community.api.refusals import NotInScope, NoToken
from community.db import session, transaction
from community.errors import NotFound
from community.web.access import Access, access_of, programs_only

View = TypeVar("View", bound=Callable[..., Any])

_BEARER = "bearer "
_LONGEST = 200


def needs(scope: Scope) -> Callable[[View], View]:
    """Mark a view as open to programs with a token that reaches so far."""

    def mark(view: View) -> View:
        view.scope = scope  # type: ignore[attr-defined]
        return programs_only(view)

    return mark


def program() -> ApiToken | None:
    """The token that came along; None: somebody who asks what everybody may know."""
    token: ApiToken | None = g.get("program")
    return token


def may(scope: Scope) -> bool:
    token = program()
    return token is not None and scope in token.scopes


def admit() -> None:
    """A token that is wrong opens nothing, also not what is open to all: its program should know.

    One of another library does not exist here.
    """
    view = current_app.view_functions[request.endpoint or ""]
    token = _token()
    if token is not None:
        if token.library_id != g.library.id:
            raise NotFound
        g.program = token
    if access_of(view) is not Access.PROGRAMS:
        return
    scope: Scope = getattr(view, "scope")  # noqa: B009  (mypy knows no marks)
    if token is None:
        raise NoToken
    if scope not in token.scopes:
        raise NotInScope(scope)


def _token() -> ApiToken | None:
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    now = clock.now()
    key = header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else ""
    token = programs.find(session(), key, now=now) if 0 < len(key) <= _LONGEST else None
    if token is None:
        doors.enter(doors.NO_PROGRAM)
        raise NoToken
    session().expunge(token)
    doors.enter(doors.PROGRAM, account=str(token.id))
    if programs.is_use_worth_keeping(token, now):
        with transaction() as tx:
            programs.used(tx, token.id, now=now)
    return token
