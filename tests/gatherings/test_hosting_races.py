"""Two librarians, and a rush for seats, at the same moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from community.accounts.models import Person
from community.clock import now
from community.db import db, session, transaction
from community.gatherings import hosting, sign_ups
from community.gatherings.drafts import draft_of
from community.gatherings.hosting_rules import Hand, Overtaken
from community.gatherings.models import Gathering, SignUpStatus
from community.outbox.models import OutboxMail
from tests.gatherings.crowd import assert_sound, people, rush, statuses, watched
from tests.gatherings.drafting import BASE_URL, published


def change(gathering_id, seen=None, **changes):
    def act():
        with transaction() as tx:
            stands = tx.get_one(Gathering, gathering_id)
            again = replace(draft_of(stands), **changes)
            hand = Hand(None, BASE_URL, now())
            hosting.edit(tx, stands.library_id, gathering_id, again, hand, seen=seen)

    return act


def join(gathering, person_id):
    def act():
        with transaction() as tx:
            person = tx.get_one(Person, person_id)
            sign_ups.sign_up(
                tx, gathering.library_id, gathering.id, person, confirmed=True, now=now()
            )

    return act


def test_seats_that_a_librarian_adds_during_a_rush_are_given_out_once(app):
    gathering = published(capacity=5)
    crowd = [join(gathering, each) for each in people(60)]
    for place, capacity in ((20, 15), (40, 25)):
        crowd.insert(place, change(gathering.id, capacity=capacity))
    with watched(app, gathering.id) as seen:
        assert rush(app, crowd, in_flight=20) == []
    assert_sound(gathering.id)
    assert all(taken <= capacity for taken, capacity in seen)
    assert statuses(gathering.id) == {SignUpStatus.CONFIRMED: 25, SignUpStatus.WAITING: 35}


def test_of_two_forms_made_from_the_same_page_one_is_kept(app):
    gathering = published()
    seen, later = gathering.revised_at, gathering.starts_at + timedelta(days=1)
    forms = [
        change(gathering.id, seen=seen, title=f"Van {n}", starts_at=later, ends_at=None)
        for n in range(8)
    ]
    wrong = rush(app, forms)
    assert [type(each) for each in wrong] == [Overtaken] * 7
    stands = session().get_one(Gathering, gathering.id, populate_existing=True)
    assert stands.sequence == 1


def test_a_gathering_that_is_cancelled_in_a_rush_tells_everybody_who_got_in(app):
    gathering = published(capacity=10)

    def call_off():
        with transaction() as tx:
            hand = Hand(None, BASE_URL, now())
            hosting.cancel(tx, gathering.library_id, gathering.id, "Storm", hand)

    crowd = [join(gathering, each) for each in people(40)]
    crowd.insert(20, call_off)
    rush(app, crowd, in_flight=20)
    assert_sound(gathering.id)
    signed_up = sum(statuses(gathering.id).values())
    told = db.session().scalar(
        select(func.count(OutboxMail.id)).where(OutboxMail.template == "gatherings/cancelled")
    )
    assert told == signed_up > 0
