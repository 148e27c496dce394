"""“Is this right?” on the screen of a table: one tap for a note, or for all of them."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.harvests import hearing, source_queries
from community.harvests.models import Via
from community.libraries.tenancy import tenant_blueprint, this_library
from community.table_notes import queries as tables
from community.table_notes import rules
from community.table_notes.models import TableNote
from community.table_notes.rules import Stands
from community.table_notes.showing import running_at
from community.web import slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import go
from community.web.keys import house_key

bp = tenant_blueprint("harvest_tables", __name__, "/tafel/<token>/klopt")


@bp.post("")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    """Everything that this table laid is right."""
    return _confirm(token, None)


@bp.post("/<int:table_note_id>")
@open_to_all
@private
def confirm_one(token: str, table_note_id: int) -> ResponseReturnValue:
    return _confirm(token, [table_note_id])


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(bp)  # The secret is in the address; no cookie lets anybody in.
    slots.fill(app, "table.below", _below)


def _confirm(token: str, note_ids: list[int] | None) -> ResponseReturnValue:
    screen = tables.get_by_token(session(), this_library().id, token, key=house_key())
    of = screen.library_id, screen.gathering_id, screen.table_no
    if rules.stands(screen.gathering, clock.now()) is Stands.OPEN:
        with transaction() as tx:
            hearing.confirm_notes(tx, *of, note_ids, via=Via.SCREEN, now=clock.now())
    return go(url_for("table_screen.show", token=token, _anchor="klopt"))


def _below(gathering: Gathering, table_no: int, token: str) -> str | None:
    """In the last round and after it, below what lies on the table."""
    if not _is_nearly_over(gathering):
        return None
    notes = [
        note
        for note in source_queries.list_notes(session(), gathering.library_id, gathering.id)
        if note.table_no == table_no
    ]
    if not notes:
        return None
    right = _right(notes)
    return render_template("harvests/_table.html", notes=notes, right=right, token=token)


def _is_nearly_over(gathering: Gathering) -> bool:
    if gathering.is_over(clock.now()):
        return True
    at = running_at(session(), gathering)
    return at.is_done or (at.has_begun and at.current.number >= len(at.rounds))


def _right(notes: list[TableNote]) -> set[int]:
    """Notes whose words as they are now the table stands by."""
    said = source_queries.said_right(session(), [note.id for note in notes])
    return {note.id for note in notes if said.get(note.id) == hearing.fingerprint(note.text)}
