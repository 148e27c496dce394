"""Partners at a gathering: who makes it with us, what they bring, and what the log keeps of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings import closing
from community.partners import joining, queries
from community.partners.joining import Brought
from community.partners.models import Partnership, PartnerState
from tests.factories import a_gathering, a_library
from tests.partners.making import a_gathering_that_was, a_partner, joined

pytestmark = pytest.mark.usefixtures("app")


def log(verb: Verb = Verb.PARTNER_JOINED) -> list[Activity]:
    session().rollback()
    rows = select(Activity).where(Activity.verb == verb).order_by(Activity.id)
    return list(session().scalars(rows))


def test_a_partner_that_joins_is_in_the_log_with_what_it_brings():
    gathering, partner = a_gathering(), a_partner(kvk="01234567")
    joined(gathering, partner, minutes=90, room=True, cents=15000, part="gaf de workshop")
    (row,) = log()
    assert (row.gathering_id, row.partner_id, row.quantity) == (gathering.id, partner.id, 1)
    assert row.details == {
        "hours": 1.5, "room": True, "money": 15000,
        "sector": "welfare", "organisation": "kvk 01234567",
    }  # fmt: skip


def test_joining_twice_with_the_same_changes_nothing():
    gathering, partner = a_gathering(), a_partner()
    first, again = (joined(gathering, partner, minutes=60) for _ in range(2))
    assert first.id == again.id
    assert len(log()) == 1


def test_other_amounts_are_a_row_that_corrects_the_first_and_are_asked_again():
    gathering, partner = a_gathering(), a_partner()
    row = joined(gathering, partner, minutes=60)
    with transaction() as tx:
        stands = tx.get_one(Partnership, row.id)
        stands.confirmed_at = stands.listed_at = now()
    changed = joined(gathering, partner, minutes=120)
    first, second = log()
    assert second.corrects_id == first.id
    assert (changed.confirmed_at, changed.listed_at) == (None, None)


def test_other_words_about_its_part_leave_the_confirmation_as_it_was():
    gathering, partner = a_gathering(), a_partner()
    row = joined(gathering, partner, minutes=60)
    with transaction() as tx:
        tx.get_one(Partnership, row.id).confirmed_at = now()
    assert joined(gathering, partner, minutes=60, part="schonk thee").confirmed_at
    assert len(log()) == 1


def test_a_partner_taken_off_leaves_a_row_that_takes_the_first_back():
    gathering, partner = a_gathering(), a_partner()
    joined(gathering, partner)
    for _ in range(2):
        with transaction() as tx:
            joining.leave(tx, gathering.library_id, gathering.id, partner.id, now=now())
    first, second = log()
    assert (second.corrects_id, second.quantity) == (first.id, 0)
    assert queries.list_at(session(), gathering.id) == []


def test_several_partners_make_one_gathering_and_its_closing_says_so():
    gathering = a_gathering_that_was()
    for name in ("GGD", "De Brug"):
        joined(gathering, a_partner(name), minutes=60)
    with transaction() as tx:
        closing.close(tx, gathering.library_id, gathering.id, 12, estimated=False, now=now())
    (row,) = log(Verb.GATHERING_CLOSED)
    partners = queries.list_at(session(), gathering.id)
    assert [one["partner_id"] for one in row.details["partners"]] == [
        one.partner_id for one in partners
    ]
    assert row.details["partners"][0]["hours"] == 1


def test_another_librarys_partner_or_gathering_does_not_exist():
    here, there = a_gathering(), a_library("zuidpolder")
    with pytest.raises(NotFound):
        joined(here, a_partner(library=there))
    partner = a_partner(library=there)
    with pytest.raises(NotFound), transaction() as tx:
        joining.join(tx, there.id, here.id, partner.id, Brought(), now=now())


def test_the_next_time_the_same_partners_are_there_again():
    earlier = a_gathering_that_was("Taalcafé", days_ago=30)
    a_gathering_that_was("Taalcafé", days_ago=3)  # That one the library made alone.
    later = a_gathering("Taalcafé")
    kept, resting = a_partner("GGD"), a_partner("De Brug")
    joined(earlier, kept, minutes=90, part="geeft les")
    joined(earlier, resting)
    with transaction() as tx:
        tx.merge(resting).state = PartnerState.RESTING
    for expected in (1, 0):
        with transaction() as tx:
            again = joining.join_again(tx, later.library_id, later.id, now=now())
        assert len(again) == expected
    (row,) = queries.list_at(session(), later.id)
    assert (row.partner.name, row.minutes, row.part) == ("GGD", 90, "geeft les")
    assert row.confirmed_at is None


def test_a_draft_that_is_thrown_away_takes_its_partners_along():
    gathering, partner = a_gathering(), a_partner()
    joined(gathering, partner)
    with transaction() as tx:
        tx.delete(tx.get_one(type(gathering), gathering.id))
    assert session().scalars(select(Partnership)).all() == []
