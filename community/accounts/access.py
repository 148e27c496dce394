"""Who is here. Views and templates ask these, never flask_login."""

from __future__ import annotations

from flask import Flask, g
from werkzeug.local import LocalProxy

from community.accounts import queries
from community.accounts.models import Person, Role
from community.accounts.roles import DESK, reaches
from community.accounts.sessions import browser
from community.clock import now
from community.db import session


def visitor() -> Person | None:
    """The person who is signed in, if anybody is."""
    found = browser()
    return found.row.person if found else None


def me() -> Person:
    """The signed-in person, in views behind a mark that asks for one."""
    person = visitor()
    if person is None:
        raise RuntimeError("me() is for views behind @signed_in")
    return person


def role_here() -> Role | None:
    """What the visitor is to the library of this address; outside a library, nothing."""
    person, library = visitor(), g.get("library")
    if person is None or library is None:
        return None
    if "role_here" not in g:
        g.role_here = _without_a_desk(person, queries.find_role(session(), library.id, person.id))
    role: Role | None = g.role_here
    return role


def _without_a_desk(person: Person, role: Role | None) -> Role | None:
    """What is left of a role for who had to have a second factor by now, and has none."""
    lacks = reaches(role, DESK) and person.lacks_second_factor(now())
    return Role.STAFF if lacks else role


def works_here() -> bool:
    """Whether the visitor is on this library's staff, with a desk or without."""
    return reaches(role_here(), Role.STAFF)


def may_work_here() -> bool:
    """Whether the visitor has a desk in this library: as its librarian or manager."""
    return reaches(role_here(), DESK)


def manages_here() -> bool:
    """Whether the visitor is a manager of this library."""
    return reaches(role_here(), Role.MANAGER)


def register(app: Flask) -> None:
    # A proxy, so that a page that never asks never looks.
    app.jinja_env.globals.update(
        current_visitor=LocalProxy(visitor), role_here=role_here, may_work_here=may_work_here
    )
