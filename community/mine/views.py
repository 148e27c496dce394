"""My page: what I signed up for, my calendar, and what the library knows about me."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import people
from community.accounts import queries as accounts
from community.accounts.access import me, visitor
from community.accounts.models import Person
from community.accounts.own_pages import own_blueprint
from community.db import session, transaction
from community.gatherings import sign_up_queries
from community.mine import queries
from community.mine.forms import MayInviteForm, ProfileForm
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = own_blueprint("mine", __name__, "/mijn")


@bp.get("")
@signed_in
@private
def index() -> ResponseReturnValue:
    now, person = clock.now(), me()
    return render(
        "mine/index.html",
        coming=sign_up_queries.list_coming(session(), person.id, now=now),
        past=sign_up_queries.list_past(session(), person.id, now=now),
        memberships=queries.list_memberships(session(), person.id),
        person=person,
        now=now,
    )


@bp.route("/gegevens/wijzigen", methods=["GET", "POST"])
@signed_in
@private
def profile() -> ResponseReturnValue:
    form = ProfileForm(obj=me())
    if form.validate_on_submit():
        person_id = me().id
        with transaction() as tx:
            people.change_profile(
                tx.get_one(Person, person_id),
                first_name=form.first_name.data,
                surname=form.surname.data,
                phone=form.phone.data,
                language=form.language.data,
            )
        return done(gettext("Saved."), url_for(".index"))
    return render("mine/profile.html", status=422 if form.errors else 200, form=form, person=me())


@bp.post("/uitnodigen/<int:library_id>")
@signed_in
def may_invite(library_id: int) -> ResponseReturnValue:
    """Whether one library, which knows me, may think of me."""
    form, person_id = MayInviteForm(), me().id
    accounts.get_membership(session(), library_id, person_id)
    if not form.validate_on_submit():
        return done(gettext("Choose yes or no."), url_for(".index", _anchor="uitnodigen"))
    may = form.may_invite.data == "yes"
    with transaction() as tx:
        person = tx.get_one(Person, person_id)
        people.set_may_invite(tx, library_id, person, may=may, now=clock.now())
    said = (
        gettext("Good. We will think of you when something suits you.")
        if may
        else gettext("Good. We will not invite you.")
    )
    return done(said, url_for(".index", _anchor="uitnodigen"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.add_to_menu(
        app,
        Menu.VISITOR,
        MenuItem(
            "mine.index",
            lambda: me().first_name,
            order=80,
            needs_library=False,
            shown=lambda: visitor() is not None,
            aside=N_(", my page"),
        ),
    )
