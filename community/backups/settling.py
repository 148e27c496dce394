"""After an older copy was put back: what the world outside did meanwhile, and we no longer know.

In the transaction that puts it back, so that nobody ever sees the one without the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from community.accounts.models import SignedIn, SignInLink
from community.backups import restoring, tables
from community.db import Base, after_commit, changed_rows, table_of
from community.exports import making
from community.exports.models import Export
from community.exports.models import State as ExportState
from community.gatherings.models import Gathering, SignUp
from community.networks.offer_models import Offer, OfferSignUp
from community.outbox import states
from community.rights import erasing
from community.rights.erasures import Erasure

#: Each with what is added to its SEQUENCE.
IN_CALENDARS = ((Gathering, SignUp), (Offer, OfferSignUp))

#: More than one change a second of one thing, or new row of one table, nobody makes for long; and
#: at a rush so many at once.
AT_LEAST = 10_000


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done, to tell the operator."""

    mails: int
    browsers: int
    erased: int
    files: int


def settle(
    session: Session, made_at: datetime, listed: Sequence[Erasure], now: datetime
) -> Settled:
    """What was owed waits for a librarian, who is signed in comes in anew, who was erased is again,
    and no number or SEQUENCE is given that may have been given since the copy was made."""
    lost = AT_LEAST + max(0, int((now - made_at).total_seconds()))
    for thing, signed_up in IN_CALENDARS:
        _raise_floor(session, lost, thing, signed_up)
    _skip_numbers(session, lost)
    changed_rows(session, delete(SignInLink))
    return Settled(
        mails=states.set_aside(session),
        browsers=changed_rows(session, delete(SignedIn)),
        erased=erasing.again(session, listed, now=now),
        files=_miss_files(session),
    )


def _raise_floor(
    session: Session, lost: int, *models: type[Gathering | SignUp | Offer | OfferSignUp]
) -> None:
    kept = [table_of(model) for model in models]
    tops = [
        session.scalar(select(func.max(top))) or 0
        for table in kept
        for top in (table.c.sequence, table.c.sequence_floor)
    ]
    for table in kept:
        changed_rows(session, update(table).values(sequence_floor=sum(tops) + lost))


def _skip_numbers(session: Session, lost: int) -> None:
    """What the log, calendars and mails name by its plain number."""
    connection = session.connection()
    found = tables.read_all(connection)
    known = tables.last_numbers(connection, found)
    once = {name for name, table in Base.metadata.tables.items() if _gives_once(table)}
    for table in found:
        if table.name in once:
            restoring.raise_number(connection, table, known.get(table.name, 0) + lost)


def _gives_once(table: SqlTable) -> bool:
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def _miss_files(session: Session) -> int:
    """Files that were asked for are no part of a copy: they can be made anew. Who is erased again
    may be in one, also in one that was made since."""
    after_commit(session, making.wipe_all)
    ready = update(Export).where(Export.state == ExportState.READY)
    return changed_rows(session, ready.values(state=ExportState.WIPED))
