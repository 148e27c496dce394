"""A partner that confirms the list of the quarter confirms that what it began was its idea."""

from __future__ import annotations

import pytest

from community.db import session
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.initiatives import services
from community.outbox import letters
from community.partners import besides
from tests.initiatives.beginning import answers, log, named, stands
from tests.partners.asking import a_mailed_list, confirm, the_list
from tests.partners.asking import mails as list_mails
from tests.partners.making import a_partner

pytestmark = pytest.mark.usefixtures("app")


def joint(asked) -> Gathering:
    session().rollback()
    return session().get_one(Gathering, asked.lines[0].gathering_id)


def begun_by(asked, partner=None) -> Gathering:
    gathering = joint(asked)
    named(gathering, Initiator.PARTNER, partner_id=(partner or asked.partner).id)
    return gathering


def test_what_the_list_says_was_their_idea_is_confirmed_with_it():
    asked = a_mailed_list()
    gathering = begun_by(asked)
    assert log() == []
    letter = letters.render(session(), list_mails()[0])
    assert "Het was jullie idee." in " ".join(letter.text.split())
    confirm(asked)
    confirm(asked)
    (row,) = log()
    assert (row.gathering_id, row.partner_id) == (gathering.id, asked.partner_id)
    assert stands(gathering).confirmed_at


def test_what_another_partner_began_or_this_one_denied_is_not_confirmed():
    asked = a_mailed_list()
    begun_by(asked, a_partner("Welzijn Ommen"))
    assert besides.said(session(), the_list(asked.partner)) == {}
    confirm(asked)
    assert log() == []


def test_what_was_denied_stays_denied():
    asked = a_mailed_list()
    gathering = begun_by(asked)
    answers(gathering, services.deny)
    confirm(asked)
    assert log() == []
    assert stands(gathering).confirmed_at is None


def test_an_answer_that_does_not_count_yet_confirms_no_idea():
    asked = a_mailed_list("marieke@gmail.example")
    gathering = begun_by(asked)
    confirm(asked)
    assert stands(gathering).confirmed_at is None
    assert log() == []
