"""What a partner answers, when it counts, and what a librarian does with a correction."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.partners import confirming, list_queries
from community.partners.confirming import Correction, LinkHasExpired, NoReason, NothingToDecide
from community.partners.models import Answer, Partnership, QuarterList, Settlement
from tests.factories import a_library
from tests.gatherings.crowd import rush
from tests.partners.asking import (
    DUE,
    QUARTER,
    a_mailed_list,
    again,
    asked_partner,
    brought,
    confirm,
    in_the_quarter,
    log,
    make,
    the_list,
)
from tests.partners.making import a_goal, joined

pytestmark = pytest.mark.usefixtures("app")
HOME = "gerrit@example.net"


def correct(asked: QuarterList, line: int = 0, **theirs: object):
    with transaction() as tx:
        return confirming.correct(
            tx, asked.library_id, asked.id, asked.lines[line].id, Correction(**theirs), now=DUE
        )


def settle(asked: QuarterList, how: Settlement):
    with transaction() as tx:
        return confirming.settle(
            tx, asked.library_id, asked.id, asked.lines[0].id, how, now=DUE
        )  # fmt: skip


def decide(asked: QuarterList, verb=confirming.approve, reason: str = "Hij is de secretaris"):
    with transaction() as tx:
        return verb(tx, asked.library_id, asked.id, reason, by_id=1, now=DUE)


def test_from_its_own_domain_it_counts_at_once_and_is_in_the_log():
    asked = a_mailed_list()
    confirm(asked)
    (row,) = log()
    assert row.verb == "partner:confirmed"
    assert row.gathering_id == brought(asked).gathering_id
    assert row.details == {
        "what": "gathering", "goal_id": None, "was_there": True, "hours": 2, "room": False,
        "money": 5000, "quarter": f"{QUARTER.year}-{QUARTER.number}", "proof": "own address",
    }  # fmt: skip
    assert brought(asked).confirmed_at == DUE


def test_confirming_twice_or_at_once_counts_once(app):
    asked = a_mailed_list()
    assert rush(app, [lambda: confirm(asked)] * 6) == []
    confirm(asked)
    assert len(log()) == 1


def test_a_subdomain_is_its_own_and_a_lookalike_is_not():
    assert a_mailed_list("m.kok@zorg.ggd.example").is_own
    assert not a_mailed_list("m.kok@nepggd.example").is_own


def test_from_another_address_it_waits_and_counts_after_approval_with_a_reason():
    asked = a_mailed_list(HOME)
    confirm(asked)
    assert log() == []
    assert brought(asked).confirmed_at is None
    assert [one.id for one in list_queries.list_waiting(session(), asked.library_id, now=DUE)] == [
        asked.id
    ]
    with pytest.raises(NoReason):
        decide(asked, reason="")
    for _ in range(2):
        decide(asked)
    (row,) = log()
    assert row.details["proof"] == "approved"
    assert brought(asked).confirmed_at == DUE
    assert list_queries.list_waiting(session(), asked.library_id, now=DUE) == []


def test_what_is_refused_confirms_nothing():
    asked = a_mailed_list(HOME)
    with pytest.raises(NothingToDecide):
        decide(asked)
    confirm(asked)
    decide(asked, confirming.refuse, "Wij kennen dit adres niet")
    decide(asked)
    assert log() == []
    assert again(asked).refused_at
    assert brought(asked).confirmed_at is None


def test_one_line_is_put_right_and_the_rest_confirmed():
    partner = asked_partner()
    joined(in_the_quarter(20, "Taalcafé"), partner, minutes=60)
    assert make(partner)
    asked = the_list(partner)
    correct(asked, minutes=360, room=True, remark="Met z’n drieën")
    confirm(asked)
    assert [line.answer for line in again(asked).lines] == [Answer.CORRECTED, Answer.CONFIRMED]
    disputed, confirmed = log()
    assert (disputed.verb, confirmed.verb) == ("partner:disputed", "partner:confirmed")
    assert disputed.details["hours"] == 6
    assert "Met z’n drieën" not in str(disputed.details)


def test_a_correction_that_says_the_same_is_a_confirmation():
    asked = a_mailed_list()
    assert correct(asked, minutes=120, cents=5000).answer is Answer.CONFIRMED
    assert [row.verb for row in log()] == ["partner:confirmed"]


def test_an_answer_stays_as_it_was_given():
    asked = a_mailed_list()
    confirm(asked)
    assert correct(asked, minutes=600).answer is Answer.CONFIRMED
    assert len(log()) == 1


def test_taking_over_a_correction_confirms_what_the_partner_said():
    asked = a_mailed_list()
    correct(asked, minutes=360)
    for _ in range(2):
        settle(asked, Settlement.TAKEN_OVER)
    row = brought(asked)
    assert (row.minutes, row.cents, row.confirmed_at) == (360, 0, DUE)
    verbs = [each.verb for each in log()]
    assert verbs == ["partner:disputed", "partner:confirmed"]
    assert log()[1].corrects_id == log()[0].id
    assert row.listed_at, "it is not asked a second time"


def test_leaving_a_correction_confirms_nothing():
    asked = a_mailed_list()
    correct(asked, minutes=360)
    settle(asked, Settlement.LEFT)
    assert brought(asked).confirmed_at is None
    assert brought(asked).minutes == 120
    assert list_queries.list_waiting(session(), asked.library_id, now=DUE) == []


def test_who_was_not_there_is_taken_off_the_gathering():
    asked = a_mailed_list()
    correct(asked, was_there=False, minutes=120)
    settle(asked, Settlement.TAKEN_OVER)
    session().rollback()
    assert session().query(Partnership).all() == []
    assert log("partner:joined")[-1].quantity == 0


def test_a_correction_from_another_address_waits_for_approval_before_it_is_settled():
    asked = a_mailed_list(HOME)
    correct(asked, minutes=360)
    with pytest.raises(NothingToDecide):
        settle(asked, Settlement.TAKEN_OVER)
    decide(asked)
    settle(asked, Settlement.TAKEN_OVER)
    assert brought(asked).minutes == 360


def test_what_changed_after_mailing_is_logged_but_not_confirmed():
    asked = a_mailed_list()
    joined(brought(asked).gathering, asked.partner, minutes=999)
    confirm(asked)
    assert log()[0].details["hours"] == 2
    assert brought(asked).confirmed_at is None


def test_a_goal_and_its_look_back_are_confirmed():
    partner = asked_partner()
    day = QUARTER.first_day
    goal = a_goal(partner, agreed_on=day, looked_back_on=day, look_back="Gelukt.")
    assert make(partner)
    confirm(the_list(partner))
    session().refresh(session().merge(goal))
    stands = session().get(type(goal), goal.id)
    assert (stands.confirmed_at, stands.look_back_confirmed_at) == (DUE, DUE)
    assert [row.details["what"] for row in log()] == ["gathering", "goal", "look_back"]


def test_after_ninety_days_the_link_opens_nothing_more():
    asked = a_mailed_list()
    with pytest.raises(LinkHasExpired):
        confirm(asked, DUE + timedelta(days=90))
    assert log() == []


def test_another_library_has_no_such_list():
    asked, other = a_mailed_list(), a_library("zuidpolder")
    with pytest.raises(NotFound), transaction() as tx:
        confirming.confirm_all(tx, other.id, asked.id, now=now())
