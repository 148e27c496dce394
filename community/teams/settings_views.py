"""The settings: the library's own teams, and who leads them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.accounts.people import find_or_create_person
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.teams import labels, queries, services
from community.teams.forms import TeamForm
from community.teams.models import Team
from community.teams.services import NameIsTaken
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import language

bp = tenant_blueprint("team_settings", __name__, "/beheer/instellingen/teams")


@bp.get("")
@managers_only
@private
def index() -> ResponseReturnValue:
    library_id = this_library().id
    return render(
        "teams/settings.html",
        teams=queries.list_teams(session(), library_id),
        lists=queries.list_latest(session(), library_id),
        quarter_in_words=labels.quarter_in_words,
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@managers_only
@private
def new() -> ResponseReturnValue:
    library_id, form = this_library().id, TeamForm()

    def keep(tx: Session) -> Team:
        return services.add_team(tx, library_id, form.draft(), _lead(tx, form))

    if form.validate_on_submit() and _kept(form, keep):
        return done(gettext("Saved."), url_for(".index"))
    return render("teams/team.html", status=form_status(), form=form, team=None)


@bp.route("/<int:team_id>", methods=["GET", "POST"])
@managers_only
@private
def edit(team_id: int) -> ResponseReturnValue:
    library_id, form = this_library().id, TeamForm()
    team = queries.get_team(session(), library_id, team_id)

    def keep(tx: Session) -> Team:
        return services.change_team(tx, library_id, team_id, form.draft(), _lead(tx, form))

    if request.method == "GET":
        form.show(team)
    elif form.validate() and _kept(form, keep):
        return done(gettext("Saved."), url_for(".index"))
    return render("teams/team.html", status=form_status(), form=form, team=team)


@bp.post("/<int:team_id>/weg")
@managers_only
def remove(team_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.remove_team(tx, this_library().id, team_id)
    return done(gettext("The team is removed."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", _link)


def _link() -> str:
    teams = queries.list_teams(session(), this_library().id)
    return render_template("teams/_settings_link.html", teams=teams)


def _lead(tx: Session, form: TeamForm) -> Person | None:
    if not form.lead_email.data:
        return None
    return find_or_create_person(
        tx, form.lead_email.data, form.lead_name.data, language(), clock.now()
    )


def _kept(form: TeamForm, keep: Callable[[Session], Team]) -> bool:
    """Whether it was kept; when its name is taken, that stands beside the name."""
    try:
        with transaction() as tx:
            keep(tx)
    except NameIsTaken as taken:
        form.name.errors = [*form.name.errors, gettext(taken.message)]
        return False
    return True
