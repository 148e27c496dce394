"""What the tables wrote, for who was there, once it is over. For nobody else."""

from __future__ import annotations

from flask import Flask, render_template
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import may_work_here, visitor
from community.db import session
from community.errors import NotFound
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.table_notes import queries, rules, showing
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import render

bp = tenant_blueprint("table_reading", __name__, "/tafelnotities")


@bp.get("/<int:gathering_id>")
@signed_in
@private
def show(gathering_id: int) -> ResponseReturnValue:
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    if not _may_read(gathering):
        raise NotFound
    return render(
        "table_notes/reading.html",
        gathering=gathering,
        at=showing.running_at(session(), gathering),
        tables=queries.by_table(queries.list_laid(session(), gathering)),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.below", _below, order=35)
    slots.fill(app, "sign_up.own", _own, order=60)


def _may_read(gathering: Gathering) -> bool:
    """Who has a place in it or receives people; a librarian, as at the desk."""
    person = visitor()
    if person is None or not rules.participants_may_read(gathering, clock.now()):
        return False
    return may_work_here() or queries.was_there(session(), gathering, person.id)


def _below(gathering: Gathering) -> str | None:
    """On the page of the gathering: the way to the notes, for who may read them."""
    if not _may_read(gathering):
        return None
    number = len(queries.list_laid(session(), gathering))
    if not number:
        return None
    return render_template("table_notes/_below.html", gathering=gathering, number=number)


def _own(entry: SignUp, **_page: object) -> str | None:
    """On the page of one's own sign-up: without an account as well."""
    gathering = entry.gathering
    if entry.status is not SignUpStatus.CONFIRMED:
        return None
    if not rules.participants_may_read(gathering, clock.now()):
        return None
    tables = queries.by_table(queries.list_laid(session(), gathering))
    if not tables:
        return None
    at = showing.running_at(session(), gathering)
    return render_template("table_notes/_own.html", at=at, tables=tables)
