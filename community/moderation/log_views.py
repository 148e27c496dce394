"""What was decided, to look back on and to take along as a file."""

from __future__ import annotations

from io import BytesIO

from flask import Flask, request
from flask.typing import ResponseReturnValue

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.db import session
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation import list_queries, log, queue, wording
from community.moderation.forms import LogForm
from community.moderation.models import KEPT
from community.web.access import librarians_only
from community.web.downloads import as_file
from community.web.headers import private
from community.web.htmx import render
from community.web.sheets import as_csv, as_xlsx

bp = tenant_blueprint("moderation_log", __name__, "/beheer/moderatie/besluiten")

_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("")
@librarians_only
@reads(Reading.MODERATION)
@private
def index() -> ResponseReturnValue:
    library_id, viewer_id = this_library().id, me().id
    found = list_queries.list_decided(session(), library_id, viewer_id)
    return render(
        "moderation/log.html",
        decided=queue.together(session(), library_id, found, viewer_id),
        form=LogForm(formdata=None),
    )


@bp.get("/bestand.<ending>")
@librarians_only
@reads(Reading.MODERATION)
@private
def download(ending: str) -> ResponseReturnValue:
    """Without names, unless one asks for them."""
    if ending not in _TYPES:
        raise NotFound
    library = this_library()
    since = clock.now() - KEPT
    found = list_queries.list_decided(session(), library.id, me().id, since=since, most=None)
    book = wording.read(session(), library.id)
    sheet = log.sheet_of(found, book, with_names=LogForm(request.args).with_names.data)
    body = BytesIO()
    if ending == "csv":
        body.writelines(as_csv(sheet))
    else:
        as_xlsx(sheet, body)
    return as_file(body.getvalue(), _TYPES[ending], f"{library.slug}-besluiten.{ending}")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
