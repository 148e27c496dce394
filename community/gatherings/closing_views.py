"""Rounding off: how many were there, what we learned, who was missed, and when we meet again."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.gatherings import attendance_queries, closing, closing_queries, copying, rounding_off
from community.gatherings.closing_forms import CloseForm
from community.gatherings.desk_views import at, hand, own
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_forms import put_beside
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import hosts_only, librarians_only
from community.web.formats import day_long
from community.web.headers import private
from community.web.htmx import done, go, render

bp = tenant_blueprint("closing", __name__, "/beheer/activiteiten/<int:gathering_id>")


@bp.route("/afronden", methods=["GET", "POST"])
@hosts_only
@private
def close(gathering_id: int) -> ResponseReturnValue:
    """How many came is the one thing that is asked; the rest is offered."""
    gathering, form = own(gathering_id), CloseForm()
    closing.refuse_unless_over(gathering, clock.now())
    if request.method == "GET":
        look_back = closing_queries.find_look_back(session(), gathering.library_id, gathering.id)
        form.show(gathering, look_back, _present(gathering))
        return _show(form, gathering)
    if not form.validate():
        return _show(form, gathering, 422)
    try:
        with transaction() as tx:
            rounding_off.round_off(
                tx, this_library().id, gathering_id, form.told(), by=me(), now=clock.now()
            )
    except DraftRefused as refused:
        put_beside(form, refused.problems)
        return _show(form, own(gathering_id), 422)
    return done(
        gettext("Noted. This activity is complete."), url_for(".close", gathering_id=gathering_id)
    )


@bp.post("/volgende")
@librarians_only
def plan_next(gathering_id: int) -> ResponseReturnValue:
    """The same again as a draft; one more click and it is in the agenda."""
    gathering = own(gathering_id)
    try:
        with transaction() as tx:
            draft = rounding_off.plan_next(tx, this_library().id, gathering.id, hand())
    except DraftRefused:  # The room is gone, say: the form tells which, and takes another.
        return go(url_for("gatherings_form.copy", gathering_id=gathering_id))
    said = gettext("Ready as a draft for %(day)s. Publish it?", day=day_long(draft.starts_at))
    return done(said, at(draft))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _present(gathering: Gathering) -> int:
    return attendance_queries.count_present(session(), gathering.library_id, gathering.id)


def _show(form: CloseForm, gathering: Gathering, status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    return render(
        "gatherings/desk_close.html",
        status=status,
        form=form,
        gathering=gathering,
        present=_present(gathering),
        missed=rounding_off.who_was_missed(session(), gathering),
        can_be_missed=rounding_off.can_be_missed(gathering, now),
        again_at=copying.same_weekday_next_month(gathering.starts_at, now=now),
    )
