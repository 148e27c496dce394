"""What I offer and ask, for me alone: change it, pause it, renew it, stop it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.register import queries, seeing, states, suggesting, writing
from community.register.forms import EntryForm
from community.register.models import Direction, Entry, EntryState
from community.register.views import viewer
from community.register.writing_views import fill
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("own_entries", __name__, "/kennis/<int:entry_id>")


@bp.get("/van-mij")
@signed_in
@private
def show(entry_id: int) -> ResponseReturnValue:
    """How it stands with mine, and what I can do about it."""
    entry, now = _mine(entry_id), clock.now()
    return render(
        "register/own.html",
        entry=entry,
        only_librarians=seeing.is_for_librarians_only(entry),
        now=now,
    )


@bp.route("/wijzigen", methods=["GET", "POST"])
@signed_in
@private
def edit(entry_id: int) -> ResponseReturnValue:
    entry, form = _mine(entry_id), EntryForm()
    if entry.state is EntryState.STOPPED:
        raise states.IsStopped
    fill(form, entry.direction, form.title.data or entry.title)
    if request.method == "GET":
        form.show(entry)
    elif form.validate_on_submit():
        library_id = entry.library_id
        chosen = form.themes.data or ()
        terms = suggesting.terms_for(session(), library_id, form.title.data, chosen)
        with transaction() as tx:
            writing.change(tx, library_id, entry_id, form.said(terms), now=clock.now())
        return done(gettext("Changed."), url_for("register.show", entry_id=entry_id))
    return render(
        "register/edit.html",
        status=422 if form.errors else 200,
        form=form,
        entry=entry,
        asks=entry.direction is Direction.REQUEST,
        who=viewer(),
    )


@bp.post("/pauze")
@signed_in
def pause(entry_id: int) -> ResponseReturnValue:
    _mine(entry_id)
    with transaction() as tx:
        states.pause(tx, this_library().id, entry_id)
    return done(
        gettext("It is paused. Nobody can find it now."), url_for(".show", entry_id=entry_id)
    )


@bp.post("/weer-open")
@signed_in
def resume(entry_id: int) -> ResponseReturnValue:
    return _act(entry_id, states.resume, gettext("It is open again."))


@bp.post("/verlengen")
@signed_in
def renew(entry_id: int) -> ResponseReturnValue:
    return _act(entry_id, states.renew, gettext("It stays for another six months. Thank you!"))


@bp.post("/stoppen")
@signed_in
def stop(entry_id: int) -> ResponseReturnValue:
    return _act(entry_id, states.stop, gettext("It has stopped. Thank you!"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _on_my_page, order=25)


def _act(entry_id: int, verb: Callable[..., Entry], said: str) -> ResponseReturnValue:
    _mine(entry_id)
    with transaction() as tx:
        verb(tx, this_library().id, entry_id, now=clock.now())
    return done(said, url_for(".show", entry_id=entry_id))


def _mine(entry_id: int) -> Entry:
    return queries.get_own(session(), this_library().id, entry_id, me().id)


def _on_my_page(**_about: object) -> str | None:
    mine = queries.list_own(session(), me().id)
    return render_template("register/_mine.html", mine=mine, now=clock.now()) if mine else None
