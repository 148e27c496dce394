"""Lists of past activities at the desk: handing them in, and seeing what came of it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.gatherings.labels import AUDIENCES, CORE_FUNCTIONS, KINDS
from community.history import examples, handing_in, queries
from community.history.forms import ListsForm
from community.history.jobs import files_of
from community.history.lines import COLUMNS
from community.history.models import PastImport
from community.libraries.tenancy import tenant_blueprint, this_library
from community.partners.labels import SECTORS
from community.web import slots
from community.web.access import librarians_only
from community.web.downloads import as_file
from community.web.headers import private
from community.web.htmx import go, render

bp = tenant_blueprint("history", __name__, "/beheer/inlezen/verleden")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@private
def index() -> ResponseReturnValue:
    form = ListsForm()
    if form.validate_on_submit():
        handed = _handed_in(form)
        return go(url_for(".show", import_id=handed.id))
    return render(
        "history/index.html",
        status=422 if form.errors else 200,
        form=form,
        imports=queries.list_imports(session(), this_library().id),
        columns=COLUMNS,
        words={"kind": KINDS, "core_function": CORE_FUNCTIONS, "audience": AUDIENCES,
               "partner_sectors": SECTORS},
    )  # fmt: skip


@bp.get("/<int:import_id>")
@librarians_only
@private
def show(import_id: int) -> ResponseReturnValue:
    """How far it is, and what is wrong in which line."""
    handed = queries.get_import(session(), this_library().id, import_id)
    return render(
        "history/show.html",
        fragment="history/_state.html",
        handed=handed,
        flaws=handing_in.flaws_of(handed),
    )


@bp.get("/voorbeeld-<any(activiteiten, aanwezigen):which>.csv")
@librarians_only
@private
def example(which: str) -> ResponseReturnValue:
    """A list to begin from."""
    body = examples.gatherings() if which == "activiteiten" else examples.who_came()
    return as_file(body, "text/csv", f"voorbeeld-{which}.csv")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "imports.below", "history/_link.html")


def _handed_in(form: ListsForm) -> PastImport:
    """The files are written first, under no name yet: a name comes with the row."""
    library, upload, others = this_library(), form.gatherings.data, form.check_ins.data
    kept = [_kept(library.id, each) for each in (upload, others) if each]
    with transaction() as tx:
        handed = handing_in.hand_in(
            tx,
            library.id,
            Path(upload.filename or "").name,
            has_check_ins=bool(others),
            skips_errors=form.skips_errors.data,
            by_id=me().id,
            now=clock.now(),
        )
        for path, named in zip(kept, files_of(library.id, handed.id), strict=False):
            path.replace(named)
    return handed


def _kept(library_id: int, upload: FileStorage) -> Path:
    path = files_of(library_id, 0)[0].with_name(f".{uuid4().hex}")
    path.parent.mkdir(parents=True, exist_ok=True)
    upload.save(path)
    return path
