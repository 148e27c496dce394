"""The mail that did not arrive: a librarian sees it, and may try again or pick up the telephone."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.db import session, transaction
from community.desk import mail_labels, mail_queries
from community.libraries.tenancy import tenant_blueprint, this_library
from community.outbox import states
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("desk_mail", __name__, "/beheer/post")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    rows = mail_queries.list_not_arrived(session(), this_library().id)
    return render(
        "desk/mail.html",
        given_up=[row for row in rows if row.mail.state == "failed"],
        on_the_way=[row for row in rows if row.mail.state == "owed"],
        news=mail_labels.NEWS,
        why=mail_labels.why,
        now=clock.now(),
    )


@bp.post("/<int:mail_id>/opnieuw")
@librarians_only
def retry(mail_id: int) -> ResponseReturnValue:
    """Try one mail again, from the first try. Doing so twice is doing so once."""
    with transaction() as tx:
        mail_queries.get_mail(tx, this_library().id, mail_id)
        states.owe_again(tx, now=clock.now(), library_id=this_library().id, mail_id=mail_id)
    return done(gettext("We try again. It leaves within a minute."), url_for(".index"))


@bp.post("/opnieuw")
@librarians_only
def retry_all() -> ResponseReturnValue:
    with transaction() as tx:
        count = states.owe_again(tx, now=clock.now(), library_id=this_library().id)
    said = ngettext("We try %(num)d mail again.", "We try %(num)d mails again.", count)
    return done(said, url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
