"""The desk: which of our teams took part in a gathering, and what they say of it themselves."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.gatherings import along, closing, hosting_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.teams import queries, services
from community.teams.forms import PartsForm
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.htmx import done

bp = tenant_blueprint("teams", __name__, "/beheer/activiteiten/<int:gathering_id>/teams")


@bp.post("")
@librarians_only
def set_parts(gathering_id: int) -> ResponseReturnValue:
    """These teams took part, and no others."""
    library_id, form = this_library().id, PartsForm()
    hosting_queries.get(session(), library_id, gathering_id)
    form.offer(queries.list_teams(session(), library_id))
    if not form.validate():
        return done(gettext("Choose one from the list."), _at(gathering_id))
    by_id = me().id
    with transaction() as tx:
        services.set_teams(
            tx, library_id, gathering_id, form.teams.data or (), by_id=by_id, now=clock.now()
        )
    return done(gettext("Noted."), _at(gathering_id))


@bp.post("/gezien")
@librarians_only
def see_disputes(gathering_id: int) -> ResponseReturnValue:
    """What a team says of it has been read."""
    library_id = this_library().id
    with transaction() as tx:
        services.see_disputes(tx, library_id, gathering_id, now=clock.now())
    return done(gettext("Noted."), _at(gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk", _panel, order=60)
    waiting.waits(
        app, lambda library_id, _now: queries.disputed(library_id), _disputed_line, order=60
    )
    closing.also_carries("teams", _for_the_log)
    along.goes_along("teams", queries.list_team_ids, services.take_along)


def _panel(gathering: Gathering) -> str | None:
    """For who has a desk; a host sees nothing of it, nor does a library without teams."""
    if not may_work_here() or gathering.is_cancelled:
        return None
    teams = queries.list_teams(session(), gathering.library_id)
    if not teams:
        return None
    parts = queries.list_parts(session(), gathering.library_id, gathering.id)
    chosen = {part.team_id for part in parts}
    form = PartsForm(formdata=None)
    form.offer(team for team in teams if not team.is_resting or team.id in chosen)
    form.teams.data = sorted(chosen)
    return render_template(
        "teams/_desk_parts.html",
        gathering=gathering,
        form=form,
        disputed=[part for part in parts if part.disputed_at],
        now=clock.now(),
    )


def _disputed_line(number: int, gathering_id: int, title: str, team: str) -> str:
    """On the librarian's Today: what a team says is not right."""
    return render_template(
        "teams/_desk_todo.html", number=number, gathering_id=gathering_id, title=title, team=team
    )


def _for_the_log(tx: object, gathering: Gathering) -> object:
    """At the moment of closing: the teams that took part, which from now on the log knows."""
    parts = services.log_parts(session(), gathering, now=clock.now())
    return [{"team": part.team_id, "front_line": part.team.front_line} for part in parts]


def _at(gathering_id: int) -> str:
    return url_for("gatherings_desk.show", gathering_id=gathering_id, _anchor="teams")
