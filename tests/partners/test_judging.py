"""What partners think of us, without who said it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from community.activity.models import Activity
from community.clock import local_day, now, start_of_day
from community.db import session, transaction
from community.partners import jobs, judging
from community.partners.judging import Opinion
from community.partners.models import Judgement
from tests.factories import the_library
from tests.gatherings.crowd import rush
from tests.partners.making import a_list, a_partner

pytestmark = pytest.mark.usefixtures("app")


def judge(asked, *answers: int | None) -> bool:
    names = ("same_goal", "keeps_word", "more_together")
    with transaction() as tx:
        opinion = Opinion(**dict(zip(names, answers, strict=False)))
        return judging.judge(tx, asked, opinion, now=now())


def judged() -> list[Activity]:
    session().rollback()
    return list(session().scalars(select(Activity).where(Activity.verb == "partner:judged")))


def test_a_partner_answers_once_a_year():
    asked = a_list(a_partner())
    assert not judge(asked), "passing over all three is no answer"
    assert judge(asked, 5, 4)
    assert not judge(asked, 1, 1, 1)
    assert session().scalar(select(func.count(Judgement.id))) == 1


def test_nothing_leaves_the_box_before_there_are_five():
    for number in range(1, 6):
        judge(a_list(a_partner()), number, 4, None)
        assert jobs.empty_boxes(now()) == (5 if number == 5 else 0)
    rows = judged()
    assert sorted(row.details["answers"][0] for row in rows) == [1, 2, 3, 4, 5]
    assert {row.partner_id for row in rows} == {None}
    assert {row.person_key for row in rows} == {None}
    assert {row.happened_at for row in rows} == {start_of_day(local_day(now()))}
    assert {row.recorded_at for row in rows} == {start_of_day(local_day(now()))}
    assert {frozenset(row.details) for row in rows} == {frozenset({"year", "answers"})}
    assert session().scalars(select(Judgement)).all() == []


def test_the_order_in_the_log_is_not_the_order_of_answering():
    for number in range(30):
        judge(a_list(a_partner()), number % 5 + 1)
    jobs.empty_boxes(now())
    answers = [row.details["answers"][0] for row in judged()]
    assert answers != [number % 5 + 1 for number in range(30)]


def test_two_runners_empty_a_box_once(app):
    for _ in range(5):
        judge(a_list(a_partner()), 3)
    assert rush(app, [lambda: jobs.empty_boxes(now())] * 4) == []
    assert len(judged()) == 5


def test_a_box_that_somebody_else_emptied_first_keeps_what_is_left():
    judge(a_list(a_partner()), 3)
    with pytest.raises(judging.TooFewTogether), transaction() as tx:
        judging.empty_box(tx, the_library().id, now=now())
    assert session().scalar(select(func.count(Judgement.id))) == 1
    assert judged() == []
