"""The room at the desk: every table with what it writes, the clock, and paper typed over."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.table_notes import opening, queries, rounds, rules, showing, views, writing
from community.table_notes.forms import OpenForm, SheetForm
from community.table_notes.models import TableScreen
from community.table_notes.rounds import Press
from community.table_notes.showing import Running
from community.table_plans import showing as plan_showing
from community.web import slots
from community.web.access import hosts_only
from community.web.asked import one_of
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.qr import qr_svg

bp = tenant_blueprint("table_room", __name__, "/beheer/activiteiten/<int:gathering_id>/zaal")


@bp.get("")
@hosts_only
@private
def show(gathering_id: int) -> ResponseReturnValue:
    """All tables, with what they lay down in the round that is looked at."""
    gathering, now = _own(gathering_id), clock.now()
    screens = queries.list_screens(session(), gathering)
    at = showing.running_at(session(), gathering)
    form = OpenForm(formdata=None, tables=_tables_of(at, screens))
    laid = queries.list_laid(session(), gathering)
    if not screens and not laid:
        return render("table_notes/open.html", gathering=gathering, form=form)
    looked_at = _round(at) or at.current.number
    mark = queries.mark_of(session(), gathering)
    tables = showing.tables_seen(screens, laid, queries.list_in_hand(session(), gathering))
    edition = showing.edition(
        at.edition, mark, looked_at, at.minutes_left(now),
        [(table.is_busy(now), table.silent_for(now)) for table in tables],
        [screen.seen_at is None for screen in screens],
    )  # fmt: skip
    if request.args.get("na") == edition:
        return "", 204
    return render(
        "table_notes/room.html",
        fragment="table_notes/_room.html",
        gathering=gathering,
        at=at,
        tables=tables,
        looked_at=at.rounds[looked_at - 1],
        offered=rounds.offered(at.clock, at.rounds),
        how=rules.stands(gathering, now),
        form=form,
        may_write=writing.may_write_on(session(), gathering),
        edition=edition,
        asked=_round(at),
        now=now,
    )


@bp.post("/open")
@hosts_only
@private
def open_room(gathering_id: int) -> ResponseReturnValue:
    """As many screens as there are tables; once more for what came in addition."""
    gathering, form = _own(gathering_id), OpenForm()
    if not form.validate():
        return render(
            "table_notes/open.html", status=422, form=form, gathering=gathering,
        )  # fmt: skip
    number = form.tables.data
    with transaction() as tx:
        opening.open_room(tx, this_library().id, gathering_id, number, now=clock.now())
    said = ngettext("The room is open for %(num)d table.", "The room is open for %(num)d tables.",
                    number)  # fmt: skip
    return done(said, url_for(".show", gathering_id=gathering_id))


@bp.post("/klok")
@hosts_only
@private
def press(gathering_id: int) -> ResponseReturnValue:
    """One button of the clock; `stand`: how it stood when it was pressed."""
    gathering = _own(gathering_id)
    what = one_of(Press, request.form.get("press", ""))
    if what is not None:
        at = showing.running_at(session(), gathering)
        seen = request.form.get("stand", "")
        with transaction() as tx:
            rounds.press(
                tx, this_library().id, gathering_id, what, at.rounds, seen=seen, now=clock.now()
            )
    return go(url_for(".show", gathering_id=gathering_id))


@bp.get("/scherm")
@hosts_only
@private
def wall(gathering_id: int) -> ResponseReturnValue:
    """For the beamer: the question and the clock, and nothing that a table wrote."""
    gathering, now = _own(gathering_id), clock.now()
    at = showing.running_at(session(), gathering)
    edition = showing.edition(at.edition, at.minutes_left(now))
    if request.args.get("na") == edition:
        return "", 204
    return render(
        "table_notes/wall.html",
        fragment="table_notes/_wall.html",
        gathering=gathering,
        at=at,
        edition=edition,
        now=now,
    )


@bp.get("/tafels")
@hosts_only
@private
def cards(gathering_id: int) -> ResponseReturnValue:
    """On paper: for every table its number, and the code that opens its screen."""
    gathering = _own(gathering_id)
    screens = queries.list_screens(session(), gathering)
    if not screens:
        raise NotFound
    return render(
        "table_notes/cards.html",
        gathering=gathering,
        screens=[(screen, address(screen), qr_svg(address(screen))) for screen in screens],
    )


@bp.post("/tafels/<int:table_no>/vernieuw")
@hosts_only
def renew(gathering_id: int, table_no: int) -> ResponseReturnValue:
    _own(gathering_id)
    with transaction() as tx:
        opening.renew(tx, this_library().id, gathering_id, table_no)
    said = gettext("Table %(number)s has a new code. The old one no longer works.", number=table_no)
    return done(said, url_for(".cards", gathering_id=gathering_id))


@bp.route("/overtypen", methods=["GET", "POST"])
@hosts_only
@private
def type_over(gathering_id: int) -> ResponseReturnValue:
    """What a table wrote on paper: it counts as much as what came in by a screen."""
    gathering, form = _own(gathering_id), SheetForm()
    at = showing.running_at(session(), gathering)
    form.offer(at.rounds)
    if request.method == "GET":
        form.table_no.data = request.args.get("tafel", type=int)
        form.round_no.data = _round(at) or at.current.number
    elif form.validate():
        try:
            with transaction() as tx:
                number = writing.type_over(
                    tx, this_library().id, gathering_id, form.sheet,
                    once=form.once_only, now=clock.now(),
                )  # fmt: skip
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
        else:
            return _typed_over(gathering_id, form, at, number)
    return render(
        "table_notes/type_over.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        may_write=writing.may_write_on(session(), gathering),
    )


@bp.get("/notities/<int:table_note_id>")
@hosts_only
@private
def note(gathering_id: int, table_note_id: int) -> ResponseReturnValue:
    """One note, to lay it on the table or take it away."""
    gathering = _own(gathering_id)
    found = queries.get_note(session(), gathering, table_note_id)
    return render(
        "table_notes/note.html",
        gathering=gathering,
        note=found,
        may_write=writing.may_write_on(session(), gathering),
    )


@bp.post("/notities/<int:table_note_id>/leg")
@hosts_only
def lay(gathering_id: int, table_note_id: int) -> ResponseReturnValue:
    _own(gathering_id)
    try:
        with transaction() as tx:
            writing.lay(tx, this_library().id, gathering_id, table_note_id, now=clock.now())
    except rules.PaperIsOver as refused:
        return done(sentence(refused), url_for(".show", gathering_id=gathering_id))
    return done(gettext("It is on the table."), url_for(".show", gathering_id=gathering_id))


@bp.post("/notities/<int:table_note_id>/weg")
@hosts_only
def take_away(gathering_id: int, table_note_id: int) -> ResponseReturnValue:
    _own(gathering_id)
    with transaction() as tx:
        writing.take_away(tx, this_library().id, gathering_id, table_note_id, now=clock.now())
    said = gettext("Removed. Its words are gone.")
    return done(said, url_for(".show", gathering_id=gathering_id))


def address(screen: TableScreen) -> str:
    """The whole address of a table, for a QR."""
    path = url_for("table_screen.show", library=this_library(), token=views.token_of(screen))
    return f"{base_url()}{path}"


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(table_address=address)
    slots.fill(app, "gathering.desk", _panel, order=18)
    slots.fill(app, "table.card", _card)


def _own(gathering_id: int) -> Gathering:
    gathering = own(gathering_id)
    if not rules.can_have_room(gathering):
        raise NotFound
    return gathering


def _round(at: Running) -> int | None:
    """The one that is asked for, if there is such a round."""
    asked = request.args.get("ronde", type=int)
    return asked if asked is not None and 1 <= asked <= len(at.rounds) else None


def _tables_of(at: Running, screens: object) -> int | None:
    """How many there are as far as is known: nobody has to count what was divided."""
    if screens or at.plan is None:
        return None
    return plan_showing.shown(session(), at.plan).tables or None


def _typed_over(
    gathering_id: int, form: SheetForm, at: Running, number: int
) -> ResponseReturnValue:
    """On to the next sheet: the next round of this table, or the next table."""
    table_no, round_no = form.table_no.data, form.round_no.data
    is_last = round_no >= len(at.rounds)
    onwards = url_for(
        ".type_over",
        gathering_id=gathering_id,
        tafel=table_no + is_last,
        ronde=1 if is_last else round_no + 1,
    )
    said = ngettext(
        "%(num)d note is on table %(table)s. The next sheet?",
        "%(num)d notes are on table %(table)s. The next sheet?",
        number,
        table=table_no,
    )
    return done(said, onwards)


def _panel(gathering: Gathering) -> str | None:
    """On the desk's page: opening the room, or the way in."""
    if not rules.can_have_room(gathering):
        return None
    screens = queries.list_screens(session(), gathering)
    mark = queries.mark_of(session(), gathering)
    how, at = rules.stands(gathering, clock.now()), None
    if not screens and how is not rules.Stands.CLOSED:
        at = showing.running_at(session(), gathering)
    return render_template(
        "table_notes/_panel.html",
        gathering=gathering,
        tables=len(screens),
        notes=mark.notes,
        how=how,
        form=OpenForm(formdata=None, tables=_tables_of(at, screens)) if at else None,
    )


def _card(gathering: Gathering, table_no: int) -> str | None:
    """On the card that stands on a table: the code of its screen."""
    screen = queries.find_screen(session(), gathering, table_no)
    if screen is None or not rules.can_have_room(gathering):
        return None
    return render_template("table_notes/_card.html", qr=qr_svg(address(screen)))
