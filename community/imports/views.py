"""Lists at the desk: bring one, look at what it comes to, take it over, and take that back."""

from __future__ import annotations

from pathlib import PurePath

from flask import Flask, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock, outside
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.errors import DomainError
from community.imports import (
    applying,
    examples,
    fetching,
    jobs,
    labels,
    queries,
    reading,
    staging,
    undoing,
    work,
)
from community.imports.forms import BringForm, ChoicesForm
from community.imports.models import ImportRun, ImportStatus, Outcome
from community.libraries.queries import list_branches, list_branches_with_rooms
from community.libraries.tenancy import tenant_blueprint, this_library
from community.outside import OutsideError
from community.partners import queries as partners
from community.topics import queries as topics
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.asked import page_number
from community.web.downloads import as_file
from community.web.headers import private
from community.web.htmx import done, go, render, wants_fragment
from community.web.i18n import language, sentence
from community.web.press import PressForm
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("imports", __name__, "/beheer/inlezen")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    return _index(BringForm())


@bp.post("")
@librarians_only
@private
def bring() -> ResponseReturnValue:
    """Take in a file, or what is at an address; small ones are read at once."""
    form = BringForm()
    form.offer(queries.list_sources(session(), this_library().id))
    if not form.validate():
        return _index(form, 422)
    library_id, now = this_library().id, clock.now()
    try:
        brought = _brought(form)
    except (OutsideError, DomainError) as error:
        form.refuse(sentence(error), at_address=bool(form.url.data))
        return _index(form, 422)
    with transaction() as tx:
        run = staging.bring(
            tx, library_id, brought, source_id=form.source.data, by_id=me().id, now=now
        )
    work.go_on_if_small(library_id, run.id, now=now)
    return go(_at(run.id))


@bp.get("/<int:run_id>")
@librarians_only
@private
def show(run_id: int) -> ResponseReturnValue:
    """How far it is; what it comes to; or what became of it."""
    run = queries.get_run(session(), this_library().id, run_id)
    if wants_fragment() and run.status not in queries.UNDER_WAY:
        return go(_at(run_id))  # Who waited for it sees the whole page now.
    return _show(run)


@bp.post("/<int:run_id>/keuzes")
@librarians_only
@private
def choose(run_id: int) -> ResponseReturnValue:
    """What goes for the whole list; every row is judged by it again."""
    run = queries.get_run(session(), this_library().id, run_id)
    form = _choices_form()
    if not form.validate():
        return _show(run, form=form, status=422)
    library_id = this_library().id
    with transaction() as tx:
        staging.choose(tx, library_id, run_id, form.choices)
    work.go_on_if_small(library_id, run_id, now=clock.now())
    if queries.get_run(session(), library_id, run_id).status in queries.UNDER_WAY:
        return go(_at(run_id))
    return done(gettext("Checked again with your choices."), _at(run_id))


