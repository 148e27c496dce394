"""The rota for who helps: on their own page, one tap to take a task on, one to give it back."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me, role_here
from community.accounts.models import Role
from community.accounts.roles import LADDER, reaches
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.rota import queries, services
from community.web import slots
from community.web.access import signed_in
from community.web.htmx import done

bp = tenant_blueprint("own_rota", __name__, "/rooster")

#: Who helps here: whoever is more than a resident.
HELPERS = LADDER[LADDER.index(Role.HOST) :]
MOST_OPEN = 12


@bp.post("/<int:shift_id>/doen")
@signed_in
def take(shift_id: int) -> ResponseReturnValue:
    """I do this."""
    if not reaches(role_here(), Role.HOST):
        raise NotFound
    library_id, person_id = this_library().id, me().id
    with transaction() as tx:
        shift = services.take(tx, library_id, shift_id, person_id, now=clock.now())
    said = gettext("Thank you! You are on the rota: %(task)s.", task=shift.task)
    return done(said, url_for("mine.index", _anchor="rooster"))


@bp.post("/<int:shift_id>/teruggeven")
@signed_in
def give_back(shift_id: int) -> ResponseReturnValue:
    """I cannot do it after all."""
    library_id, person_id = this_library().id, me().id
    with transaction() as tx:
        services.give_back(tx, library_id, shift_id, person_id, now=clock.now())
    said = gettext("You are off the rota. Somebody else can do it now.")
    return done(said, url_for("mine.index", _anchor="rooster"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _mine, order=20)


def _mine() -> str | None:
    now, person = clock.now(), me()
    own = queries.list_own(session(), person.id, now=now)
    to_do = queries.list_open(session(), person.id, HELPERS, now=now, most=MOST_OPEN)
    if not own and not to_do:
        return None
    return render_template(
        "rota/_mine.html", own=own, to_do=to_do, now=now, can_give_back=services.can_give_back
    )
