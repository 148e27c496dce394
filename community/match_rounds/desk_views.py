"""Match rounds at the desk: making one, following it, its plan, and publishing that."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings.models import Gathering
from community.groups import queries as groups
from community.libraries.tenancy import tenant_blueprint, this_library
from community.match_rounds import (
    looking,
    making,
    planning,
    publishing,
    queries,
)
from community.match_rounds.forms import RoundForm
from community.solves import services as solves
from community.topics import queries as topics
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import language, sentence
from community.web.press import PressForm
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("match_rounds", __name__, "/beheer/matchrondes")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """Every round, and how far it is."""
    rounds = queries.list_rounds(session(), this_library().id)
    return render("match_rounds/index.html", rounds=rounds, now=clock.now())


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    library_id, now, form = this_library().id, clock.now(), RoundForm()
    possible = queries.list_possible(session(), library_id, now=now)
    form.offer(
        possible,
        groups.list_for_choice(session(), library_id),
        topics.list_themes(session()),
        language(),
    )
    if not form.is_submitted():
        form.show(now)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        by_id = me().id
        try:
            with transaction() as tx:
                made = making.make(tx, library_id, form.draft, by_id=by_id, now=now)
            return done(gettext("The round has begun."), url_for(".show", match_id=made.id))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            status = refused.status
    return render("match_rounds/new.html", status=status, form=form, possible=possible)


@bp.get("/<int:match_id>")
@librarians_only
@reads(Reading.MATCH_ROUNDS)
@private
def show(match_id: int) -> ResponseReturnValue:
    """How far it is: who answered, or the plan."""
    return render(
        "match_rounds/show.html",
        fragment="match_rounds/_state.html",
        board=looking.board(session(), this_library().id, match_id),
        wishes_of=looking.wishes_of,
        press=PressForm(),
        now=clock.now(),
    )


@bp.post("/<int:match_id>/plan")
@librarians_only
def plan(match_id: int) -> ResponseReturnValue:
    """Let the engine divide; who was kept stays."""
    library_id, by_id = this_library().id, me().id
    with transaction() as tx:
        planning.ask_for_plan(tx, library_id, match_id, by_id=by_id, now=clock.now())
    return go(url_for(".show", match_id=match_id))


@bp.post("/<int:match_id>/stop")
@librarians_only
def stop(match_id: int) -> ResponseReturnValue:
    """Stop the engine; an earlier plan stays as it was."""
    solve = looking.board(session(), this_library().id, match_id).solve
    if solve is not None:
        number = solve.id
        with transaction() as tx:
            solves.cancel(tx, this_library().id, number, now=clock.now())
    return done(gettext("Stopped."), url_for(".show", match_id=match_id))


@bp.post("/<int:match_id>/mensen/<int:participant_id>/houden")
@librarians_only
def keep(match_id: int, participant_id: int) -> ResponseReturnValue:
    return _keep(match_id, participant_id, kept=True)


@bp.post("/<int:match_id>/mensen/<int:participant_id>/loslaten")
@librarians_only
def let_go(match_id: int, participant_id: int) -> ResponseReturnValue:
    return _keep(match_id, participant_id, kept=False)


@bp.post("/<int:match_id>/publiceren")
@librarians_only
def publish(match_id: int) -> ResponseReturnValue:
    """Sign everybody up where the plan places them, and tell who was left out."""
    with transaction() as tx:
        publishing.publish(tx, this_library().id, match_id, now=clock.now())
    return done(
        gettext("Done. Everyone with a place is signed up, and everyone gets an e-mail."),
        url_for(".show", match_id=match_id),
    )


@bp.post("/<int:match_id>/afblazen")
@librarians_only
def call_off(match_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        making.call_off(tx, this_library().id, match_id, now=clock.now())
    return done(gettext("The round has been cancelled."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk", _of_gathering, order=25)
    slots.add_to_menu(
        app,
        Menu.PLANNING,
        MenuItem("match_rounds.index", N_("Match rounds"), order=60, shown=may_work_here),
    )


def _of_gathering(gathering: Gathering) -> str | None:
    """On the desk page of a gathering: the round in which it can be chosen."""
    found = queries.find_of_gathering(session(), gathering.library_id, gathering.id)
    if found is None:
        return None
    return render_template("match_rounds/_of_gathering.html", round=found, now=clock.now())


def _keep(match_id: int, participant_id: int, *, kept: bool) -> ResponseReturnValue:
    with transaction() as tx:
        planning.keep(tx, this_library().id, match_id, participant_id, kept=kept)
    return go(url_for(".show", match_id=match_id, _anchor=f"mens-{participant_id}"))
