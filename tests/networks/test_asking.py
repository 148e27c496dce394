"""Requests for support: one question, two sides, and nobody in between."""

from __future__ import annotations

from secrets import token_hex

import pytest

from community.accounts import people
from community.accounts.models import Role
from community.clock import now
from community.db import session
from community.errors import NotFound
from community.networks import asking, consents, request_queries
from community.networks.asking import NotYours, Settled
from community.networks.consents import NoConsent
from community.networks.models import RequestState, Side, SupportRequest
from community.outbox import letters
from tests.factories import a_librarian, a_member, a_network, an_adviser
from tests.gatherings.crowd import rush
from tests.networks.making import (
    QUESTION,
    a_library_in,
    a_request,
    do,
    of_library,
    of_network,
    owed,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def library(network):
    return a_library_in(network)


@pytest.fixture
def ada(network):
    return an_adviser(network)


@pytest.fixture
def bas(library):
    return a_librarian(library)


@pytest.fixture
def asked(library, ada, bas):
    return a_request(library, bas)


def write(hand, asked, text="Goede vraag.", seen=0, once=None):
    return do(asking.write, hand, asked.id, text, once=once or token_hex(16), seen=seen)


def again(asked):
    session().rollback()
    return session().get_one(SupportRequest, asked.id, populate_existing=True)


def unread(asked):
    """New to the library, and to the adviser."""
    session().rollback()
    (mine,) = request_queries.list_of_library(session(), asked.library_id)
    theirs = request_queries.list_of_network(session(), asked.network_id)
    return mine.unread, theirs[0].unread if theirs else None


def test_a_question_reaches_every_adviser_once(library, ada, bas):
    once = token_hex(16)
    first, second = (
        do(asking.ask, library.id, bas.id, QUESTION, once=once, now=now()) for _ in range(2)
    )
    assert first.id == second.id
    (mail,) = owed()
    letter = letters.render(session(), mail)
    assert (mail.person_id, mail.library_id) == (ada.id, None)
    assert letter.subject == "Bibliotheek Vechtdal vraagt om ondersteuning: intervisie"
    assert f"/netwerk/overijssel/vragen/{first.id}" in letter.text
    assert "team" not in letter.text, "a mail cannot be withdrawn, so it repeats nothing"


def test_without_consent_nothing_is_asked_and_nothing_said(network, library, bas, asked):
    do(consents.withdraw, library.id, bas.id, now=now())
    with pytest.raises(NoConsent):
        do(asking.ask, library.id, bas.id, QUESTION, once=token_hex(16), now=now())
    with pytest.raises(NoConsent):
        write(of_library(library, bas), asked)
    # The library keeps its own side, and may let it rest.
    assert len(request_queries.get(session(), Side.LIBRARY, library.id, asked.id).messages) == 1
    do(asking.move, of_library(library, bas), asked.id, RequestState.WITHDRAWN)


def test_consent_that_is_withdrawn_takes_the_request_from_the_adviser_at_once(
    network, library, ada, bas, asked
):
    hand = of_network(network, ada)
    do(consents.withdraw, library.id, bas.id, now=now())
    acts = [
        lambda: write(hand, asked),
        lambda: do(asking.note_read, hand, asked.id, 10**6),
        lambda: do(asking.move, hand, asked.id, RequestState.TAKEN_UP),
        lambda: request_queries.get(session(), Side.NETWORK, network.id, asked.id),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert request_queries.list_of_network(session(), network.id) == []
    (mail,) = owed()
    assert letters.render(session(), mail) is None
    # Given anew, it is there again, and news is news again.
    do(consents.give, library.id, bas.id, now=now())
    write(of_library(library, bas), asked, "Ben je er nog?")
    assert unread(asked) == (0, 2)
    assert len(owed()) == 2
    write(hand, asked, "Ja hoor.")


def test_another_network_and_another_library_have_no_such_request(asked, ada):
    other = a_network("drenthe")
    neighbour = a_library_in(other, "salland")
    for hand in (
        of_network(other, an_adviser(other)),
        of_library(neighbour, a_librarian(neighbour)),
    ):
        with pytest.raises(NotFound):
            write(hand, asked)
        with pytest.raises(NotFound):
            do(asking.move, hand, asked.id, RequestState.DONE)


def test_one_mail_until_somebody_has_read(network, library, ada, bas, asked):
    for text in ("Nog iets.", "En nog iets."):
        write(of_library(library, bas), asked, text)
    assert len(owed()) == 1
    assert unread(asked) == (0, 3)
    # Reading is said, not guessed: it takes what stood on the page, and no more.
    first = again(asked).messages[0].id
    do(asking.note_read, of_network(network, ada), asked.id, first)
    assert unread(asked) == (0, 2)
    do(asking.note_read, of_network(network, ada), asked.id, 10**6)
    do(asking.note_read, of_network(network, ada), asked.id, first)
    assert unread(asked) == (0, 0)
    assert letters.render(session(), owed()[0]) is None, "it is no news any more"
    write(of_library(library, bas), asked, "Weer iets.")
    assert len(owed()) == 2


def test_an_answer_reaches_who_wrote_and_still_works_there(network, library, ada, bas, asked):
    manager = a_member(Role.MANAGER, library, "Joke")
    asked_id = asked.id
    write(of_network(network, ada), asked, seen=asked_id)
    to_bas = owed()[-1]
    assert (to_bas.person_id, to_bas.library_id) == (bas.id, library.id)
    assert "Bas" in letters.render(session(), to_bas).text
    do(people.set_role, library.id, bas.id, Role.RESIDENT)
    assert letters.render(session(), to_bas) is None
    write(of_network(network, ada), asked, "Zal ik bellen?")
    assert owed()[-1].person_id == manager.id


def test_the_same_form_sent_twice_says_it_once(library, bas, asked):
    once = token_hex(16)
    for _ in range(2):
        write(of_library(library, bas), asked, once=once)
    assert len(again(asked).messages) == 2


def test_states_go_one_way_and_each_side_says_its_own(network, library, ada, bas, asked):
    adviser, librarian = of_network(network, ada), of_library(library, bas)
    with pytest.raises(NotYours):
        do(asking.move, librarian, asked.id, RequestState.TAKEN_UP)
    with pytest.raises(NotYours):
        do(asking.move, adviser, asked.id, RequestState.WITHDRAWN)
    for _ in range(2):
        do(asking.move, adviser, asked.id, RequestState.TAKEN_UP)
    assert (again(asked).taken_up_by_id, len(again(asked).messages)) == (ada.id, 2)
    do(asking.move, librarian, asked.id, RequestState.DONE)
    with pytest.raises(Settled):
        do(asking.move, adviser, asked.id, RequestState.TAKEN_UP)
    with pytest.raises(Settled):
        write(adviser, asked)
    assert unread(asked) == (1, 2)


def test_of_two_advisers_who_take_it_up_at_once_the_first_has_it(app, network, ada, asked):
    advisers = [ada, *(an_adviser(network, f"A{n}") for n in range(3))]
    hands = [of_network(network, each) for each in advisers]
    acts = [
        lambda hand=hand: do(asking.move, hand, asked.id, RequestState.TAKEN_UP) for hand in hands
    ]
    assert rush(app, acts) == []
    taken = again(asked)
    assert [each.written_by_id for each in taken.messages if each.became] == [taken.taken_up_by_id]


def test_withdrawing_and_taking_up_at_once_end_in_one_state(app, network, library, ada, bas, asked):
    acts = [
        lambda: do(asking.move, of_network(network, ada), asked.id, RequestState.TAKEN_UP),
        lambda: do(asking.move, of_library(library, bas), asked.id, RequestState.WITHDRAWN),
    ]
    wrong = rush(app, acts)
    assert all(isinstance(each, Settled) for each in wrong)
    assert again(asked).state is RequestState.WITHDRAWN
