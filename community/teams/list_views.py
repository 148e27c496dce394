"""A team's list of a quarter, for who has its link: all right, or not, line by line."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.teams import labels, lists, queries
from community.teams.forms import DisputeForm
from community.teams.mails import title_of
from community.teams.models import TeamList
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("team_lists", __name__, "/bevestigen/team")


@bp.route("/<token>", methods=["GET", "POST"])
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """The list. A press on its button says that all else is right; looking says nothing."""
    found = _list(token)
    if PressForm().validate_on_submit():
        list_id = found.id
        with transaction() as tx:
            lists.confirm(tx, list_id, now=clock.now())
        return done(gettext("Thank you. That is noted."), url_for(".show", token=token))
    return _show(found, token)


@bp.post("/<token>/<int:gathering_id>")
@open_to_all
@private
def dispute(token: str, gathering_id: int) -> ResponseReturnValue:
    """This team was not there, or not like that."""
    found, form = _list(token), DisputeForm()
    list_id = found.id
    if not form.validate():
        return _show(found, token, 422, wrong=gathering_id, dispute_form=form)
    with transaction() as tx:
        lists.dispute(tx, list_id, gathering_id, form.reason.data, now=clock.now())
    said = gettext("Thank you. It no longer counts, and the librarian reads why.")
    return done(said, url_for(".show", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _list(token: str) -> TeamList:
    return lists.get_by_token(session(), this_library().id, token, key=house_key())


def _show(
    found: TeamList,
    token: str,
    status: int = 200,
    *,
    wrong: int | None = None,
    dispute_form: DisputeForm | None = None,
) -> ResponseReturnValue:
    parts = queries.list_parts_of_quarter(session(), found.library_id, found.team_id, found.quarter)
    return render(
        "teams/list.html",
        status=status,
        found=found,
        parts=parts,
        token=token,
        wrong=wrong,
        dispute_form=dispute_form or DisputeForm(formdata=None),
        press=PressForm(formdata=None),
        quarter=labels.quarter_in_words(found.quarter),
        title_of=title_of,
    )
