"""Notes for tests to be about."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from community.accounts.models import Person
from community.clock import local_day, now
from community.db import transaction
from community.libraries.models import Library
from community.logbook import noting
from community.logbook.models import NoteDraft, OutsideNote, Place
from tests.factories import a_librarian, the_library


def says(text: str = "Vraag naar hulp met DigiD.", **fields: object) -> NoteDraft:
    return NoteDraft(text=text, **{"on": local_day(now()), "place": Place.COUNTER, **fields})


def a_note(
    library: Library | None = None,
    text: str = "Vraag naar hulp met DigiD.",
    *,
    by: Person | None = None,
    key: str = "",
    at: datetime | None = None,
    **fields: object,
) -> OutsideNote:
    """As the form does it, log and all."""
    where = library or the_library()
    who = by or a_librarian(where)
    with transaction() as tx:
        return noting.note(
            tx, where.id, says(text, **fields), by_id=who.id, form_key=key or token_hex(16),
            now=at or now(),
        )  # fmt: skip
