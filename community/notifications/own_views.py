"""From the page of one's own sign-up to which mails one gets: also without an account."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from community.db import session, transaction
from community.errors import NotFound
from community.gatherings import sign_up_queries
from community.gatherings.models import SignUp, SignUpStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.notifications import links, queries, wishes
from community.web import slots
from community.web.access import open_to_all
from community.web.htmx import go
from community.web.keys import house_key

bp = tenant_blueprint("own_mails", __name__, "/aanmelding/<token>/mails")


@bp.post("")
@open_to_all
def choose(token: str) -> ResponseReturnValue:
    """The link in a mail has proven whose address it is."""
    entry = sign_up_queries.get_by_token(session(), this_library().id, token, key=house_key())
    if not _may_choose(entry):
        raise NotFound
    library_id, person_id = entry.library_id, entry.person_id
    with transaction() as tx:
        wishes.ensure(tx, library_id, person_id)
        wish = queries.lock_wish(tx, library_id, person_id)
    return go(url_for("notifications.show", token=links.token_of(wish)))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "sign_up.own", _own, order=90)


def _own(entry: SignUp, token: str) -> str | None:
    return render_template("notifications/_own.html", token=token) if _may_choose(entry) else None


def _may_choose(entry: SignUp) -> bool:
    """Who has not confirmed an address may have typed somebody else's."""
    return entry.status is not SignUpStatus.PENDING and entry.person.email is not None
