"""The gap board at the desk."""

from __future__ import annotations

from flask import Flask
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import may_work_here
from community.db import session
from community.gaps import board
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("gaps", __name__, "/beheer/kennis/gaten")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """What is asked and not offered, per theme."""
    now = clock.now()
    gaps = board.gaps(session(), this_library().id, now=now)
    return render(
        "gaps/index.html",
        gaps=gaps,
        asked=sum(len(gap.unmet) for gap in gaps),
        since=clock.local_day(now) - board.ALIVE,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.add_to_menu(
        app,
        Menu.DESK,
        MenuItem("gaps.index", N_("What is missing"), order=62, shown=may_work_here, more=True),
    )
