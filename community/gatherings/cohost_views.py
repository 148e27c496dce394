"""The desk: who receives the people at a gathering, and asking somebody to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.access_log import marks
from community.accounts import doors
from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.forms import SomebodyForm
from community.accounts.models import Person
from community.accounts.people import find_or_create_person
from community.db import session, transaction
from community.gatherings import cohosts, hosting_queries
from community.gatherings.desk_views import hand
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language

bp = tenant_blueprint("cohosts", __name__, "/beheer/activiteiten/<int:gathering_id>/gastheren")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@private
def index(gathering_id: int) -> ResponseReturnValue:
    """Who receives the people now; find somebody who is known here, or ask a new one by mail."""
    library, form = this_library(), SomebodyForm()
    gathering = hosting_queries.get(session(), library.id, gathering_id)
    if form.validate_on_submit():
        doors.enter(doors.INVITATION, f"library {library.id}")
        with transaction() as tx:
            person = find_or_create_person(
                tx, form.email.data, form.first_name.data, language(), clock.now()
            )
            cohosts.invite(tx, library.id, gathering_id, person, hand())
        return _asked(person, gathering_id)
    words = request.args.get("q", "").strip()[:80]
    return render(
        "gatherings/desk_cohosts.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        words=words,
        found=accounts.search_people(session(), library.id, words) if words else None,
        now=clock.now(),
    )


@bp.post("/<int:person_id>")
@librarians_only
def add(gathering_id: int, person_id: int) -> ResponseReturnValue:
    """Somebody whom the library knows already."""
    library_id = this_library().id
    accounts.get_membership(session(), library_id, person_id)
    with transaction() as tx:
        person = tx.get_one(Person, person_id)
        cohosts.invite(tx, library_id, gathering_id, person, hand())
    return _asked(person, gathering_id)


@bp.post("/<int:person_id>/weg")
@librarians_only
def remove(gathering_id: int, person_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    accounts.get_membership(session(), library_id, person_id)
    with transaction() as tx:
        cohosts.remove(tx, library_id, gathering_id, person_id, hand())
        name = tx.get_one(Person, person_id).first_name
    said = gettext("%(name)s is no longer hosting this.", name=name)
    return done(said, url_for(".index", gathering_id=gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.work", _mine, order=10)
    marks.leave_out("gatherings.hosts", _hosts)


def _hosts(database: Session, address: Mapping[str, Any]) -> Iterable[int]:
    """Who receives people stands on the page for everybody: reading that is no look at them."""
    if "gathering_id" not in address:
        return ()
    return hosting_queries.list_host_ids(database, address["gathering_id"])


def _mine() -> str | None:
    """On somebody's own page: where they receive the people, with the way in."""
    now = clock.now()
    received = hosting_queries.list_received(session(), me().id, now=now)
    if not received:
        return None
    return render_template("gatherings/_mine_received.html", received=received, now=now)


def _asked(person: Person, gathering_id: int) -> ResponseReturnValue:
    said = (
        gettext("%(name)s is hosting, and gets an e-mail about it.", name=person.first_name)
        if person.gets_mail
        else gettext("%(name)s is hosting, and gets no e-mail: tell them.", name=person.first_name)
    )
    return done(said, url_for(".index", gathering_id=gathering_id))
