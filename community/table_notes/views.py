"""The screen of one table: no account, no name, no cookie. Its address is the key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.table_notes import drawing, forms, labels, queries, rules, showing, writing
from community.table_notes.forms import NoteForm, UnreadableThought
from community.table_notes.models import TableNote, TableScreen
from community.table_notes.rules import Stands
from community.table_notes.showing import Running
from community.table_notes.writing import Became, Kept, Thought
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import go, render
from community.web.i18n import sentence
from community.web.keys import house_key

bp = tenant_blueprint("table_screen", __name__, "/tafel")

#: Sixty tables behind the library's own network, each of which saves as its people type.
WRITING = Door(
    "table notes",
    everybody=Limit(120_000, timedelta(minutes=15)),
    network=Limit(40_000, timedelta(minutes=15)),
    account=Limit(1_500, timedelta(minutes=15)),
)


@bp.route("/<token>", methods=["GET", "POST"])
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """What is asked, one box, four kinds, and what lies on the table."""
    screen, now = _screen(token), clock.now()
    if request.method == "GET" or rules.stands(screen.gathering, now) is not Stands.OPEN:
        return _page(screen, token)
    form = NoteForm(request.form)
    if not form.validate():
        return _page(screen, token, form=form, status=422)
    return _laid(screen, token, form)


@bp.post("/<token>/wijzig")
@open_to_all
@private
def change(token: str) -> ResponseReturnValue:
    """Other words for a note of this table; or with `weg`, none."""
    screen, form = _screen(token), NoteForm(request.form)
    found = queries.find_note(session(), screen.gathering_id, form.once.data or "")
    if found is None or found.table_no != screen.table_no:
        return _page(screen, token)
    if "weg" in request.form:
        form.text.data, form.kind.data = "", found.kind.value
    elif not form.validate():
        return _page(screen, token, form=form, changing=found, status=422)
    return _laid(screen, token, form)


@bp.post("/<token>/stand")
@open_to_all
@private
def catch_up(token: str) -> ResponseReturnValue:
    """What a device kept, now or while it had no network; what became of it, and how it stands.

    Without notes, and with nothing new since `na`: 204.
    """
    screen, sent = _screen(token), request.get_json(silent=True)
    try:
        notes = forms.batch(sent)
    except UnreadableThought:
        abort(400)
    results = _kept(screen, [thought for _once, thought in notes if thought])
    said = [_answer(once, next(results) if thought else None) for once, thought in notes]
    screen = _screen(token)
    at = showing.running_at(session(), screen.gathering, asked=_asked())
    edition = _edition(screen, at)
    if not notes and isinstance(sent, dict) and sent.get("na") == edition:
        return "", 204
    return jsonify({"results": said, **_state(screen, at, edition), **_pieces(screen, at, token)})


def token_of(screen: TableScreen) -> str:
    return queries.token_of(screen, key=house_key())


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(bp)  # The secret is in the address; no cookie lets anybody in.
    app.jinja_env.globals.update(tafel_labels=labels)


def _screen(token: str) -> TableScreen:
    return queries.get_by_token(session(), this_library().id, token, key=house_key())


def _asked() -> int | None:
    return request.args.get("ronde", type=int)


def _laid(screen: TableScreen, token: str, form: NoteForm) -> ResponseReturnValue:
    (result,) = _kept(screen, [form.thought(clock.now())])
    if result.refused:
        form.text.errors = [sentence(result.refused)]
    elif result.became is Became.OLD and not _says_the_same(result, form):
        form.text.errors = [
            gettext("Somebody else at this table just changed this note. Here are your words.")
        ]
        fresh = NoteForm()
        form.once.data, form.revision.data = fresh.once.data, fresh.revision.data
    else:
        return go(url_for(".show", token=token, ronde=_asked(), _anchor="op-tafel"))
    return _page(_screen(token), token, form=form, status=409)


def _says_the_same(result: Kept, form: NoteForm) -> bool:
    return result.note is not None and result.note.text == form.text.data


def _kept(screen: TableScreen, thoughts: list[Thought]) -> Any:
    """What became of each; without any, that this table is there."""
    library_id, screen_id, now = screen.library_id, screen.id, clock.now()
    if thoughts:
        doors.enter(WRITING, str(screen_id))
        with transaction() as tx:
            return iter(writing.keep(tx, library_id, screen_id, thoughts, now=now))
    if writing.is_long_ago(screen, now=now):
        with transaction() as tx:
            writing.heard(tx, library_id, screen_id, now=now)
    return iter(())


def _answer(once: str, result: Kept | None) -> dict[str, object]:
    if result is None:
        said = gettext("This could not be read. Write it again.")
        return {"once": once, "became": Became.REFUSED, "says": said}
    if result.refused:
        return {"once": once, "became": Became.REFUSED, "says": sentence(result.refused)}
    if result.became is Became.KEPT or result.note is None:
        return {"once": once, "became": result.became}
    note = result.note
    return {"once": once, "became": Became.OLD, "revision": note.revision, "text": note.text}


def _edition(screen: TableScreen, at: Running) -> str:
    mark = queries.mark_of(session(), screen.gathering, table_no=screen.table_no)
    return showing.edition(at.edition, mark, rules.stands(screen.gathering, clock.now()))


def _state(screen: TableScreen, at: Running, edition: str) -> dict[str, object]:
    """How it stands, as the device counts on."""
    now, ends_at = clock.now(), at.ends_at
    return {
        "edition": edition,
        "now": round(now.timestamp() * 1000),
        "until": round(rules.closes_at(screen.gathering).timestamp() * 1000),
        "ends": round(ends_at.timestamp() * 1000) if ends_at else None,
        "round": at.current.number,
        "open": rules.stands(screen.gathering, now) is Stands.OPEN,
    }


def _pieces(screen: TableScreen, at: Running, token: str) -> dict[str, str]:
    """The parts of the page that change by themselves."""
    seen = _seen(screen, at, token)
    return {
        "top": render_template("table_notes/_top.html", **seen),
        "noted": render_template("table_notes/_noted.html", **seen),
    }


def _seen(screen: TableScreen, at: Running, token: str) -> dict[str, Any]:
    seats = showing.seats_of(session(), at, screen.table_no)
    return {
        "at": at,
        "screen": screen,
        "gathering": screen.gathering,
        "token": token,
        "asked": _asked(),
        "seats": seats,
        "kring": drawing.kring_of(screen.table_no, seats),
        "notes": queries.list_laid(session(), screen.gathering, table_no=screen.table_no),
        "now": clock.now(),
    }


def _page(
    screen: TableScreen,
    token: str,
    *,
    form: NoteForm | None = None,
    changing: TableNote | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    now = clock.now()
    how = rules.stands(screen.gathering, now)
    if how is not Stands.OPEN:
        return render(
            "table_notes/closed.html", screen=screen, gathering=screen.gathering, how=how,
            opens_at=rules.opens_at(screen.gathering),
        )  # fmt: skip
    at = showing.running_at(session(), screen.gathering, asked=_asked())
    return render(
        "table_notes/screen.html",
        status=status,
        form=form if form and not changing else NoteForm(round_no=at.current.number),
        changing=changing,
        changed=form if changing else None,
        state=_state(screen, at, _edition(screen, at)),
        **_seen(screen, at, token),
    )
