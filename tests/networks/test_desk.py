"""The adviser's desk: what is seen of whom, and that nothing is read of libraries that say no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from community.clock import now
from community.db import db, session, transaction
from community.errors import NotFound
from community.gatherings.models import GatheringStatus
from community.libraries.models import Library
from community.meetlat.engine.standard import standard
from community.networks import consents, desk_queries
from community.networks.glance import Asked, Glance, Order, in_order
from community.networks.models import Block, Support
from tests.factories import a_gathering, a_librarian, a_member, a_network, an_adviser
from tests.networks.making import a_consent, a_library_in, a_request, do
from tests.networks.results import BEFORE, a_result, a_self_assessment, frozen, stands

#: Who is signed in and which network; names, results, requests, rounds, answers.
MOST_STATEMENTS = 8


@pytest.fixture
def network(app):
    return a_network()


def read(network):
    session().rollback()
    return desk_queries.read(session(), network.id)


def bars_of(library, network):
    session().rollback()
    return desk_queries.get(session(), network.id, library.slug).bars


def test_a_library_is_seen_as_long_as_it_allows_it_and_else_only_named(network):
    seen, unseen = a_library_in(network), a_library_in(network, "salland", consent=False)
    stands(seen)
    stands(unseen)
    a_library_in(a_network("drenthe"), "emmen")
    found = read(network)
    assert [each.slug for each in found.libraries] == ["vechtdal"]
    assert found.without_consent == ["Bibliotheek Salland"]
    do(consents.withdraw, seen.id, a_member(library=seen).id, now=now())
    assert read(network).libraries == []
    for library in (seen, unseen):
        with pytest.raises(NotFound):
            desk_queries.get(session(), network.id, library.slug)


def test_what_was_allowed_to_one_network_is_not_shown_to_the_next(network):
    library, other = a_library_in(network), a_network("drenthe")
    with transaction() as tx:
        tx.get_one(Library, library.id).network_id = other.id
    for each in (network, other):
        assert read(each).libraries == []
    assert read(other).without_consent == ["Bibliotheek Vechtdal"]


def test_a_library_of_another_network_does_not_exist(network):
    library = a_library_in(a_network("drenthe"), "emmen")
    with pytest.raises(NotFound):
        desk_queries.get(session(), network.id, library.slug)


@pytest.mark.parametrize(
    ("then", "now_at", "told"),
    [(3.6, 3.2, -0.4), (3.2, 3.5, 0.3), (3.2, 3.45, None), (None, 3.2, None), (3.2, None, None)],
)
def test_a_change_is_told_when_it_is_large_and_both_are_sure(network, then, now_at, told):
    library = a_library_in(network)
    frozen(library, a_result(then, until=BEFORE))
    stands(library, a_result(now_at))
    ontmoeting, samenwerking = bars_of(library, network)
    assert ontmoeting.change == told
    assert samenwerking.change is None


def test_a_change_of_what_was_not_sure_is_not_told(network):
    """C: O1 to O3 and O8 could not be measured, 60 % of the weight could."""
    library = a_library_in(network)
    unsure = dict.fromkeys(("O2", "O3", "O8"))
    frozen(library, a_result(3.6, until=BEFORE, levels=unsure))
    stands(library, a_result(2.6))
    (ontmoeting, _) = bars_of(library, network)
    assert ontmoeting.change is None


def test_it_is_held_against_the_meting_before_and_not_against_its_own(network):
    library = a_library_in(network)
    frozen(library, a_result(2.0, until=BEFORE - timedelta(days=92)))
    frozen(library, a_result(3.6, until=BEFORE))
    frozen(library, a_result(3.2))
    stands(library, a_result(3.2))
    assert bars_of(library, network)[0].moved.before == pytest.approx(3.6)


def test_the_blocks_are_what_colleagues_said_and_was_looked_at(network):
    library, other = a_library_in(network), a_library_in(network, "salland")
    a_self_assessment(library, 2)
    a_self_assessment(library, 4)
    a_self_assessment(library, 5, seen=False)
    a_self_assessment(other, 3, people=2)
    stands(library, a_result(3.2, 2.0))
    first, second = read(network).libraries
    scores = {each.key: each.score for each in first.blocks}
    # Half of it from the log, for the one that has such a half.
    assert scores.pop("communicatie") == pytest.approx(3.0)
    assert set(scores.values()) == {4.0}
    assert not first.provisional
    # Two people are too few to say it of.
    assert {each.score for each in second.blocks} == {None}
    assert second.provisional


def test_what_was_asked_and_when_something_last_took_place(network):
    library = a_library_in(network)
    a_request(library, a_librarian(library))
    been = now() - timedelta(weeks=6)
    a_gathering(library=library, starts_at=been, status=GatheringStatus.CLOSED)
    a_gathering(library=library, starts_at=been + timedelta(weeks=2))  # Not held, as far as known.
    (found,) = read(network).libraries
    assert (found.asked.open, found.asked.unread) == (1, 1)
    assert found.asked.waits(now()) is None
    assert found.asked.waits(now() + timedelta(days=8)) is not None
    assert found.weeks_quiet(now()) == 6
    assert found.bars == ()


def a_glance(name, **fields):
    given = {"asked": Asked(), "last_activity": now(), **fields}
    return Glance(
        library_id=1, slug=name, name=name, version=None, measured_until=None, against=None,
        bars=(), blocks=(), provisional=False, since=now(), **given,
    )  # fmt: skip


def test_libraries_stand_by_name_or_by_what_happened():
    long_ago = now() - timedelta(days=80)
    libraries = [
        a_glance("Diever", asked=Asked(open=1, waits_since=now())),
        a_glance("Beilen", last_activity=long_ago),
        a_glance("Coevorden", last_activity=None),
        a_glance("Assen"),
        a_glance("Emmen", asked=Asked(open=1, unread=1, waits_since=long_ago)),
    ]
    names = {
        order: "".join(each.name[0] for each in in_order(libraries, order, now()))
        for order in Order
    }
    assert names == {
        Order.NAME: "ABCDE", Order.ASKED: "EDABC", Order.MOVED: "ABCDE", Order.QUIET: "BCADE",
    }  # fmt: skip


def test_the_room_knows_the_words_of_the_meetlat():
    assert {each.value for each in Support} == {each.key for each in standard().supports}
    assert [each.value for each in Block] == [each.key for each in standard().blocks]


def test_the_desk_costs_the_same_for_many_libraries(app, network, client_of):
    adviser, asked, read = client_of(an_adviser(network)), [], []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    for number in range(6):
        library = a_library_in(network, f"bieb-{number}", consent=number != 3)
        frozen(library, a_result(3.6, until=BEFORE))
        stands(library)
        a_self_assessment(library)
        if number not in {1, 5}:
            continue
        asked.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        assert adviser.get("/netwerk/overijssel").status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        read.append(len([each for each in asked if each.startswith(("SELECT", "WITH"))]))
    assert read[0] == read[1] <= MOST_STATEMENTS, "\n".join(asked)


def test_the_page_says_what_there_is_and_nothing_more(network, client_of):
    adviser = client_of(an_adviser(network))
    library = a_library_in(network)
    frozen(library, a_result(3.6, until=BEFORE))
    stands(library, a_result(3.2))
    unseen = a_library_in(network, "salland", consent=False)
    stands(unseen, a_result(4.7))
    page = adviser.get("/netwerk/overijssel").text
    assert "−0,4" in page
    assert "Bibliotheek Salland" in page
    assert "4,7" not in page
    page = adviser.get("/netwerk/overijssel/bibliotheken/vechtdal").text
    assert "Komen er nieuwe mensen?" in page
    assert adviser.get("/netwerk/overijssel/bibliotheken/salland").status_code == 404
    a_consent(unseen)
    assert "4,7" in adviser.get("/netwerk/overijssel?volgorde=stil").text


def test_an_adviser_is_told_that_the_people_of_the_area_are_made_up(network, client_of):
    adviser, library = client_of(an_adviser(network)), a_library_in(network)
    stands(library, a_result(parts={"O4": {"fictional": 1}}))
    said = "vergeleken met verzonnen inwoners"
    assert adviser.get("/netwerk/overijssel").text.lower().count(said) == 1
    page = adviser.get("/netwerk/overijssel/bibliotheken/vechtdal").text
    assert page.lower().count(said) == 1
