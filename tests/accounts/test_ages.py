"""Under 16: nothing offered or asked, and brought in touch with nobody. One rule for every room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from community.accounts import ages
from community.accounts.ages import NotOldEnough
from community.accounts.models import Person
from community.clock import local_day, now
from community.db import transaction
from community.errors import NotFound
from community.introductions import seeing
from community.introductions.models import Ending, Side
from community.introductions.services import HasEnded, NotNow
from community.living_books.models import BookState
from community.offer_lists import taking_over
from community.offer_lists.lines import Offered
from community.preferences import services
from community.preferences.services import Said as Prefers
from community.proposals import backing, proposing
from community.proposals.backing import Joined
from community.proposals.models import ProposalBacking, State
from community.proposals.proposing import Said as Proposes
from community.register import states, writing
from community.register.models import Direction, Entry, EntryState, SeenBy
from community.register.writing import Stranger
from community.suggestions import people_queries
from tests.conftest import signed_in
from tests.factories import a_librarian, a_library, a_member, the_library
from tests.introductions import meeting
from tests.living_books import shelf
from tests.proposals import ideas
from tests.register.entries import a_request, an_entry, count, do, said, the
from tests.suggestions.known import somebody

BORN = local_day(now()).year - 12


def mark(person: Person, born: int = BORN) -> None:
    do(ages.mark, the_library().id, person.id, born=born, now=now())


def refused(verb: Callable[..., object], *args: object, **kwargs: object) -> None:
    with pytest.raises(NotOldEnough):
        do(verb, *args, **kwargs)


@pytest.fixture
def tim(app) -> Person:
    """Twelve years old, as a librarian noted."""
    person = somebody("Tim", email="tim@example.org")
    mark(person)
    return person


def test_what_stands_open_is_paused_and_stays_so(app):
    person = a_member(name="Tim")
    open_one, waits = an_entry(person=person), a_request(person=person, state=EntryState.DRAFT)
    mark(person)
    assert the(open_one).state is EntryState.PAUSED
    here = (the_library().id, open_one.id)
    for opens in (states.resume, states.renew):
        refused(opens, *here, now=now())
    refused(states.hand_in, the_library().id, waits.id, now=now())
    with transaction() as tx:
        tx.execute(update(Entry).where(Entry.id == waits.id).values(handed_in_at=now()))
    refused(states.let_through, the_library().id, waits.id, now=now())
    do(ages.unmark, the_library().id, person.id)
    assert do(states.resume, *here, now=now()).state is EntryState.OPEN


@pytest.mark.parametrize("direction", list(Direction))
def test_nothing_is_offered_or_asked_whatever_is_ticked(tim, direction):
    what = (the_library().id, tim.id, direction, said())
    refused(writing.write, *what, is_old_enough=True, now=now())


def test_who_types_the_address_of_a_child_learns_nothing(tim):
    """Neither an error that others do not get, nor a mail to the child."""
    library_id, who = the_library().id, Stranger("Bas", "tim@example.org", "nl")
    yes = {"is_old_enough": True, "now": now()}
    do(writing.ask_by_mail, library_id, Direction.OFFER, said(), who, **yes)
    other = proposing.Stranger("Bas", "tim@example.org", "nl")
    do(proposing.propose_by_mail, library_id, Proposes(title="Schaken"), other, **yes)
    proposal, _ = ideas.a_proposal()
    joined = Joined(bring="Taart", is_old_enough=True)
    do(backing.back_by_mail, library_id, proposal.id, joined, other, now=now())
    assert (count(Entry), count(ProposalBacking)) == (0, 1)


def test_nothing_is_proposed(tim):
    library_id, yes = the_library().id, {"is_old_enough": True, "now": now()}
    refused(proposing.propose, library_id, tim.id, Proposes(title="Schaken"), **yes)
    for state, opens in (
        (State.DRAFT, proposing.states.hand_in),
        (State.WAITING, proposing.states.let_through),
    ):
        typed, _ = ideas.a_proposal(
            f"Schaken {state}", person=tim, state=state, opened_at=None, answer_by=None
        )
        refused(opens, library_id, typed.id, now=now())


def test_who_backs_a_proposal_brings_nothing(tim):
    proposal, _ = ideas.a_proposal()
    here = (the_library().id, proposal.id, tim.id)
    refused(backing.back, *here, Joined(bring="Taart", is_old_enough=True), now=now())
    assert do(backing.back, *here, Joined(), now=now()).bring == ""


def test_what_somebody_brings_is_read_by_nobody_once_they_are_marked(app, session):
    person = a_member(name="Tim")
    brought = ideas.a_backing(ideas.a_proposal()[0], person, bring="Taart")
    mark(person)
    assert session.get_one(ProposalBacking, brought.id, populate_existing=True).seen_from is None
    refused(backing.bring_allowed, the_library().id, brought.id, now=now())


def test_nobody_asks_to_meet_and_nobody_is_asked(tim):
    with pytest.raises(NotOldEnough):
        meeting.asked(an_entry(), tim)
    # As if it was opened meanwhile: the asker does not learn why.
    with pytest.raises(NotNow):
        meeting.asked(an_entry("Schaken", person=tim), a_member(name="Bas"))
    pair = (an_entry("Dammen", person=tim), a_request())
    by_id = a_librarian().id
    refused(meeting.services.introduce, the_library().id, *pair, reasons=[], by_id=by_id, now=now())


def test_what_goes_on_between_two_ends_and_they_cannot_reach_each_other(app):
    found = meeting.agreed()
    mark(found.party(Side.GIVER).person)
    found = meeting.the(found.id)
    assert found.ending is Ending.STOPPED
    assert seeing.contact_of(found.party(Side.ASKER)) is None
    with pytest.raises(HasEnded):
        meeting.yes(found)


def test_nobody_is_a_book(app):
    day, offer = shelf.a_day(), shelf.an_offer()
    book = shelf.asked(day, offer)
    mark(offer.person)
    assert shelf.the(book.id).state is BookState.REMOVED
    with pytest.raises(NotOldEnough):
        shelf.answered(book, by=shelf.Means.DESK)
    with pytest.raises(NotOldEnough):
        shelf.asked(shelf.a_day(), offer)


def test_nobody_is_suggested_to_a_librarian(tim, session):
    noor = somebody("Noor")
    found = people_queries.invitable(the_library().id, now=now())
    assert session.scalars(found).all() == [noor.id]
    grown = people_queries.invitable(the_library().id, now=now() + timedelta(days=6 * 366))
    assert set(session.scalars(grown)) == {noor.id, tim.id}


def test_companions_are_not_remembered(tim, session):
    library_id, said_yes = the_library().id, Prefers(remembered_words="Ja, onthoud het.")
    refused(services.keep, library_id, tim.id, said_yes, now=now())
    bas = somebody("Bas", remembered_words="Ja, onthoud het.")
    mark(bas)
    kept = services.queries.get(session, library_id, bas.id)
    assert (kept.remembered_since, kept.remembered_words) == (None, "")


def test_it_is_said_once_for_every_room_and_not_by_a_stranger(app, session):
    noor, library_id = a_member(name="Noor", email="noor@example.org"), the_library().id
    who = Stranger("Noor", "noor@example.org", "nl")
    offer = (library_id, Direction.OFFER, said(), who)
    do(writing.ask_by_mail, *offer, is_old_enough=True, now=now())
    assert not ages.said_age(session, noor.id)
    (entry,) = session.scalars(select(Entry)).all()
    do(writing.confirm, library_id, entry.id, now=now())
    assert ages.said_age(session, noor.id)
    once = {"is_old_enough": False, "now": now()}
    assert do(proposing.propose, library_id, noor.id, Proposes(title="Schaken"), **once)


def test_the_mark_falls_away_and_then_it_can_be_said(tim, session):
    assert tim.id
    assert ages.until_of(2013) == date(2030, 1, 1)
    session.rollback()
    grown = now() + timedelta(days=6 * 366)
    do(ages.say, tim.id, now=grown)
    known = session.get_one(Person, tim.id, populate_existing=True)
    assert (known.under_age_until, known.age_said_at) == (None, grown)
    mark(tim)
    session.rollback()
    assert session.get_one(Person, tim.id, populate_existing=True).age_said_at is None


def test_the_database_holds_nobody_to_be_both(tim):
    with pytest.raises(IntegrityError), transaction() as tx:
        tx.execute(update(Person).where(Person.id == tim.id).values(age_said_at=now()))


def test_a_librarian_marks_who_is_known_here_and_the_person_sees_it(app, session):
    tim, sofie = a_member(name="Tim"), a_librarian(name="Sofie")
    desk = signed_in(app, sofie)
    address = f"/{the_library().slug}/beheer/leeftijd/{tim.id}"
    for wrong in ("", "x", "99999", str(BORN - 10), str(BORN + 99)):
        assert desk.post(address, data={"born": wrong}).status_code == 422
    assert desk.post(address, data={"born": BORN}).status_code == 303
    assert "Toch niet jonger dan 16" in desk.get(address).text
    assert "Jonger dan 16" in signed_in(app, tim).get("/mijn/gegevens").text
    assert desk.post(f"{address}/toch-niet").status_code == 303
    session.rollback()
    assert session.get_one(Person, tim.id, populate_existing=True).under_age_until is None
    with pytest.raises(NotFound):
        do(ages.mark, the_library().id, a_member(library=a_library("oost")).id, born=BORN,
           now=now())  # fmt: skip


def test_who_is_under_16_is_left_out_of_a_list_that_somebody_brings(tim):
    lines = [
        Offered(
            number=number, email=f"{name}@example.org", first_name=name,
            title="Ik repareer fietsen", text="", forms=frozenset(), theme_ids=frozenset(),
            tongues=frozenset(), seen_by=SeenBy.SIGNED_IN,
        )
        for number, name in enumerate(("tim", "els"))
    ]  # fmt: skip
    brought = taking_over.Brought("Vrijwilligers", was_agreed=True, by_id=None)
    with transaction() as tx:
        ready = taking_over.prepare(tx, the_library().id, lines)
        done = taking_over.take_over(tx, the_library().id, brought, ready, lines=2, now=now())
    assert (done.added, done.too_young, done.same) == (1, 1, 0)
