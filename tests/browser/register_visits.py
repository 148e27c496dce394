"""The pages of what people offer and ask: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.findings import queries as findings
from community.register import queries, seeing
from community.register.models import Direction, Entry, EntryState, SeenBy
from tests.browser import moderation_visits
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit
from tests.browser.visits import the_person

VISITS = [
    *moderation_visits.VISITS,
    Visit("entries_desk.index", LIBRARIAN),
    Visit("entries_desk.index", LIBRARIAN, query="wat=wacht", language="en"),
    Visit("entries_desk.show", LIBRARIAN),
    Visit("entries_desk.write", LIBRARIAN),
    Visit("entry_links.show"),
    Visit("entry_writing.ask", RESIDENT, query="zin=Wie+helpt+mij+met+schulden"),
    Visit("entry_writing.look_in_your_mail"),
    Visit("entry_writing.offer"),
    Visit("entry_writing.offer", query="zin=Ik+leer+je+fietsen+maken"),
    Visit("entry_writing.offer", query="zin=Ik+leer+je+fietsen+maken", language="en"),
    Visit("findings.index"),
    Visit("findings.index", language="en"),
    Visit("findings.index", query="q=soep"),
    Visit("findings.sheet"),
    Visit("findings.show"),
    Visit("own_entries.edit", RESIDENT),
    Visit("own_entries.show", RESIDENT),
    Visit("register.index"),
    Visit("register.index", language="en"),
    Visit("register.index", query="q=zweefvliegen"),
    Visit("register.index", RESIDENT, query="q=brief+van+de+belasting"),
    Visit("register.index", RESIDENT, query="soort=vragen"),
    Visit("register.show"),
    Visit("register.show", LIBRARIAN, language="en"),
]


def known(library_id: int, visit: Visit) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {
        "entry_id": lambda: the_entry(library_id, visit).id,
        "kind": lambda: "aanbod",
        "harvest_id": lambda: _the_harvest(library_id),
        **moderation_visits.known(library_id, visit),
    }


def the_entry(library_id: int, visit: Visit) -> Entry:
    """An open offer that everybody reads; for the resident one of her own."""
    offers = select(Entry).where(
        Entry.library_id == library_id,
        Entry.direction == Direction.OFFER,
        Entry.state == EntryState.OPEN,
        Entry.id.not_in(seeing.sensitive()),
    )
    mine = Entry.person_id == the_person("bewoner@example.org").id
    found = offers.where(mine if visit.who == RESIDENT else Entry.seen_by == SeenBy.EVERYONE)
    return session().scalars(found.order_by(Entry.id).limit(1)).one()


def token(library_id: int, visit: Visit, key: str) -> str:
    return queries.token_of(the_entry(library_id, visit), key=key)


def _the_harvest(library_id: int) -> int:
    """The latest that everybody reads."""
    return findings.list_for_feed(session(), library_id)[0].id