@bp.post("/<int:run_id>/overnemen")
@librarians_only
def apply(run_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        applying.ask(tx, this_library().id, run_id)
    work.go_on_if_small(this_library().id, run_id, now=clock.now())
    return done(_how_far(run_id), _at(run_id))


@bp.route("/<int:run_id>/terugdraaien", methods=["GET", "POST"])
@librarians_only
@private
def undo(run_id: int) -> ResponseReturnValue:
    """Take it back, after seeing what that leaves alone."""
    library_id, now = this_library().id, clock.now()
    run = queries.get_run(session(), library_id, run_id)
    if request.method == "POST":
        with transaction() as tx:
            undoing.ask(tx, library_id, run_id)
        work.go_on_if_small(library_id, run_id, now=now)
        if queries.get_run(session(), library_id, run_id).status in queries.UNDER_WAY:
            return go(_at(run_id))
        return done(gettext("Undone, except where somebody has changed it since."), _at(run_id))
    left = undoing.would_leave(session(), run, now=now)
    return render(
        "imports/undo.html",
        run=run,
        press=PressForm(),
        goes=queries.count_done(session(), run) - len(left),
        left=left,
    )


@bp.post("/<int:run_id>/weggooien")
@librarians_only
def throw_away(run_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        staging.throw_away(tx, this_library().id, run_id)
    return done(gettext("Deleted. Nothing from it is in the agenda."), url_for(".index"))


@bp.post("/<int:run_id>/gezien")
@librarians_only
def looked_at(run_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        fetching.looked_at(tx, this_library().id, run_id, now=clock.now())
    return done(gettext("Seen."), url_for("desk.index"))


@bp.post("/lijsten/<int:source_id>/dagelijks")
@librarians_only
def set_daily(source_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        daily = request.form.get("act") == "aan"
        source = fetching.set_daily(tx, this_library().id, source_id, daily=daily)
    said = (
        gettext("It will be read every day from now on.")
        if source.daily
        else gettext("No longer read.")
    )
    return done(said, url_for(".index"))


@bp.post("/lijsten/<int:source_id>/ophalen")
@librarians_only
def fetch(source_id: int) -> ResponseReturnValue:
    """Read an address again, now, and take over what changed."""
    reach, now = outside.reach_of(current_app.config), clock.now()
    run = fetching.refresh(this_library().id, source_id, reach=reach, now=now)
    if run is not None:
        return done(_how_far(run.id), _at(run.id))
    source = queries.get_source(session(), this_library().id, source_id)
    said = [sentence(each) for each in source.said] or [gettext("Nothing has changed there.")]
    return done(" ".join(said), url_for(".index"))


@bp.get("/voorbeeld.csv")
@librarians_only
def example_csv() -> ResponseReturnValue:
    return _as_file(examples.as_csv(_example()), "text/csv", "csv")


@bp.get("/voorbeeld.xlsx")
@librarians_only
def example_xlsx() -> ResponseReturnValue:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _as_file(examples.as_xlsx(_example()), kind, "xlsx")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(import_labels=labels)
    jobs.register(app)
    item = MenuItem("imports.index", N_("Import a list"), order=30, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)
    waiting.waits(app, queries.unseen, _unseen_line)
    waiting.waits(app, queries.troubled, _troubled_line)


def _unseen_line(number: int, run_id: int, name: str) -> str:
    """On the librarian's Today: lists that the clock took over, or could not."""
    return render_template("imports/_unseen.html", number=number, run_id=run_id, name=name)


def _troubled_line(number: int, name: str) -> str:
    return render_template("imports/_troubled.html", number=number, name=name)


def _index(form: BringForm, status: int = 200) -> ResponseReturnValue:
    library_id = this_library().id
    sources = queries.list_sources(session(), library_id)
    form.offer(sources)
    return render(
        "imports/index.html",
        status=status,
        form=form,
        press=PressForm(),
        runs=queries.list_runs(session(), library_id),
        addresses=[source for source in sources if source.url],
        words=_example().words(),
    )


def _brought(form: BringForm) -> staging.Brought:
    if form.url.data:
        url = fetching.tidy(form.url.data)
        answer = fetching.fetch(url, reach=outside.reach_of(current_app.config))
        return staging.Brought(
            answer.body, url[:200], reading.kind_of(answer.body, url), answer, url
        )
    content = form.file.data.stream.read(reading.MOST_BYTES + 1)
    file_name = form.file.data.filename or ""
    name = _as_title(file_name) or gettext("A list")
    return staging.Brought(content, name, reading.kind_of(content, file_name))


def _as_title(file_name: str) -> str:
    """`winter_programma.xlsx` as a person would call it."""
    bare = "".join(letter for letter in PurePath(file_name).stem if letter.isprintable())
    return bare.replace("_", " ").strip()[:200]


def _show(
    run: ImportRun, *, form: ChoicesForm | None = None, status: int = 200
) -> ResponseReturnValue:
    word = request.args.get("wat", "")
    outcome = Outcome(word) if word in set(Outcome) else None
    counted = queries.outcomes(session(), run)
    total = counted.get(outcome, 0) if outcome else sum(counted.values())
    number = page_number(request.args.get("pagina", ""))
    return render(
        "imports/show.html",
        fragment="imports/_progress.html" if run.status in queries.UNDER_WAY else None,
        status=status,
        run=run,
        form=form or _filled(run),
        press=PressForm(),
        outcome=outcome,
        counted=counted,
        to_do=queries.count_to_apply(session(), run),
        done_so_far=queries.count_done(session(), run),
        gone=queries.count_gone(session(), run, now=clock.now()),
        usual_place=_usual_place(run),
        listed=queries.page_of_rows(session(), run, outcome, total=total, number=number),
        under_way=queries.UNDER_WAY,
        Status=ImportStatus,
    )


def _usual_place(run: ImportRun) -> str:
    """The branch of rows that name no place."""
    branches = list_branches(session(), this_library())
    names = (each.name for each in branches if each.id == run.source.choices.branch_id)
    return next(names, "")


def _choices_form() -> ChoicesForm:
    form, library = ChoicesForm(), this_library()
    form.offer(
        list_branches(session(), library),
        topics.list_themes(session()),
        partners.list_possible(session(), library.id, 0),
        language(),
    )
    return form


def _filled(run: ImportRun) -> ChoicesForm:
    form = _choices_form()
    form.show(run.source.choices)
    return form


def _example() -> examples.Example:
    return examples.Example(
        language(),
        list_branches_with_rooms(session(), this_library()),
        topics.list_themes(session()),
        clock.local_day(clock.now()),
    )


def _how_far(run_id: int) -> str:
    run = queries.get_run(session(), this_library().id, run_id)
    if run.status in queries.UNDER_WAY:
        return str(gettext("It is being imported. You can leave this page."))
    number = queries.count_done(session(), run)
    return str(ngettext("%(num)d activity imported.", "%(num)d activities imported.", number))


def _as_file(content: bytes, kind: str, ending: str) -> Response:
    return as_file(content, kind, ".".join((gettext("activities"), ending)))


def _at(run_id: int) -> str:
    return url_for(".show", run_id=run_id)
