"""After an erasure: what lies in files, which no transaction reaches.

Mails in a folder and files that were made for the desk go as soon as the erasure stands, whoever
asked for it: the person, the clock, or the list after an older copy was put back. If the house
stops in between, the clock goes on. It also writes the database file anew, as that takes
everybody's turn to write for a while.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import current_app
from sqlalchemy import text
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.db import after_commit, db, transaction, write_anew
from community.exports import making
from community.outbox import laid_down
from community.rights import erasures, queries, unfinished
from community.rights.unfinished import Gone


def once_erased(session: Session, person: Person) -> None:
    """Said while they still have a name: what lies in files goes when the erasure stands."""
    gone = _of(session, person)
    unfinished.note(gone)
    after_commit(session, partial(_at_once, gone))


def _of(session: Session, person: Person) -> Gone:
    full = person.full_name if person.surname else ""
    addresses = queries.list_addresses(session, person.id)
    words = {word for word in (person.email, *addresses, person.phone, full) if word}
    return Gone(person.id, words, [member.library_id for member in person.memberships])


def _at_once(gone: Gone) -> None:
    """The list, and the files. On a full disk the clock does what is left undone."""
    with suppress(OSError):
        _flag().touch()
        erasures.complete()
        _wipe(gone)


def _wipe(gone: Gone) -> None:
    laid_down.wipe(str(current_app.config["MAIL_URL"]), gone.words)
    making.wipe_of(gone.library_ids)
    unfinished.tear_up(gone.person_id)


def by_the_clock(now: datetime) -> None:
    """Complete the list and what was left lying; and when somebody was erased since, write the
    database anew."""
    for gone in unfinished.left(now):
        _wipe(gone)
    if not (erasures.complete() or _flag().exists()):
        return
    if db.engine.dialect.name == "sqlite":
        with transaction() as tx:  # An index of words keeps those of removed rows until then.
            tx.execute(text("INSERT INTO search_trigram (search_trigram) VALUES ('optimize')"))
    if write_anew(db.engine):
        _flag().unlink(missing_ok=True)


def _flag() -> Path:
    """Stands as long as there is something to do, whichever process does it."""
    return Path(str(current_app.config["INSTANCE"])) / "erased"
