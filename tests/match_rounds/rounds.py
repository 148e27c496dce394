"""A match round, for tests to be about."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from community.accounts import queries as accounts
from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.libraries.models import Library
from community.match_rounds import choosing, making, planning, publishing, queries
from community.match_rounds.making import Draft
from community.match_rounds.models import MatchRound, Participant, Population
from community.preferences.models import Preference
from community.solves import running
from community.topics.models import Theme
from tests.factories import a_gathering, a_librarian, a_member, saved

A_WEEK = timedelta(days=7)


def soon(library: Library, title: str, capacity: int = 2, **fields: object) -> Gathering:
    """In a month; sign-up opens in two weeks."""
    given = {
        "starts_at": now() + 4 * A_WEEK,
        "sign_up_opens_at": now() + 2 * A_WEEK,
        "capacity": capacity,
        **fields,
    }
    return a_gathering(title, library=library, **given)


def who_may_be_asked(library: Library, *names: str, **fields: object) -> list[Person]:
    people = [a_member(library=library, name=name, **fields) for name in names]
    with transaction() as tx:
        for person in people:
            membership = accounts.get_membership(tx, library.id, person.id)
            membership.may_invite_since = now()
    return people


def likes(person: Person, library: Library) -> Theme:
    """The first of the public themes, which this person likes from now on."""
    theme = session().scalars(select(Theme).order_by(Theme.position).limit(1)).one()
    with transaction() as tx:
        said = Preference(library_id=library.id, person_id=person.id, revised_at=now())
        said.themes = [tx.get_one(Theme, theme.id)]
        tx.add(said)
    return theme


def about(theme: Theme, *gatherings: Gathering) -> None:
    with transaction() as tx:
        for each in gatherings:
            tx.get_one(Gathering, each.id).themes = [tx.get_one(Theme, theme.id)]


def a_draft(*gatherings: Gathering, **fields: object) -> Draft:
    given = {
        "name": "Winteravonden",
        "closes_at": now() + A_WEEK,
        "population": Population.EVERYBODY,
        **fields,
    }
    return Draft(gatherings=[each.id for each in gatherings], **given)


def a_round(library: Library, *gatherings: Gathering, **fields: object) -> MatchRound:
    by = a_librarian(library)
    with transaction() as tx:
        return making.make(tx, library.id, a_draft(*gatherings, **fields), by_id=by.id, now=now())


def the(made: MatchRound, person: Person) -> Participant:
    session().rollback()
    rows = queries.list_participants(session(), made.library_id, made.id)
    return next(each for each in rows if each.person_id == person.id)


def chose(
    made: MatchRound, person: Person, *wishes: Gathering, cannot: tuple[Gathering, ...] = (),
    surprise: bool = False, at: datetime | None = None,
) -> Participant:  # fmt: skip
    said = {each.id: place for place, each in enumerate(wishes, start=1)}
    said |= {each.id: choosing.CANNOT for each in cannot}
    number = the(made, person).id
    with transaction() as tx:
        return choosing.choose(
            tx, made.library_id, made.id, number, said, surprise=surprise, now=at or now()
        )


def planned(made: MatchRound, by: Person | None = None) -> MatchRound:
    """Asked for, and worked out by the engine itself."""
    by_id = by.id if by else made.made_by_id
    with transaction() as tx:
        planning.ask_for_plan(tx, made.library_id, made.id, by_id=by_id, now=now())
    assert running.go_on()
    session().rollback()
    return queries.get(session(), made.library_id, made.id)


def published(made: MatchRound) -> MatchRound:
    with transaction() as tx:
        return publishing.publish(tx, made.library_id, made.id, now=now())


def places(made: MatchRound) -> dict[str, str | None]:
    """Per first name the title of where she is placed."""
    session().rollback()
    rows = queries.list_participants(session(), made.library_id, made.id)
    return {
        each.person.first_name: each.gathering.title if each.gathering else None for each in rows
    }


def a_wisher(library: Library, by: Person) -> Participant:
    """Somebody who was asked, and can still choose."""
    asked = Participant(
        library_id=library.id,
        round_id=saved(
            MatchRound(
                library_id=library.id,
                name="Winteravonden",
                closes_at=now() + A_WEEK,
                population=Population.EVERYBODY,
                seed=1,
                made_by_id=by.id,
                made_at=now(),
            )
        ).id,
        person_id=by.id,
    )
    return saved(asked)
