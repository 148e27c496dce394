"""Two at the same moment, on both databases, with real threads."""

from __future__ import annotations

from community.accounts.models import Person
from community.clock import now
from community.db import transaction
from community.introductions import services
from community.introductions.models import Introduction, Means, Side, State
from community.register.models import Entry
from tests.gatherings.crowd import rush
from tests.introductions.meeting import a_neighbour, an_introduction, owed, the
from tests.register.entries import a_request, an_entry, count


def test_two_who_ask_each_other_at_once_have_one_introduction(app):
    noor = a_neighbour()
    offer = an_entry()
    request = a_request(person=noor)
    karim_id = offer.person_id

    def ask(entry_id: int, person_id: int, once: str):
        def act():
            with transaction() as tx:
                entry = tx.get_one(Entry, entry_id)
                services.ask(tx, entry.library_id, person_id, entry, "Hoi", shares=(), once=once,
                             now=now())  # fmt: skip

        return act

    acts = [ask(offer.id, noor.id, "a" * 32), ask(request.id, karim_id, "b" * 32)] * 4
    assert rush(app, acts, in_flight=8) == []
    assert count(Introduction) == 1


def test_two_who_say_yes_at_once_agree_once(app):
    found = an_introduction()

    def say_yes(side: Side):
        def act():
            with transaction() as tx:
                services.say_yes(tx, found.library_id, found.id, side, shares=(), by=Means.PAGE,
                                 now=now())  # fmt: skip

        return act

    assert rush(app, [say_yes(side) for side in Side] * 4, in_flight=8) == []
    assert the(found.id).state is State.AGREED
    assert len(owed("agreed")) == 2
    assert count(Person) == 2
