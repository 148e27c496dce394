"""What stands on the plan, what became of it, and how that is told afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.plans import queries, services
from community.plans.models import State
from community.plans.services import Draft, NotYetDone, StandsAlready
from tests.factories import a_library, a_person, the_library
from tests.gatherings.crowd import rush
from tests.plans.rows import TODAY, an_action

pytestmark = pytest.mark.usefixtures("app")

YESTERDAY = TODAY - timedelta(days=1)


def do(verb, action, *given):
    with transaction() as tx:
        return verb(tx, action.library_id, action.id, *given, now=now())


def names(actions):
    return [action.what for action in actions]


def test_the_same_thing_twice_stands_on_the_plan_once():
    library, by = the_library(), a_person()
    draft = Draft(subject="O3", what="Open tafel", who="Sanne", due_on=TODAY)
    made = set()
    for _ in range(2):
        with transaction() as tx:
            made.add(services.add(tx, library.id, draft, advice="", made_by_id=by.id, now=now()).id)
    assert len(made) == 1


def test_of_many_who_write_down_the_same_at_once_one_does(app):
    library = the_library()
    draft = Draft(subject="O3", what="Open tafel", who="Sanne", due_on=TODAY)
    session().rollback()

    def write_down():
        with transaction() as tx:
            services.add(tx, library.id, draft, made_by_id=None, now=now())

    assert rush(app, [write_down] * 6) == []
    assert len(queries.list_open(session(), library.id)) == 1


def test_what_stands_on_the_plan_comes_there_no_second_time():
    one, other = an_action("Open tafel"), an_action("Iets anders")
    same = Draft(subject=one.subject, what=one.what, who=one.who, due_on=one.due_on)
    in_same_words = {"what": one.what, "who": one.who, "due_on": one.due_on}
    about_something_else = queries.find_same(
        session(), one.library_id, subject=f"{one.subject}x", **in_same_words
    )
    assert about_something_else is None
    with pytest.raises(StandsAlready):
        do(services.change, other, same)
    do(services.change, one, same)
    do(services.finish, one, TODAY)
    do(services.change, other, same)
    with pytest.raises(StandsAlready):
        do(services.reopen, one)
    with pytest.raises(IntegrityError):
        an_action("Open tafel")


def test_an_action_ends_in_one_way_and_can_be_put_back():
    action = an_action()
    do(services.let_go, action, "Geen ruimte")
    do(services.let_go, action, "Toch geen ruimte")
    assert (action.state, action.why) == (State.LET_GO, "Toch geen ruimte")
    for _ in range(2):
        do(services.finish, action, YESTERDAY)
    assert (action.state, action.done_on, action.why) == (State.DONE, YESTERDAY, "")
    do(services.reopen, action)
    assert (action.state, action.ended_on) == (State.OPEN, None)


def test_nothing_is_done_tomorrow():
    action = an_action()
    with pytest.raises(NotYetDone):
        do(services.finish, action, TODAY + timedelta(days=1))
    assert queries.get(session(), action.library_id, action.id).state is State.OPEN


def test_the_database_refuses_what_cannot_be():
    for wrong in (
        {"done_on": TODAY, "let_go_on": TODAY, "why": "x"},
        {"let_go_on": TODAY},
        {"why": "zomaar"},
        {"who": ""},
    ):
        with pytest.raises(IntegrityError):
            an_action(**wrong)


def test_what_is_late_is_told_of_one_library_with_the_oldest_first():
    an_action("Laat", days=-2)
    an_action("Later", days=-9)
    an_action("Vandaag", days=0)
    an_action("Klaar", days=-20, done_on=TODAY)
    an_action("Elders", days=-30, library=a_library("salland"))
    number, oldest = queries.overdue(the_library().id, TODAY)
    assert (session().scalar(number), session().scalar(oldest)) == (2, "Later")


def test_a_look_back_tells_how_it_stood_on_that_day():
    library = the_library()
    quarter_ago, month_ago = (TODAY - timedelta(days=days) for days in (90, 30))
    long_ago = TODAY - timedelta(days=200)
    an_action("Al eerder klaar", made_on=long_ago, done_on=long_ago, days=-5)
    an_action("Al eerder losgelaten", made_on=long_ago, let_go_on=quarter_ago, why="x", days=-5)
    an_action("In die maanden klaar", made_on=long_ago, done_on=month_ago, days=-4)
    an_action("Daarna pas", made_on=quarter_ago, let_go_on=TODAY, why="geen tijd", days=-3)
    an_action("Daarna bedacht")
    found = queries.list_to_look_back_on(session(), library.id, after=quarter_ago, until=month_ago)
    assert [(each.what, each.state_on(month_ago)) for each in found] == [
        ("In die maanden klaar", State.DONE),
        ("Daarna pas", State.OPEN),
    ]
    everything = queries.list_to_look_back_on(session(), library.id, after=None, until=TODAY)
    assert len(everything) == 5


def test_another_librarys_action_does_not_exist():
    theirs = an_action(library=a_library("salland"))
    here = the_library() if the_library().id != theirs.library_id else a_library("vechtdal")
    for verb, given in (
        (services.reopen, ()),
        (services.finish, (TODAY,)),
        (services.let_go, ("x",)),
    ):
        with pytest.raises(NotFound), transaction() as tx:
            verb(tx, here.id, theirs.id, *given, now=now())
    assert names(queries.list_open(session(), here.id)) == []
