"""The figures of the meetlat as a file: what the page shows, and nothing that it does not."""

from __future__ import annotations

import io

from flask import Flask, send_file
from flask.typing import ResponseReturnValue

from community import clock
from community.db import session
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.meetlat import page_queries
from community.meetlat.figures import figures
from community.meetlat.labels import words_of
from community.self_assessment import queries as rounds
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.sheets import as_csv, as_xlsx

bp = tenant_blueprint("meetlat_files", __name__, "/beheer/meetlat")

XLSX = "xlsx"
_MIMETYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@bp.get("/cijfers.<any(csv, xlsx):ending>")
@librarians_only
@private
def download(ending: str) -> ResponseReturnValue:
    """How the library stands now, with every question and every bouwsteen."""
    library, file = this_library(), io.BytesIO()
    stand = page_queries.find_stand(session(), library.id)
    if stand is None:
        raise NotFound
    outcome = rounds.latest_outcome(session(), library.id)
    sheet = figures(stand, outcome, words_of(stand.result.version))
    if ending == XLSX:
        as_xlsx(sheet, file)
    else:
        file.writelines(as_csv(sheet))
    file.seek(0)
    day = clock.local_day(clock.now())
    return send_file(
        file,
        mimetype=_MIMETYPES[ending],
        as_attachment=True,
        download_name=f"{library.slug}-meetlat-{day:%Y-%m-%d}.{ending}",
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "meetlat.actions", "meetlat/_files.html", order=70)
