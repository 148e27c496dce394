"""Erasing somebody at the counter, who has no address to do it with themselves."""

from __future__ import annotations

import logging

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.again import acts_for_who_just_came_in
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.rights import erasing
from community.rights.forms import EraseAtDeskForm
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = tenant_blueprint("erasing_desk", __name__, "/beheer/wissen/<int:person_id>")
log = logging.getLogger("community.rights")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@acts_for_who_just_came_in
@reads(Reading.PEOPLE, Whose.PERSON)
@private
def erase(person_id: int) -> ResponseReturnValue:
    """Seen first, as on one's own page; then for good, of who stands at the counter."""
    library_id, by_id, form = this_library().id, me().id, EraseAtDeskForm()
    person = accounts.get_membership(session(), library_id, person_id).person
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                erasing.at_desk(tx, library_id, person_id, now=clock.now())
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
        else:
            log.info("erased at the desk", extra={"facts": {"library": library_id, "by": by_id}})
            return done(gettext("Erased. Nobody can find them any more."), url_for("desk.index"))
    return render(
        "rights/erase_at_desk.html",
        status=422 if form.errors else 200,
        form=form,
        person=person,
        may=erasing.may_at_desk(person),
        found=erasing.preview(session(), person_id),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "person.mail", "rights/_erase_at_desk.html", order=70)
