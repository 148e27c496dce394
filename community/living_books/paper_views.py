"""On paper: a cover for each table, and who reads what at which time."""

from __future__ import annotations

from flask import Flask, render_template
from flask.typing import ResponseReturnValue

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.db import session
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint
from community.living_books import loan_queries, queries, table
from community.living_books.views import list_shown
from community.web import slots
from community.web.access import hosts_only
from community.web.headers import private
from community.web.htmx import render

bp = tenant_blueprint(
    "living_paper", __name__, "/beheer/activiteiten/<int:gathering_id>/levende-boeken/papier"
)


@bp.get("/kaften")
@hosts_only
@private
def covers(gathering_id: int) -> ResponseReturnValue:
    gathering = _own(gathering_id)
    return render("living_books/covers.html", gathering=gathering, books=list_shown(gathering))


@bp.get("/dag")
@hosts_only
@reads(Reading.LIVING_BOOKS, Whose.GATHERING)
@private
def overview(gathering_id: int) -> ResponseReturnValue:
    """By first name, as the door list is; to be thrown away afterwards."""
    gathering, now = _own(gathering_id), clock.now()
    library_id = gathering.library_id
    loans = loan_queries.list_loans(session(), library_id, gathering_id)
    books = list_shown(gathering)
    day = [
        (slot, table.at(slot, books, loans, gathering, now))
        for slot in queries.list_slots(session(), library_id, gathering_id)
    ]
    return render("living_books/overview.html", gathering=gathering, day=day)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "paper.sheets", _sheets)


def _sheets(gathering: Gathering) -> str | None:
    if queries.find_day(session(), gathering.library_id, gathering.id) is None:
        return None
    return render_template("living_books/_sheets.html", gathering=gathering)


def _own(gathering_id: int) -> Gathering:
    gathering = own(gathering_id)
    queries.get_day(session(), gathering.library_id, gathering_id)
    return gathering
