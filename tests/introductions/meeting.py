"""Two people with something for each other, for tests to be about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import db, session
from community.introductions import queries, services
from community.introductions.models import Introduction, Means, Outcome, Share, Side
from community.libraries.models import Library
from community.outbox.models import OutboxMail
from community.register.models import Entry
from tests.factories import a_librarian, a_member, the_library
from tests.register.entries import a_request, an_entry, do

BOTH = (Share.MAIL, Share.PHONE)


def a_neighbour(name: str = "Noor", **fields: Any) -> Person:
    return a_member(name=name, **{"phone": "0612345678", "surname": "de Vries", **fields})


def asked(
    entry: Entry,
    by: Person,
    text: str = "Mag ik meekijken?",
    *,
    once: str = "a" * 32,
    shares: Any = BOTH,
    at: Any = None,
) -> Introduction:
    party = do(
        services.ask, entry.library_id, by.id, entry, text,
        shares=shares, once=once, now=at or now(),
    )  # fmt: skip
    return the(party.introduction_id)


def an_introduction(*, library: Library | None = None, **fields: Any) -> Introduction:
    """Noor asked Karim, who offers to mend bicycles, to meet."""
    of = library or the_library()
    by = a_member(library=of, name="Noor", phone="0612345678", surname="de Vries")
    return asked(an_entry(library=of), by, **fields)


def introduced(*, library: Library | None = None) -> Introduction:
    """A librarian brought an offer and a request together."""
    of = library or the_library()
    by, offer, request = a_librarian(of), an_entry(library=of), a_request(library=of)
    made = do(services.introduce, of.id, offer, request, reasons=[], by_id=by.id, now=now())
    return the(made.id)


def yes(found: Introduction, side: Side = Side.GIVER, *, shares: Any = BOTH, at: Any = None):
    do(services.say_yes, found.library_id, found.id, side, shares=shares, by=Means.PAGE,
       now=at or now())  # fmt: skip
    return the(found.id)


def agreed(**fields: Any) -> Introduction:
    return yes(an_introduction(**fields))


def no(found: Introduction, side: Side = Side.GIVER) -> Introduction:
    do(services.say_no, found.library_id, found.id, side, now=now())
    return the(found.id)


def told(
    found: Introduction, side: Side, outcome: Outcome = Outcome.HELPED, *, met: bool = True
) -> Introduction:
    do(services.tell_outcome, found.library_id, found.id, side, outcome, met=met, now=now())
    return the(found.id)


def the(introduction_id: int) -> Introduction:
    """As it stands now, by eyes of its own: what a test holds in its hands stays as it was."""
    with Session(db.engine) as fresh:
        asked_of = select(Introduction.library_id).where(Introduction.id == introduction_id)
        found = queries.get(fresh, fresh.scalars(asked_of).one(), introduction_id)
        assert all(party.introduction is found for party in found.parties)
        for entry in found.entries:  # Whether it is sensitive is asked of these.
            assert entry.themes is not None
            assert entry.terms is not None
        fresh.expunge_all()
    return found


def owed(what: str) -> list[OutboxMail]:
    session().rollback()
    mails = select(OutboxMail).where(OutboxMail.template == f"introductions/{what}")
    return list(session().scalars(mails.order_by(OutboxMail.id)))


def rows(verb: Verb = Verb.INTRODUCTION_MET) -> list[Activity]:
    session().rollback()
    return list(session().scalars(select(Activity).where(Activity.verb == verb)))
