"""The mail of a house under development, at `/mail`. Elsewhere these addresses do not exist."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response
from flask.typing import ResponseReturnValue

from community.errors import NotFound
from community.outbox import eml
from community.outbox.eml import Mail
from community.web.access import development_only
from community.web.downloads import as_file
from community.web.headers import private
from community.web.htmx import render

bp = Blueprint("outbox", __name__, url_prefix="/mail")

MOST = 200

#: A mail carries its styles in itself; nothing in it may run, load, or act as this site.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'; sandbox"
)


@bp.get("/")
@development_only
@private
def index() -> ResponseReturnValue:
    """Every mail in the folder, newest first."""
    folder = eml.folder_of(current_app.config["MAIL_URL"])
    mails = eml.list_newest(folder, most=MOST) if folder else []
    return render("outbox/index.html", mails=mails, leaves_the_house=folder is None)


@bp.get("/<file>")
@development_only
@private
def show(file: str) -> ResponseReturnValue:
    """One mail: its headers and its text."""
    return render("outbox/show.html", mail=_mail(file))


@bp.get("/<file>/html")
@development_only
@private
def html(file: str) -> ResponseReturnValue:
    """Its HTML as a mail program shows it, shut in by a policy of its own."""
    found = _mail(file).html
    if found is None:
        raise NotFound
    response = make_response(found)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@bp.get("/<file>/agenda.ics")
@development_only
@private
def calendar(file: str) -> ResponseReturnValue:
    """Its calendar part, as a file to try in a calendar program."""
    found = _mail(file).calendar
    if found is None:
        raise NotFound
    return as_file(found, "text/calendar", "agenda.ics")


def _mail(file: str) -> Mail:
    folder = eml.folder_of(current_app.config["MAIL_URL"])
    found = eml.read(folder, file) if folder else None
    if found is None:
        raise NotFound
    return found
