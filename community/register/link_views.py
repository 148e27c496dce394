"""What a link in a mail leads to: a page with a button, because scanners follow links."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.consents.models import Channel
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation.rules_form import RulesForm
from community.register import queries, seeing, states, writing
from community.register.models import Entry
from community.register.writing_views import said_of
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key

bp = tenant_blueprint("entry_links", __name__, "/kennis/link/<token>")


@bp.get("")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    return _page(_own(token), token)


@bp.post("/bevestigen")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    """Yes, it was me; and who never wrote here before keeps to the rules of the house."""
    entry = _own(token)
    entry_id, person_id = entry.id, entry.person_id
    form = RulesForm().ask(this_library().id, person_id)
    if not form.validate():
        return _page(entry, token, form)
    with transaction() as tx:
        form.agree(tx, this_library().id, person_id, channel=Channel.MAIL, now=clock.now())
        entry = writing.confirm(tx, this_library().id, entry_id, now=clock.now())
    return done(said_of(entry), url_for(".show", token=token))


@bp.post("/verlengen")
@open_to_all
@private
def renew(token: str) -> ResponseReturnValue:
    entry_id = _own(token).id
    with transaction() as tx:
        states.renew(tx, this_library().id, entry_id, now=clock.now())
    said = gettext("It stays for another six months. Thank you!")
    return done(said, url_for(".show", token=token))


@bp.post("/stoppen")
@open_to_all
@private
def stop(token: str) -> ResponseReturnValue:
    entry_id = _own(token).id
    with transaction() as tx:
        states.stop(tx, this_library().id, entry_id, now=clock.now())
    said = gettext("It has stopped. Thank you!")
    return done(said, url_for(".show", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _own(token: str) -> Entry:
    return queries.get_by_token(session(), this_library().id, token, key=house_key())


def _page(entry: Entry, token: str, form: RulesForm | None = None) -> ResponseReturnValue:
    return render(
        "register/link.html",
        status=422 if form else 200,
        entry=entry,
        token=token,
        form=form or RulesForm(formdata=None).ask(entry.library_id, entry.person_id),
        only_librarians=seeing.is_for_librarians_only(entry),
        now=clock.now(),
    )
