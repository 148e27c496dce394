"""On the page of one's own sign-up: may the library remember what you said? One tap says so."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.gatherings import kunde, sign_up_queries
from community.gatherings.models import SignUp
from community.libraries.tenancy import tenant_blueprint, this_library
from community.skills import confirming
from community.skills import queries as skills
from community.web import slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done
from community.web.keys import house_key

bp = tenant_blueprint("own_kunde", __name__, "/aanmelding/<token>/kunde/<int:skill_id>")


@bp.post("/ja")
@open_to_all
@private
def confirm(token: str, skill_id: int) -> ResponseReturnValue:
    entry = _own(token)
    with transaction() as tx:
        confirming.confirm_own(tx, entry.person_id, skill_id, sign_up_id=entry.id, now=clock.now())
    said = gettext("Good. The librarians can see it from now on.")
    return done(said, url_for("own_sign_up.show", token=token))


@bp.post("/nee")
@open_to_all
@private
def refuse(token: str, skill_id: int) -> ResponseReturnValue:
    """The proposal goes; the answer stays what it was, for who receives them."""
    entry = _own(token)
    with transaction() as tx:
        confirming.remove_own(tx, entry.person_id, skill_id, sign_up_id=entry.id, now=clock.now())
    return done(gettext("Good. It has been deleted."), url_for("own_sign_up.show", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "sign_up.own", _drafts)


def _own(token: str) -> SignUp:
    return sign_up_queries.get_by_token(session(), this_library().id, token, key=house_key())


def _drafts(entry: SignUp, token: str) -> str | None:
    if not kunde.asked(entry.gathering):
        return None
    drafts = skills.list_drafts_of(session(), entry.id, entry.person_id)
    if not drafts:
        return None
    return render_template("gatherings/_own_kunde.html", drafts=drafts, token=token)
