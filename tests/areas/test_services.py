"""An area is looked at, taken over as a whole, and put back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.areas import queries, services
from community.areas.fictional import FICTIONAL
from community.areas.models import Stage
from community.clock import now
from community.db import session, transaction
from tests.areas.lists import DALFSEN, OMMEN, a_waiting_area, an_area
from tests.factories import a_library, the_library

pytestmark = pytest.mark.usefixtures("app")


def stands():
    return queries.area(session(), the_library().id)


def act(what, *args):
    with transaction() as tx:
        return what(tx, the_library().id, *args)


def before():
    row = queries.find(session(), the_library().id, Stage.PREVIOUS)
    return row.handed_in_at if row else None


def test_until_a_library_says_so_its_area_is_fictional():
    assert stands() is FICTIONAL
    assert stands().fictional
    assert stands().residents == sum(stands().ages.values())


def test_what_is_handed_in_counts_once_it_is_taken_over():
    a_waiting_area(the_library(), now())
    assert stands().fictional
    assert act(services.take_over)
    assert stands() == an_area()
    assert not stands().fictional
    assert not act(services.take_over), "nothing waits any more"
    assert stands() == an_area()


def test_what_is_thrown_away_never_counted():
    a_waiting_area(the_library(), now())
    act(services.throw_away)
    act(services.throw_away)
    assert not act(services.take_over)
    assert stands().fictional


def test_the_list_before_is_put_back_once_and_forward_again():
    first, second, third = an_area(OMMEN), an_area(DALFSEN), an_area(OMMEN, DALFSEN)
    for day, area in enumerate((first, second, third)):
        a_waiting_area(the_library(), now() + timedelta(days=day), area)
        act(services.take_over)
    was = before()
    act(services.put_back, was)
    assert stands() == second
    act(services.put_back, was)
    assert stands() == second, "pressing twice puts back once"
    act(services.put_back, before())
    assert stands() == third


def test_the_first_list_can_make_place_for_the_fictional_one_again():
    a_waiting_area(the_library(), now())
    act(services.take_over)
    act(services.put_back, None)
    assert stands().fictional
    act(services.put_back, before())
    assert stands() == an_area()


def test_another_library_has_an_area_of_its_own():
    a_waiting_area(the_library(), now())
    other = a_library("salland")
    act(services.take_over)
    assert queries.area(session(), other.id).fictional
