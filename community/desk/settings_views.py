"""The settings of a library: its words and colour, its branches and their rooms."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts.access import manages_here
from community.accounts.again import for_who_just_came_in
from community.db import session, transaction
from community.gatherings.finding import place_changed
from community.libraries import places, queries
from community.libraries.forms import BranchForm, LibraryForm, RoomForm
from community.libraries.models import Branch, Room
from community.libraries.places import NameIsTaken
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("settings", __name__, "/beheer/instellingen")


@bp.route("", methods=["GET", "POST"])
@managers_only
@private
def index() -> ResponseReturnValue:
    library, form = this_library(), LibraryForm()
    if request.method == "GET":
        form.show(library)
        return _show(form)
    if nearest := request.form.get("nearest"):
        form.accent.data = nearest
    fits = form.validate()
    accent = form.checked_accent()
    if not fits or accent is None:
        return _show(form, 422)
    with transaction() as tx:
        places.change_library(tx, library.id, form.draft(accent))
    return done(gettext("Saved."), url_for(".index"))


@bp.route("/vestigingen/nieuw", methods=["GET", "POST"])
@managers_only
@private
def new_branch() -> ResponseReturnValue:
    form = BranchForm()

    def keep(tx: Session) -> Branch:
        return places.add_branch(tx, this_library().id, form.draft())

    if form.validate_on_submit() and (branch := _kept(form, keep)):
        return done(gettext("Saved."), url_for(".branch", branch_id=branch.id))
    return render("desk/branch.html", status=form_status(), form=form, branch=None)


@bp.route("/vestigingen/<int:branch_id>", methods=["GET", "POST"])
@managers_only
@private
def branch(branch_id: int) -> ResponseReturnValue:
    library, form = this_library(), BranchForm()
    stands = queries.get_branch(session(), library, branch_id)

    def keep(tx: Session) -> Branch:
        changed = places.change_branch(tx, library.id, branch_id, form.draft())
        place_changed(tx, library.id, branch_id, base_url=base_url(), now=clock.now())
        return changed

    if request.method == "GET":
        form.show(stands)
    elif form.validate() and _kept(form, keep):
        return done(gettext("Saved."), url_for(".index"))
    return render("desk/branch.html", status=form_status(), form=form, branch=stands)


@bp.post("/vestigingen/<int:branch_id>/weg")
@managers_only
@for_who_just_came_in
def remove_branch(branch_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        places.remove_branch(tx, this_library().id, branch_id)
    return done(gettext("The branch is removed."), url_for(".index"))


@bp.route("/vestigingen/<int:branch_id>/zalen/nieuw", methods=["GET", "POST"])
@managers_only
@private
def new_room(branch_id: int) -> ResponseReturnValue:
    library, form = this_library(), RoomForm()
    stands = queries.get_branch(session(), library, branch_id)

    def keep(tx: Session) -> Room:
        return places.add_room(tx, library.id, branch_id, form.draft())

    if form.validate_on_submit() and _kept(form, keep):
        return done(gettext("Saved."), url_for(".branch", branch_id=branch_id))
    return render("desk/room.html", status=form_status(), form=form, branch=stands, room=None)


@bp.route("/zalen/<int:room_id>", methods=["GET", "POST"])
@managers_only
@private
def room(room_id: int) -> ResponseReturnValue:
    library, form = this_library(), RoomForm()
    stands = queries.get_room(session(), library, room_id)

    def keep(tx: Session) -> Room:
        changed = places.change_room(tx, library.id, room_id, form.draft())
        place_changed(tx, library.id, changed.branch_id, base_url=base_url(), now=clock.now())
        return changed

    if request.method == "GET":
        form.show(stands)
    elif form.validate() and _kept(form, keep):
        return done(gettext("Saved."), url_for(".branch", branch_id=stands.branch_id))
    return render(
        "desk/room.html", status=form_status(), form=form, branch=stands.branch, room=stands
    )


@bp.post("/zalen/<int:room_id>/weg")
@managers_only
def remove_room(room_id: int) -> ResponseReturnValue:
    branch_id = queries.get_room(session(), this_library(), room_id).branch_id
    with transaction() as tx:
        places.remove_room(tx, this_library().id, room_id)
    return done(gettext("The room is removed."), url_for(".branch", branch_id=branch_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem(
        "settings.index",
        N_("Settings"),
        order=90,
        more=True,
        shown=manages_here,
    )
    slots.add_to_menu(app, Menu.DESK, item)


def _kept(
    form: BranchForm | RoomForm, keep: Callable[[Session], Branch | Room]
) -> Branch | Room | None:
    """What was kept; None when its name is taken, which stands beside the name then."""
    try:
        with transaction() as tx:
            return keep(tx)
    except NameIsTaken as taken:
        form.name.errors = [*form.name.errors, gettext(taken.message)]
        return None


def _show(form: LibraryForm, status: int = 200) -> ResponseReturnValue:
    return render(
        "desk/settings.html",
        status=status,
        form=form,
        branches=queries.list_branches_with_rooms(session(), this_library()),
    )
