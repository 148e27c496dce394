"""Every marked page leaves its row before it is shown; when that cannot be, there is no page."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, g, has_app_context, request
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from community import clock
from community.access_log import marks, services
from community.access_log.marks import Mark, Whose
from community.access_log.models import Look
from community.accounts import again
from community.accounts.access import role_here, visitor
from community.accounts.models import Person, Role
from community.accounts.roles import reaches
from community.db import session, transaction

#: Also a form that comes back, and a page with a refusal on it, show what they are about.
_SHOWN = {HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}


def register(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        mark = marks.mark_of(current_app.view_functions.get(request.endpoint or "", begin))
        if mark is not None:
            g.reading, g.people_read = mark, set()

    @app.after_request
    def finish(response: Response) -> Response:
        mark: Mark | None = g.pop("reading", None)
        if mark is not None and response.status_code in _SHOWN and not again.is_asking():
            try:
                _note(mark)
            except DBAPIError as error:
                return current_app.make_response(current_app.handle_user_exception(error))
        return response


@event.listens_for(Person, "load")
def _read(person: Person, _context: object) -> None:
    """What a page read is what is written down, so that no page can forget somebody."""
    if has_app_context() and "people_read" in g:
        g.people_read.add(person.id)


def reads_nobody() -> None:
    """A view with a mark says, of this time, that nothing of anybody is on its page."""
    g.pop("reading", None)


def _note(mark: Mark) -> None:
    look, now = _look(mark), clock.now()
    if look is None:
        return
    if missing := services.not_noted(session(), look, now=now):
        with transaction() as tx:
            services.note(tx, look, missing, now=now)


def _look(mark: Mark) -> Look | None:
    """Nothing, where nobody was found but oneself."""
    me, arguments = visitor(), request.view_args or {}
    if me is None:  # Behind no mark of the desk; the guard let them pass.
        return None
    role = role_here()
    people: set[int] = set()
    if mark.whose is Whose.PERSON:
        people = {arguments["person_id"]}
    elif mark.whose is Whose.FOUND:
        people = g.people_read - marks.left_out(session(), arguments)
    people.discard(me.id)
    if not people and mark.whose in {Whose.PERSON, Whose.FOUND}:
        return None
    return Look(
        library_id=g.library.id,
        reader_id=me.id,
        role=role if role is not None and reaches(role, Role.HOST) else Role.HOST,
        what=mark.what,
        people=frozenset(people),
        gathering_id=arguments["gathering_id"] if mark.whose is Whose.GATHERING else None,
    )
