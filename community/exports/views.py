"""Files at the desk: choosing a list, having a long one made, and finding it back."""

from __future__ import annotations

import io

from flask import Flask, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.access_log.noting import reads_nobody
from community.accounts.access import manages_here, may_work_here, me
from community.accounts.again import for_who_just_came_in
from community.db import db, session, transaction
from community.errors import NotFound
from community.exports import lists, making, queries, services, wishes
from community.exports.forms import EverythingForm, PeriodForm
from community.exports.models import KEPT, Export, Format, Kind
from community.exports.queries import Which
from community.exports.services import NotThisName
from community.exports.snapshots import reading
from community.exports.wishes import Wish
from community.gatherings import hosting_queries
from community.gatherings.hosting_queries import Shelf
from community.libraries.tenancy import tenant_blueprint, this_library
from community.logbook.story_forms import part_asked_for
from community.partners.models import Sector
from community.web.access import hosts_only, librarians_only, managers_only
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import language, sentence
from community.web.press import PressForm
from community.web.sheets import Sheet, as_csv, as_xlsx

bp = tenant_blueprint("exports", __name__, "/beheer")

#: A longer list is made aside, and can be found back.
MOST_AT_ONCE = 5_000
_MIMETYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ZIP: "application/zip",
}


@bp.get("/bestanden")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """Which lists there are, and the files that were made."""
    first, last = wishes.this_year(clock.now())
    form = PeriodForm(formdata=None, data={"van": first, "tot": last})
    return _index(form)


@bp.get("/bestanden/lijst")
@librarians_only
@reads(Reading.FILES, Whose.EVERYBODY)
@private
def download() -> ResponseReturnValue:
    """A list at once; a long one after a press on a button. With people in it, it weighs."""
    form = PeriodForm(_asked_for())
    if not form.validate():
        reads_nobody()
        return _index(form, 422)
    kind, file_format, wish = _wished(form)
    which = wish.which(this_library().id, clock.now())
    if (number := lists.count(session(), kind, which)) > MOST_AT_ONCE:
        reads_nobody()
        return render(
            "exports/long.html", form=PressForm(), number=number, name=lists.NAMES[kind], days=KEPT
        )
    if kind in lists.OF_PEOPLE:
        return _at_once_of_people(kind, file_format, which)
    reads_nobody()
    return _at_once(kind, file_format, which)


def _at_once(kind: Kind, file_format: Format, which: Which) -> ResponseReturnValue:
    with reading(db.engine) as snapshot:
        return _file(lists.sheet(snapshot, kind, which), file_format, kind)


_at_once_of_people = for_who_just_came_in(_at_once)


@bp.post("/bestanden/lijst")
@librarians_only
@for_who_just_came_in
@private
def make() -> ResponseReturnValue:
    """Have a long list made; the address says which."""
    form = PeriodForm(_asked_for())
    if not form.validate():
        return _index(form, 422)
    kind, file_format, wish = _wished(form)
    with transaction() as tx:
        export = services.ask(
            tx, this_library().id, kind, file_format, wish.kept(), by_id=me().id, now=clock.now()
        )
    return go(url_for(".show", export_id=export.id))


@bp.get("/bestanden/<int:export_id>")
@librarians_only
@private
def show(export_id: int) -> ResponseReturnValue:
    """How far it is; ready, the button that takes it."""
    return render(
        "exports/show.html",
        fragment="exports/_state.html",
        export=_own(export_id),
        names=lists.NAMES,
        form=PressForm(),
    )


@bp.post("/bestanden/<int:export_id>/ophalen")
@librarians_only
@for_who_just_came_in
@reads(Reading.FILES, Whose.EVERYBODY)
@private
def take(export_id: int) -> ResponseReturnValue:
    """The file itself. Who took it is kept: what left the house can be told afterwards."""
    library, number = this_library(), _own(export_id).id
    with transaction() as tx:
        export = services.take(tx, library.id, number, by_id=me().id, now=clock.now())
    if export.kind not in lists.OF_PEOPLE:
        reads_nobody()
    path = making.path_of(library.id, export.id, export.format)
    if not path.is_file():
        raise NotFound
    return send_file(
        path,
        mimetype=_MIMETYPES[export.format],
        as_attachment=True,
        download_name=_called(export.kind, export.format),
    )


