"""What people said at sign-up is not kept longer than it is needed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from community.clock import from_local
from community.db import session, transaction
from community.gatherings.models import Gathering, SignUp
from community.gatherings.questions import QuestionKind
from community.gatherings.reply_models import AccessNeed, SignUpAnswer, SignUpChild
from tests.factories import a_gathering, a_sign_up, saved
from tests.keeping.forgetting import forget as by_the_clock

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 3, 3)
STARTS, ENDS = from_local(DAY, time(20)), from_local(DAY, time(22))


def somebody_said_all(**fields):
    """A sign-up with an answer, a child and a need."""
    gathering = a_gathering(starts_at=STARTS, ends_at=ENDS, **fields)
    of_whom = {"library_id": gathering.library_id, "sign_up_id": a_sign_up(gathering).id}
    saved(AccessNeed(**of_whom, text="Een lift"))
    saved(SignUpChild(**of_whom, position=1, first_name="Saar"))
    saved(
        SignUpAnswer(
            **of_whom, position=1, question="Hoe?", kind=QuestionKind.SHORT, value="Te voet"
        )
    )
    return gathering


def forget(at):
    """Needs, then answers, then that somebody was there."""
    return sum(by_the_clock(f"gatherings.{what}", at) for what in ("needs", "answers", "presence"))


def left():
    session().rollback()
    tables = (AccessNeed, SignUpChild, SignUpAnswer)
    return tuple(
        session().scalars(select(func.count()).select_from(table)).one() for table in tables
    )


def test_what_somebody_needs_is_gone_the_day_after_and_not_before():
    somebody_said_all()
    assert forget(from_local(DAY, time(23, 59))) == 0
    assert left() == (1, 1, 1)
    assert forget(from_local(date(2026, 3, 4), time(0, 1))) == 1
    assert left() == (0, 1, 1)
    assert forget(from_local(date(2026, 3, 4), time(0, 1))) == 0


def test_what_goes_on_past_midnight_is_of_the_day_that_it_ends():
    gathering = somebody_said_all()
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).ends_at = from_local(date(2026, 3, 4), time(1))
    assert forget(from_local(date(2026, 3, 4), time(9))) == 0
    assert forget(from_local(date(2026, 3, 5), time(9))) == 1


def test_answers_and_names_of_children_are_kept_six_months():
    somebody_said_all()
    forget(ENDS + timedelta(days=182))
    assert left() == (0, 1, 1)
    forget(ENDS + timedelta(days=184))
    assert left() == (0, 0, 0)


def test_of_a_sensitive_gathering_nothing_is_left_on_the_fifth_day():
    somebody_said_all(is_sensitive=True)
    forget(ENDS + timedelta(days=4))
    assert left() == (0, 1, 1)
    forget(ENDS + timedelta(days=5, minutes=1))
    assert left() == (0, 0, 0)


def test_what_is_moved_to_later_is_kept_until_then():
    gathering = somebody_said_all()
    with transaction() as tx:
        moved = tx.get_one(Gathering, gathering.id)
        moved.starts_at += timedelta(days=7)
        moved.ends_at += timedelta(days=7)
    assert forget(ENDS + timedelta(days=1)) == 0


def test_a_second_worker_changes_nothing():
    somebody_said_all()
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert forget(later) == 3
    assert forget(later) == 0


def test_the_question_somebody_brought_goes_with_the_answers():
    gathering = a_gathering(starts_at=STARTS, ends_at=ENDS)
    brought = a_sign_up(gathering, question="Hoe vind ik een huis?")
    assert forget(ENDS + timedelta(days=182)) == 0
    assert forget(ENDS + timedelta(days=184)) == 1
    assert session().get_one(SignUp, brought.id).question == ""


@pytest.mark.parametrize(("sensitive", "days"), [(False, 730), (True, 5)])
def test_that_somebody_was_there_is_forgotten_and_how_many_were_is_not(sensitive, days):
    gathering = a_gathering(starts_at=STARTS, ends_at=ENDS, is_sensitive=sensitive)
    a_sign_up(gathering)
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).head_count = 7
    forget(ENDS + timedelta(days=days, minutes=-1))
    assert session().query(SignUp).count() == 1
    forget(ENDS + timedelta(days=days, minutes=1))
    assert session().query(SignUp).count() == 0
    assert session().get_one(Gathering, gathering.id).head_count == 7
