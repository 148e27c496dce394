"""Entries of the register, for tests to be about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.libraries.models import Library
from community.outbox.models import OutboxMail
from community.register import finding
from community.register.models import LASTS, Direction, Entry, EntryState
from community.register.writing import Said
from tests.factories import a_member, a_theme, saved, the_library


def an_entry(
    title: str = "Ik leer je fietsen maken",
    direction: Direction = Direction.OFFER,
    *,
    library: Library | None = None,
    person: Person | None = None,
    themes: tuple[str, ...] = (),
    **fields: Any,
) -> Entry:
    """An open offer for who is signed in, found by its words, unless the test says otherwise."""
    of = library or the_library()
    who = person or a_member(library=of, name="Karim")
    themed = [a_theme(slug) for slug in themes]
    entry = saved(row_of(of.id, who.id, title, direction, themes=themed, **fields))
    with transaction() as tx:
        finding.lay_out(tx, tx.get_one(Entry, entry.id))
    return entry


def row_of(
    library_id: int, person_id: int, title: str, direction: Direction, **fields: Any
) -> Entry:
    made = now()
    given = {
        "state": EntryState.OPEN,
        "opened_at": made,
        "expires_at": made + LASTS,
        "age_said_at": made,
        "created_at": made,
        "revised_at": made,
        **fields,
    }
    return Entry(
        library_id=library_id, person_id=person_id, title=title, direction=direction, **given
    )


def a_request(title: str = "Wie leert mij breien?", **fields: Any) -> Entry:
    return an_entry(title, Direction.REQUEST, **fields)


def said(title: str = "Ik leer je fietsen maken", *themes: str, **fields: Any) -> Said:
    return Said(title=title, theme_ids=frozenset(a_theme(slug).id for slug in themes), **fields)


def do(verb: Any, *args: Any, **kwargs: Any) -> Any:
    """One act in a transaction of its own."""
    with transaction() as tx:
        return verb(tx, *args, **kwargs)


def the(entry: Entry) -> Entry:
    """As it stands now."""
    session().rollback()
    return session().get_one(Entry, entry.id, populate_existing=True)


def owed(news: str) -> list[OutboxMail]:
    session().rollback()
    mails = select(OutboxMail).where(OutboxMail.template == f"register/{news}")
    return list(session().scalars(mails.order_by(OutboxMail.id)))


def count(table: Any) -> int:
    session().rollback()
    return session().scalars(select(func.count()).select_from(table)).one()


DAY = timedelta(days=1)
