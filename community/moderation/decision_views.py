"""What was decided about something of one's own, and saying once that one does not agree."""

from __future__ import annotations

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me, visitor
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation import appealing, links, list_queries, queries, queue
from community.moderation.forms import AppealForm
from community.moderation.queries import PERSON
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("decisions", __name__)


@bp.get("/beslissingen")
@signed_in
@private
def mine() -> ResponseReturnValue:
    library_id = this_library().id
    found = list_queries.list_of_author(session(), library_id, me().id)
    return render(
        "moderation/mine.html",
        cases=found,
        things=queue.things_of(session(), library_id, found),
    )


@bp.route("/beslissing/<token>", methods=["GET", "POST"])
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """By the link in the mail: the decision, and a form as long as one can object."""
    library_id, now = this_library().id, clock.now()
    case = links.get(session(), library_id, token)
    form = AppealForm()
    if form.validate_on_submit():
        with transaction() as tx:
            appealing.appeal(tx, library_id, case.id, form.words.data, now=now)
        return done(
            gettext("We have your objection. You will hear what is decided."), links.path_of(case)
        )
    return render(
        "moderation/decision.html",
        status=422 if form.errors else 200,
        case=case,
        shown=queue.things_of(session(), library_id, [case]).get(
            (case.subject_kind, case.subject_id)
        ),
        name=queue.name_of(case.subject_kind),
        is_person=case.subject_kind == PERSON,
        again=queries.find_again(session(), library_id, case.id),
        may_object=case.may_be_appealed(now),
        until=case.appeal_until,
        path=links.path_of(case),
        form=form,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _mine)


def _mine() -> str:
    """On one's own page, in a library where something of one's own was refused."""
    person = visitor()
    if person is None:
        return ""
    where = list_queries.libraries_with_decisions(session(), person.id)
    return render_template("moderation/_mine.html", libraries=where) if where else ""
