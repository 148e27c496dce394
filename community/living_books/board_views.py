"""The board on a screen: which book is on loan until when, and which can be had.

Whoever has the link sees titles and times, and no reader. It asks again every few seconds and says
how it stood; as long as that is the same, the answer is empty.
"""

from __future__ import annotations

import hashlib

from flask import Flask, make_response, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.db import session
from community.gatherings import hosting_queries
from community.libraries.tenancy import tenant_blueprint, this_library
from community.living_books import board, loan_queries, queries
from community.living_books.views import list_shown
from community.web.access import open_to_all
from community.web.formats import clock as on_the_clock
from community.web.headers import private
from community.web.htmx import render
from community.web.keys import house_key

bp = tenant_blueprint("living_board", __name__, "/levende-boeken/<token>")


@bp.get("/bord")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    library_id, now = this_library().id, clock.now()
    day = queries.get_day_by_token(session(), library_id, token, key=house_key())
    gathering = hosting_queries.get(session(), library_id, day.gathering_id)
    lent = loan_queries.list_lent(session(), library_id, gathering.id)
    lines = board.lines(gathering, list_shown(gathering), lent, now)
    state = hashlib.sha256(
        repr((lines, gathering.status, gathering.title, on_the_clock(now))).encode()
    ).hexdigest()[:32]
    if request.args.get("stand") == state:
        return make_response("", 204)
    response = render(
        "living_books/board.html",
        fragment="living_books/_board.html",
        gathering=gathering,
        lines=lines,
        here=url_for(".show", token=token, stand=state),
        now=now,
    )
    response.set_etag(state)
    return response.make_conditional(request)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
