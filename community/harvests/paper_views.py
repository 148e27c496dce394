"""On paper: the harvest as a sheet, and what each table said, to tick whether it is right."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from community import clock
from community.db import session, transaction
from community.gatherings.desk_views import own
from community.harvests import hearing, labels, queries, showing
from community.harvests.models import Harvest, State
from community.libraries.tenancy import tenant_blueprint
from community.web.access import hosts_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("harvests_paper", __name__, "/beheer/activiteiten/<int:gathering_id>/oogst")


@bp.get("/vel")
@hosts_only
@private
def sheet(gathering_id: int) -> ResponseReturnValue:
    harvest = _harvest(gathering_id)
    return render(
        "harvests/sheet.html",
        gathering=harvest.gathering,
        harvest=harvest,
        sections=showing.by_heading(showing.items(session(), harvest)),
    )


@bp.get("/klopt")
@hosts_only
@private
def table_sheets(gathering_id: int) -> ResponseReturnValue:
    """For each table what came from it; a host notes here that its sheet came back ticked."""
    harvest = _harvest(gathering_id)
    shown = showing.items(session(), harvest)
    return render(
        "harvests/table_sheets.html",
        gathering=harvest.gathering,
        by_table={
            table: [each for each in shown if table in {s.table_no for s in each.sources}]
            for table in labels.tables_of(shown)
        },
        can_note=harvest.state is not State.WITHDRAWN,
    )


@bp.post("/klopt/<int:table_no>")
@hosts_only
@private
def confirm(gathering_id: int, table_no: int) -> ResponseReturnValue:
    """The sheet of a table came back: everything on it is right."""
    harvest = _harvest(gathering_id)
    of = harvest.library_id, harvest.id
    with transaction() as tx:
        new = hearing.confirm_for_table(tx, *of, table_no, now=clock.now())
    said = ngettext("Noted: %(num)d item is right.", "Noted: %(num)d items are right.", new)
    return done(said, url_for(".table_sheets", gathering_id=gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _harvest(gathering_id: int) -> Harvest:
    """Of a gathering that one works on; before it is shown too, as a host helps to make it."""
    gathering = own(gathering_id)
    return queries.get_of(session(), gathering.library_id, gathering.id)
