"""The rota at the desk: four weeks at a glance, and the tasks of one gathering."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import queries as accounts
from community.accounts.access import may_work_here
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings import door_keepers, hosting_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.rota import queries, services
from community.rota.forms import PutOnForm, TaskForm
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("rota", __name__, "/beheer")

WEEKS = timedelta(weeks=4)
#: Hands that are missing within so long are a matter for today.
SOON = timedelta(days=7)


@bp.get("/rooster")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """Four weeks; where hands are missing first."""
    now = clock.now()
    shifts = queries.list_between(session(), this_library().id, now, now + WEEKS)
    return render(
        "rota/index.html",
        gaps=[shift for shift in shifts if shift.lacks],
        complete=[shift for shift in shifts if not shift.lacks],
        now=now,
    )


@bp.route("/activiteiten/<int:gathering_id>/rooster", methods=["GET", "POST"])
@librarians_only
@private
def gathering(gathering_id: int) -> ResponseReturnValue:
    """The tasks of one gathering; asking for hands."""
    library_id, form = this_library().id, TaskForm()
    of = hosting_queries.get(session(), library_id, gathering_id)
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                services.ask(
                    tx, library_id, gathering_id, form.task.data, form.needed.data, now=clock.now()
                )
        except services.TooFewHands as refused:
            form.needed.errors = [sentence(refused)]
            of = hosting_queries.get(session(), library_id, gathering_id)
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            of = hosting_queries.get(session(), library_id, gathering_id)
        else:
            return done(gettext("Asked."), url_for(".gathering", gathering_id=gathering_id))
    put_on = PutOnForm(formdata=None)
    put_on.offer(accounts.list_people_at_work(session(), library_id))
    return render(
        "rota/gathering.html",
        status=422 if form.errors else 200,
        form=form,
        put_on_form=put_on,
        gathering=of,
        shifts=queries.list_of(session(), library_id, gathering_id),
        words=queries.list_task_words(session(), library_id),
        now=clock.now(),
    )


@bp.post("/rooster/<int:shift_id>/mensen")
@librarians_only
def put_on(shift_id: int) -> ResponseReturnValue:
    """Somebody said at the counter that they do it."""
    library_id, form = this_library().id, PutOnForm()
    shift = queries.get(session(), library_id, shift_id)
    form.offer(accounts.list_people_at_work(session(), library_id))
    to = url_for(".gathering", gathering_id=shift.gathering_id)
    if not form.validate():
        return done(gettext("Choose one from the list."), to)
    with transaction() as tx:
        services.take(tx, library_id, shift_id, form.person.data, now=clock.now())
    return done(gettext("Noted."), to)


@bp.post("/rooster/<int:shift_id>/mensen/<int:person_id>/weg")
@librarians_only
def take_off(shift_id: int, person_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    accounts.get_membership(session(), library_id, person_id)
    with transaction() as tx:
        shift = services.give_back(
            tx, library_id, shift_id, person_id, at_desk=True, now=clock.now()
        )
    return done(gettext("Noted."), url_for(".gathering", gathering_id=shift.gathering_id))


@bp.post("/rooster/<int:shift_id>/weg")
@librarians_only
def drop(shift_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        gathering_id = services.drop(tx, this_library().id, shift_id)
    return done(gettext("Noted."), url_for(".gathering", gathering_id=gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("rota.index", N_("Rota"), order=30, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)
    slots.fill(app, "desk.aside", "rota/_link.html")
    slots.fill(app, "gathering.desk", _panel, order=50)
    waiting.waits(
        app,
        lambda library_id, now: (queries.gaps(library_id, now, now + SOON),),
        lambda number: render_template("rota/_todo.html", number=number),
        order=30,
    )
    door_keepers.also_keeps(queries.is_on_duty)


def _panel(gathering: Gathering) -> str | None:
    """What is done by whom, on the desk's page of a gathering; a host reads first names."""
    shifts = queries.list_of(session(), gathering.library_id, gathering.id)
    can_ask = may_work_here() and not gathering.is_cancelled
    if not shifts and (not can_ask or gathering.is_over(clock.now())):
        return None
    return render_template("rota/_panel.html", gathering=gathering, shifts=shifts)