@bp.route("/bestanden/alles", methods=["GET", "POST"])
@managers_only
@for_who_just_came_in
@private
def everything() -> ResponseReturnValue:
    """All that the library has, for when it leaves; its name is typed, not clicked."""
    form, library = EverythingForm(), this_library()
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                export = services.ask_for_everything(
                    tx, library.id, library.name, form.name.data, by_id=me().id, now=clock.now()
                )
            return done(gettext("We are making it."), url_for(".show", export_id=export.id))
        except NotThisName as refused:
            form.name.errors = [sentence(refused)]
    return render(
        "exports/everything.html",
        status=422 if form.errors else 200,
        form=form,
        library=library,
        days=KEPT,
    )


@bp.get("/activiteiten/<int:gathering_id>/aanmeldingen/aanmeldingen.<any(csv, xlsx):ending>")
@hosts_only
@reads(Reading.FILES, Whose.GATHERING)
@private
def of_gathering(gathering_id: int, ending: str) -> ResponseReturnValue:
    """Who is on the list of one gathering; a host gets what a host sees."""
    works_here = may_work_here()
    if not works_here and not hosting_queries.is_host(session(), gathering_id, me().id):
        raise NotFound
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    sheet = lists.of_gathering(session(), gathering, first_names=not works_here)
    return _file(sheet, Format(ending), Kind.SIGN_UPS, gathering.id)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _index(form: PeriodForm, status: int = 200) -> ResponseReturnValue:
    library, manages = this_library(), manages_here()
    files = [
        (export, person)
        for export, person in queries.list_files(session(), library.id)
        if manages or export.kind is not Kind.EVERYTHING
    ]
    return render(
        "exports/index.html",
        status=status,
        form=form,
        files=files,
        names=lists.NAMES,
        manages=manages,
    )


def _asked_for() -> MultiDict[str, str]:
    """What the address says; of a period that it leaves out, this year."""
    first, last = wishes.this_year(clock.now())
    usual = {"van": first.isoformat(), "tot": last.isoformat(), "als": Format.XLSX.value}
    return MultiDict({**usual, **request.args.to_dict()})


def _wished(form: PeriodForm) -> tuple[Kind, Format, Wish]:
    shelf, sector = request.args.get("lijst", ""), request.args.get("sector", "")
    wish = Wish(
        first=form.van.data,
        last=form.tot.data,
        shelf=Shelf(shelf) if shelf in set(Shelf) else None,
        words=request.args.get("q", "").strip()[:80],
        sector=Sector(sector) if sector in set(Sector) else None,
        language=language(),
        part=part_asked_for(session(), this_library().id),
    )
    return Kind(form.soort.data), Format(form.als.data), wish


def _own(export_id: int) -> Export:
    """A file of this library; everything there is, is for its managers."""
    export = queries.get(session(), this_library().id, export_id)
    if export.kind is Kind.EVERYTHING and not manages_here():
        raise NotFound
    return export


def _file(
    sheet: Sheet, file_format: Format, kind: Kind, number: int | None = None
) -> ResponseReturnValue:
    """Written before any of it is sent: whatever goes wrong, nobody gets half a list."""
    file = io.BytesIO()
    if file_format is Format.XLSX:
        as_xlsx(sheet, file)
    else:
        file.writelines(as_csv(sheet))
    file.seek(0)
    return send_file(
        file,
        mimetype=_MIMETYPES[file_format],
        as_attachment=True,
        download_name=_called(kind, file_format, number),
    )


def _called(kind: Kind, file_format: Format, number: int | None = None) -> str:
    """A file's name has nothing in it that somebody typed."""
    day = clock.local_day(clock.now())
    what = "alles" if kind is Kind.EVERYTHING else _FILE_NAMES[kind]
    of = f"-{number}" if number else ""
    return f"{this_library().slug}-{what}{of}-{day:%Y-%m-%d}.{file_format}"


_FILE_NAMES = {
    Kind.GATHERINGS: "activiteiten",
    Kind.PEOPLE: "mensen",
    Kind.GROUPS: "groepen",
    Kind.PARTNERS: "partners",
    Kind.SIGN_UPS: "aanmeldingen",
    Kind.ATTENDANCE: "aanwezigen",
    Kind.ANSWERS: "antwoorden",
    Kind.HARVESTS: "oogst",
    Kind.LOG: "logboek",
}
