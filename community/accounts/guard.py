"""The one door: every request is held against the access mark of its view."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from community.accounts import queries
from community.accounts.access import role_here, visitor
from community.accounts.models import Person
from community.accounts.roles import AT_A_DESK, LEAST_ROLE, reaches
from community.accounts.sessions import half_open
from community.accounts.throttle import KnockedTooOften
from community.clock import now
from community.db import session
from community.errors import NotAllowed, NotFound
from community.web.access import Access, access_of
from community.web.failures import failure
from community.web.htmx import go
from community.web.i18n import sentence


class Unmarked(RuntimeError):
    """A view that does not say who may come in lets nobody in."""


def register(app: Flask) -> None:
    @app.before_request
    def admit() -> ResponseReturnValue | None:
        endpoint = request.endpoint
        if endpoint is None or endpoint == "static":
            return None
        access = access_of(current_app.view_functions[endpoint])
        if access is None:
            raise Unmarked(endpoint)
        return _refuse(access)

    @app.errorhandler(KnockedTooOften)
    def later(error: KnockedTooOften) -> Response:
        response = failure(error.status, sentence(error))
        response.headers["Retry-After"] = str(error.seconds)
        return response


def _refuse(access: Access) -> ResponseReturnValue | None:
    if access in {Access.OPEN, Access.PROGRAMS}:
        return None
    if access is Access.DEVELOPMENT:
        if not (current_app.debug or current_app.config["DEVELOPMENT"]):
            raise NotFound
        return None
    person = visitor()
    if person is None:
        door = "extra_code.ask" if half_open() else "accounts.sign_in"
        return go(url_for(door, next=_wanted()))
    return _hold_back(person, access)


def _hold_back(person: Person, access: Access) -> ResponseReturnValue | None:
    """Whether the mark asks for more than this person is."""
    if access in AT_A_DESK and person.lacks_second_factor(now()):
        return go(url_for("extra_code.set_up", next=_wanted()))
    if access is Access.OPERATORS and not person.is_operator:
        raise NotAllowed
    if access is Access.ADVISERS:
        _enter_network(person)
    if access in LEAST_ROLE and not reaches(role_here(), LEAST_ROLE[access]):
        raise NotAllowed
    return None


def _enter_network(person: Person) -> None:
    """Put the network of the address on `g`, for who advises it: looking and asking are one."""
    slug = (request.view_args or {}).pop("network")
    g.network = queries.get_advised(session(), slug, person.id)
    # A picture of it for this request: no transaction makes us read it again.
    session().expunge(g.network)


def _wanted() -> str | None:
    """Where to go on to after signing in; an act is not repeated behind somebody's back."""
    return request.full_path.rstrip("?") if request.method == "GET" else None
