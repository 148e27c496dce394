"""The three questions of the tally card, answered once: counted by consent, and only then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.areas.visitors import AgeClass
from community.arrivals import forgetting, services, standing
from community.arrivals.models import StandingAnswer
from community.arrivals.services import Act
from community.clock import now
from community.db import session, transaction
from community.gatherings.attendance import NOTHING, Note, Said
from tests.arrivals.door import tonight
from tests.arrivals.test_arriving import KEY, address
from tests.factories import a_library, a_member, a_person, a_sign_up, the_library

pytestmark = pytest.mark.usefixtures("app")

ANSWERS = Said(first_time=True, age_class=AgeClass.OLDER, pc4="7731")


def agree(person, said=ANSWERS, *, library=None, at=None):
    with transaction() as tx:
        library_id = (library or the_library()).id
        standing.agree(tx, library_id, person.id, said, now=at or now())


def comes(person, people=None, **fields):
    """The door presses the name of this person; what the log hears of it."""
    gathering = tonight()
    entry = a_sign_up(gathering, person, **fields)
    with transaction() as tx:
        act = Act(entry.id, Note(people, now()))
        services.note(tx, gathering.library_id, gathering.id, act, now=now())
    row = session().scalars(
        select(Activity)
        .where(Activity.verb == Verb.ATTENDANCE_CHECKED_IN, Activity.gathering_id == gathering.id)
    ).one()  # fmt: skip
    return tuple(row.details[name] for name in ("first_time", "age_class", "pc4"))


def test_who_agreed_is_counted_by_their_answers_and_comes_first_once():
    noor, bas = a_person("Noor"), a_person("Bas")
    tonight()
    agree(noor)
    assert comes(noor) == (True, "65+", "7731")
    assert comes(noor) == (False, "65+", "7731")
    assert comes(bas) == (None, None, None)


def test_what_was_taken_back_or_is_two_years_old_is_not_counted():
    noor, bas = a_person("Noor"), a_person("Bas")
    tonight()
    agree(noor)
    agree(bas, at=now() - timedelta(days=731))
    with transaction() as tx:
        standing.forget(tx, the_library().id, noor.id, now=now())
    assert comes(noor) == comes(bas) == (None, None, None)


def test_answers_are_about_one_person_and_given_to_one_library():
    noor, bas = a_person("Noor"), a_person("Bas")
    tonight()
    agree(noor)
    agree(bas, library=a_library("zuidpolder"))
    assert comes(noor, party_size=3) == (None, None, None)
    assert comes(bas) == (None, None, None)


def test_saying_nothing_is_keeping_nothing():
    noor = a_person("Noor")
    tonight()
    agree(noor)
    agree(noor, NOTHING)
    assert session().scalars(select(StandingAnswer)).all() == []


def test_after_two_years_they_are_forgotten_and_no_sooner():
    tonight()
    over, still = a_person("Noor"), a_person("Bas")
    agree(over, at=now() - timedelta(days=731))
    agree(still, at=now() - timedelta(days=729))
    with transaction() as tx:
        assert forgetting.forget(tx, now()) == 1
    assert session().scalars(select(StandingAnswer.person_id)).all() == [still.id]


def test_my_page_keeps_them_the_door_shows_them_and_a_button_forgets(app, client_of):
    gathering, noor = tonight(), a_member(Role.RESIDENT, name="Noor")
    a_sign_up(gathering, noor)
    browser = client_of(noor)
    mine = "/vechtdal/telvragen"
    assert f'href="{mine}"' in browser.get("/mijn").text
    assert browser.post(mine, data={"pc4": "ommen"}).status_code == 422
    sent = {"first_time": "no", "age_class": "65+", "pc4": "7731"}
    assert browser.post(mine, data=sent).status_code == 303
    seen = browser.get(address(app, gathering)).text
    assert 'value="7731"' in seen
    browser.post(address(app, gathering), data={"key": KEY, **sent, "pc4": "7732"})
    row = session().scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert (row.details["first_time"], row.details["pc4"]) == (False, "7732")
    browser.post(mine, data={"vergeten": "ja"})
    assert 'value="7731"' not in browser.get(mine).text
