"""The pages of the room: a table's screen that is open now, and what came of the café that was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.table_notes import opening, queries
from community.table_notes.models import TableNote, TableScreen
from tests.browser.visit import LIBRARIAN, Visit
from tests.factories import a_gathering

VISITS = [
    Visit("table_screen.show"),
    Visit("table_screen.show", language="en"),
    Visit("table_screen.show", of="over"),
    Visit("table_reading.show", LIBRARIAN),
    Visit("table_room.show", LIBRARIAN),
    Visit("table_room.show", LIBRARIAN, query="ronde=1", language="en"),
    Visit("table_room.show", LIBRARIAN, of="not open"),
    Visit("table_room.wall", LIBRARIAN),
    Visit("table_room.cards", LIBRARIAN),
    Visit("table_room.type_over", LIBRARIAN),
    Visit("table_room.note", LIBRARIAN),
]


def known(library_id: int, visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    if visit.of == "not open":
        return {"gathering_id": lambda: _of_today().id}
    if visit.endpoint == "table_screen.show" and visit.of != "over":
        return {"token": lambda: _open_now(key)}
    note = _laid(library_id)
    return {
        "gathering_id": lambda: note.gathering_id,
        "table_note_id": lambda: note.id,
        "token": lambda: queries.token_of(_screen_of(note), key=key),
    }


def _laid(library_id: int) -> TableNote:
    notes = select(TableNote).where(TableNote.library_id == library_id).order_by(TableNote.id)
    return session().scalars(notes.limit(1)).one()


def _screen_of(note: TableNote) -> TableScreen:
    found = queries.find_screen(session(), note.gathering, note.table_no)
    assert found is not None
    return found


def _of_today() -> Gathering:
    return a_gathering("Wat maakt hulp vragen lastig?", starts_at=now())


@cache
def _open_now(key: str) -> str:
    gathering = _of_today()
    with transaction() as tx:
        opening.open_room(tx, gathering.library_id, gathering.id, 2, now=now())
    found = queries.find_screen(session(), gathering, 2)
    assert found is not None
    return queries.token_of(found, key=key)
