"""After an erasure: what lies in files, which no transaction reaches.

Mails in a folder and files that were made for the desk go at once. The database file is written
anew by the clock, as that takes everybody's turn to write for a while.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from community.accounts.models import Person
from community.db import db, transaction, write_anew
from community.exports import making
from community.outbox import laid_down
from community.rights import erasures


@dataclass(frozen=True, slots=True)
class Gone:
    """By what somebody is found in a file; read before they are erased, and kept nowhere."""

    words: Collection[str]
    library_ids: Collection[int]


def of(person: Person) -> Gone:
    full = person.full_name if person.surname else ""
    words = [word for word in (person.email or "", person.phone, full) if word]
    return Gone(words, [member.library_id for member in person.memberships])


def at_once(gone: Gone) -> None:
    """Once they are erased: the list, and the files. The clock does what a crash leaves undone."""
    _flag().touch()
    erasures.complete()
    laid_down.wipe(str(current_app.config["MAIL_URL"]), gone.words)
    making.wipe_of(gone.library_ids)


def by_the_clock(_now: datetime) -> None:
    """Complete the list; and when somebody was erased since, write the database anew."""
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
