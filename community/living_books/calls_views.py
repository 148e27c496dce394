"""On the list of people to call: readers and books of a living library who get no mail."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.living_books import calls, calls_queries, loan_queries
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.htmx import done
from community.web.press import PressForm

bp = tenant_blueprint("living_calls", __name__, "/beheer/bellijst/levende-boeken")


@bp.post("/lezers/<int:sign_up_id>")
@librarians_only
def reader(sign_up_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    with transaction() as tx:
        calls.reader_knows(tx, library_id, sign_up_id)
    return done(gettext("Noted."), url_for("calls.index", _anchor="levende-boeken"))


@bp.post("/boeken/<int:book_id>")
@librarians_only
def book(book_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    with transaction() as tx:
        calls.book_knows(tx, library_id, book_id)
    return done(gettext("Noted."), url_for("calls.index", _anchor="levende-boeken"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "desk.calls", _to_call)
    waiting.waits(
        app,
        lambda library_id, now: (calls_queries.how_many(library_id, now),),
        lambda number: render_template("living_books/_calls_todo.html", number=number),
    )


def _to_call() -> str | None:
    library_id, now = this_library().id, clock.now()
    readers = calls_queries.list_readers(session(), library_id, now=now)
    books = calls_queries.list_books(session(), library_id, now=now)
    if not readers and not books:
        return None
    return render_template(
        "living_books/_calls.html",
        readers=readers,
        talks=loan_queries.list_loans_by_reader(session(), [each.id for each in readers]),
        books=books,
        press=PressForm(),
    )
