"""What somebody who was there says is not right, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.activity.verbs import Verb
from community.clock import now
from community.harvests import hearing, presenting, showing
from community.harvests.models import CORRECTION
from community.harvests.presenting import Refused
from community.outbox.models import OutboxMail
from tests.harvests.rows import does, items_of, logged


def test_an_open_correction_keeps_it_from_being_published(fresh, noor):
    does(hearing.correct, fresh, noor.id, items_of(fresh)[0].id, "Niet zo", now=now())
    later = now() + CORRECTION + timedelta(hours=1)
    with pytest.raises(Refused, match="Answer that first"):
        does(presenting.publish, fresh, by=1, now=later)


def test_a_correction_and_its_answer_each_arrive_once(fresh, noor, session):
    item = items_of(fresh)[0]
    made = [does(hearing.correct, fresh, noor.id, item.id, "Vier", now=now()) for _ in range(2)]
    assert made[0].id == made[1].id
    for _again in range(2):
        does(hearing.handle, fresh, made[0].id, "Aangepast", remove=False, now=now())
    session.rollback()
    answered = select(OutboxMail.person_id).where(OutboxMail.template == "harvests/answered")
    assert session.scalars(answered).all() == [noor.person_id]


def test_who_says_that_it_is_not_right_does_not_stand_by_it_any_more(fresh, noor, session):
    does(hearing.confirm_all, fresh, noor.id, None, now=now())
    bench, tree = items_of(fresh)
    does(hearing.correct, fresh, noor.id, bench.id, "Vier banken", now=now())
    does(hearing.correct, fresh, noor.id, None, "De titel is raar", now=now())
    assert [each.confirmed for each in showing.items(session, fresh)] == [0, 1]
    does(hearing.take_back, fresh, noor.id, tree.id, now=now())
    session.rollback()
    assert [each.confirmed for each in showing.items(session, fresh)] == [0, 0]
    assert does(hearing.confirm_all, fresh, noor.id, {bench.id}, now=now()) == 1
    assert len(logged(Verb.HARVEST_CONFIRMED)) == 2, "each item once, whatever is said of it"
