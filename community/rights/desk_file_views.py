"""Everything that is known of somebody, handed over at the counter to who has no address."""

from __future__ import annotations

import logging

from flask import Flask
from flask.typing import ResponseReturnValue

from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.again import acts_for_who_just_came_in
from community.db import session
from community.libraries.tenancy import tenant_blueprint, this_library
from community.rights import erasing, views
from community.rights.forms import FileAtDeskForm
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import render

bp = tenant_blueprint("file_desk", __name__, "/beheer/gegevens/<int:person_id>")
log = logging.getLogger("community.rights")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@acts_for_who_just_came_in
@reads(Reading.PEOPLE, Whose.PERSON)
@private
def hand_over(person_id: int) -> ResponseReturnValue:
    """What they would download themselves: as a page for the printer, or as the file."""
    library_id, form = this_library().id, FileAtDeskForm()
    person = accounts.get_membership(session(), library_id, person_id).person
    may = erasing.may_at_desk(person)
    if form.validate_on_submit() and may:
        log.info("handed over", extra={"facts": {"library": library_id, "by": me().id}})
        return views.to_read(person) if form.on_paper.data else views.as_file(person)
    return render(
        "rights/file_at_desk.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        person=person,
        may=may,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "person.mail", "rights/_file_at_desk.html", order=65)
