"""Several at the same moment, on both databases, with real threads."""

from __future__ import annotations

from sqlalchemy import select

from community.clock import now
from community.db import transaction
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.invitations import answering, inviting
from community.invitations.models import Answer, Invitation
from tests.gatherings.crowd import rush
from tests.invitations.rows import an_invitation
from tests.suggestions.known import about, somebody


def test_librarians_who_think_of_somebody_at_once_do_not_flood_them(app, session):
    noor = somebody()
    gatherings = [about(f"Repair {number}", "techniek-reparatie") for number in range(6)]

    def invite(gathering_id: int, library_id: int, person_id: int):
        def act():
            with transaction() as tx:
                inviting.invite(tx, library_id, gathering_id, [person_id], by=1, now=now())

        return act

    acts = [invite(each.id, each.library_id, noor.id) for each in gatherings] * 2
    assert rush(app, acts, in_flight=6) == []
    session.rollback()
    assert len(session.scalars(select(Invitation)).all()) == inviting.MOST_A_MONTH


def test_everybody_who_says_yes_at_once_gets_no_more_seats_than_there_are(app, session):
    gathering = about("Repair Café", "techniek-reparatie", capacity=2)
    invited = [an_invitation(gathering, somebody(f"P{number}")) for number in range(5)]

    def say_yes(library_id: int, number: int):
        def act():
            with transaction() as tx:
                answering.answer(tx, library_id, number, Answer.YES, now=now())

        return act

    acts = [say_yes(each.library_id, each.id) for each in invited] * 2
    assert rush(app, acts, in_flight=6) == []
    session.rollback()
    found = session.scalars(select(SignUp.status)).all()
    assert sorted(found) == [SignUpStatus.CONFIRMED] * 2 + [SignUpStatus.WAITING] * 3
    assert session.get_one(Gathering, gathering.id).taken == 2
