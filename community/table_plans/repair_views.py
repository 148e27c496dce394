"""On the day: who is not there and who walked in, with few people moved, looked at beforehand."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Flask, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings.desk_views import own
from community.libraries.tenancy import tenant_blueprint, this_library
from community.table_plans import naming, queries, repairing, standing
from community.table_plans.forms import PressForm
from community.table_plans.models import Rounds
from community.table_plans.repairing import Outlook, Who
from community.table_plans.rules import Hand
from community.table_plans.standing import Repair
from community.web.access import hosts_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = tenant_blueprint(
    "table_repairs", __name__, "/beheer/activiteiten/<int:gathering_id>/tafels/bijwerken"
)


@bp.get("")
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def show(gathering_id: int) -> ResponseReturnValue:
    """Who goes out and who comes in; once looked at, what that does to the others."""
    return _page(gathering_id)


@bp.post("")
@hosts_only
@private
def apply(gathering_id: int) -> ResponseReturnValue:
    """Let it be so, exactly as it was shown."""
    library_id, form = own(gathering_id).library_id, PressForm()
    wanted = Repair(
        _rounds(request.form.get("rondes", "")),
        frozenset(request.form.getlist("weg")),
        frozenset(request.form.getlist("erbij")),
    )
    try:
        with transaction() as tx:
            hand = Hand(form.seen.data or 0, me().id, clock.now())
            standing.repair(tx, library_id, gathering_id, wanted, hand)
    except DomainError as refused:
        if refused.status == 404:
            raise
        return _page(gathering_id, sentence(refused), refused.status)
    return done(
        gettext("The plan is up to date."),
        url_for("table_plans.show", gathering_id=gathering_id),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _page(gathering_id: int, refused: str = "", status: int = 200) -> ResponseReturnValue:
    gathering = own(gathering_id)
    plan = queries.get(session(), this_library().id, gathering_id)
    began = gathering.has_begun(clock.now())
    out, into = repairing.lists(session(), plan, gathering, began=began)
    looked = "kijk" in request.args
    away = _chosen(out, "weg", looked=looked)
    added = _chosen(into, "erbij", looked=looked)
    outlook: Outlook | None = None
    if plan.step_no and (out or into):
        try:
            coming = [who for who in into if who.key in added]
            outlook = repairing.look(session(), plan, away, coming)
        except DomainError as wrong:
            refused, status = refused or sentence(wrong), wrong.status
    guests = [*queries.list_guests(session(), plan), *(who.guest for who in into)]
    names = naming.names_of(
        list({guest.key: guest for guest in guests}.values()),
        queries.list_children(session(), plan),
        sensitive=gathering.is_sensitive,
    )
    return render(
        "table_plans/repair.html",
        status=status,
        plan=plan,
        gathering=gathering,
        out=out,
        into=into,
        away=away,
        added=added,
        outlook=outlook,
        shown=json.dumps(outlook.rounds) if outlook else "",
        names=names,
        refused=refused,
    )


def _chosen(people: Sequence[Who], name: str, *, looked: bool) -> set[str]:
    """What was ticked; before anybody ticked anything, what is most likely."""
    if not looked:
        return {who.key for who in people if who.likely}
    asked = set(request.args.getlist(name))
    return {who.key for who in people if who.key in asked or who.has_left}


def _rounds(written: str) -> Rounds:
    try:
        found = json.loads(written)
        return [[[str(key) for key in keys] for keys in tables] for tables in found]
    except (ValueError, TypeError):
        abort(400)
