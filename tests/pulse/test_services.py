"""Codes that work once and are nobody's; answers that nothing ties to a code."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from community.activity.models import Activity
from community.clock import local_day, now, start_of_day
from community.db import db, session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import closing
from community.gatherings.models import Gathering, GatheringStatus
from community.lots import services as lots
from community.lots.models import Practice
from community.pulse import codes, queries, services
from community.pulse.models import PulseCode
from community.pulse.services import CodeIsSpent, NothingSaid, PulseIsOver, TooManySlips
from tests.factories import a_gathering, a_library
from tests.keeping.forgetting import forget

KEY = "only for tests"
HOUR = timedelta(hours=1)


@pytest.fixture
def going_on(app):
    return a_gathering(starts_at=now() - HOUR)


def make(gathering, number=1, at=None):
    with transaction() as tx:
        return services.make_codes(
            tx, gathering.library_id, gathering.id, number, key=KEY, now=at or now()
        )


def answer(gathering, code, *said, at=None):
    with transaction() as tx:
        services.answer(tx, gathering.library_id, code, said, key=KEY, now=at or now())


def count(gathering, answers):
    with transaction() as tx:
        services.count_paper(tx, gathering.library_id, gathering.id, answers, now=now())


def log():
    session().rollback()
    return list(session().scalars(sa.select(Activity).order_by(Activity.id)))


def out():
    session().rollback()
    return session().scalar(sa.select(sa.func.count()).select_from(PulseCode))


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    session().rollback()
    with db.engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        return {
            table: [tuple(row) for row in connection.execute(sa.text(f'SELECT * FROM "{table}"'))]  # noqa: S608
            for table in tables
        }


# ─── codes ───


@given(st.integers(1, 60))
def test_codes_differ_and_are_read_back_however_they_are_typed(number):
    made = codes.new_codes(number)
    assert len(set(made)) == number
    for code in made:
        assert codes.tidy(f" {codes.in_halves(code).lower()} ") == code


def test_what_cannot_be_a_code_is_none():
    for typed in ("", "BCDF234", "BCDF23456", "ACDF2345", "0CDF2345", "bcdf/2345"):
        assert codes.tidy(typed) is None


def test_a_code_holds_at_least_38_bits():
    assert len(set(codes.ALPHABET)) ** codes.LENGTH > 2**38


def test_only_what_a_code_comes_to_under_the_key_is_kept(going_on):
    (code,) = make(going_on)
    kept = session().scalars(sa.select(PulseCode.code_hash)).one()
    assert code not in str(everything())
    assert kept == codes.stored(code, going_on.library_id, key=KEY)
    assert kept != codes.stored(code, going_on.library_id, key="another")


# ─── answering ───


def test_a_code_works_once(going_on):
    (code,) = make(going_on)
    answer(going_on, code, 5, None, 4)
    with pytest.raises(CodeIsSpent):
        answer(going_on, code, 1, 1, 1)
    (row,) = log()
    assert (row.verb, row.details, row.person_key) == (
        "pulse:answered", {"answers": [5, None, 4]}, None,
    )  # fmt: skip


def test_nothing_in_the_database_ties_an_answer_to_its_code(going_on):
    """What one answer leaves behind is the same whichever code it was given with."""
    first, second = make(going_on, 2)
    before = everything()
    answer(going_on, second, 5, 1, 3)
    after = everything()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"activity", "pulse_code"}
    # Of the code nothing is left, in no column of no table: no mark, no moment.
    gone = codes.stored(second, going_on.library_id, key=KEY)
    assert gone in str(before["pulse_code"])
    assert gone not in str(after)
    assert set(after["pulse_code"]) < set(before["pulse_code"])
    assert {column.name for column in PulseCode.__table__.columns} == {
        "library_id", "code_hash", "gathering_id",
    }  # fmt: skip
    # Of the moment the day is left, which is that of the gathering and so of everybody.
    (row,) = log()
    midnight = start_of_day(local_day(now()))
    assert (row.happened_at, row.recorded_at) == (midnight, midnight)
    answer(going_on, first, 5, 1, 3)
    one, other = ({**vars(each), "id": 0, "_sa_instance_state": 0} for each in log())
    assert one == other


def test_somebody_who_says_nothing_keeps_the_code(going_on):
    (code,) = make(going_on)
    with pytest.raises(NothingSaid):
        answer(going_on, code, None, None, None)
    answer(going_on, code, None, 2, None)


@pytest.mark.parametrize("said", [(6, 1, 1), (0, 1, 1), (1, 1), (1, 1, 1, 1)])
def test_what_is_no_answer_is_refused(going_on, said):
    (code,) = make(going_on)
    with pytest.raises(ValueError):
        answer(going_on, code, *said)
    assert out() == 1


def test_a_code_works_from_the_start_until_two_days_after_the_end(app):
    gathering = a_gathering()
    (code,) = make(gathering)
    for at in (gathering.starts_at - HOUR, gathering.ends_at + 48 * HOUR):
        with pytest.raises(CodeIsSpent):
            answer(gathering, code, 1, 1, 1, at=at)
    assert out() == 1, "a refusal does not use it"
    answer(gathering, code, 1, 1, 1, at=gathering.ends_at + 47 * HOUR)


def test_a_code_of_another_library_is_none(going_on):
    (code,), other = make(going_on), a_library("salland").id
    with pytest.raises(NotFound), transaction() as tx:
        services.answer(tx, other, code, [1, 1, 1], key=KEY, now=now())
    assert out() == 1


def test_codes_are_made_in_bounds(going_on):
    with pytest.raises(ValueError):
        make(going_on, services.MOST_AT_ONCE + 1)
    for _ in range(services.MOST_OUT // services.MOST_AT_ONCE):
        make(going_on, services.MOST_AT_ONCE)
    with pytest.raises(TooManySlips):
        make(going_on)
    with pytest.raises(PulseIsOver):
        make(going_on, at=going_on.ends_at + 48 * HOUR)


@pytest.mark.parametrize(
    "fields",
    [
        {"is_sensitive": True},
        {"status": GatheringStatus.CANCELLED},
        {"status": GatheringStatus.DRAFT},
    ],
)
def test_where_nothing_may_be_asked_nothing_is(app, fields):
    gathering = a_gathering(starts_at=now() - HOUR, **fields)
    with pytest.raises(DomainError):
        make(gathering)
    with pytest.raises(DomainError):
        count(gathering, [[1, 0, 0, 0, 0]] * 3)


def test_slips_that_nobody_used_are_forgotten_when_the_pulse_is_over(going_on):
    later = a_gathering()
    make(going_on, 3)
    make(later, 2)
    forget("pulse.slips", going_on.ends_at + 47 * HOUR)
    assert out() == 5
    forget("pulse.slips", going_on.ends_at + 48 * HOUR)
    assert out() == 2


# ─── paper ───


def test_paper_is_counted_once_and_a_correction_names_the_row(going_on):
    counts = [[1, 0, 0, 2, 3], [0] * 5, [0, 0, 0, 0, 6]]
    count(going_on, counts)
    count(going_on, counts)
    count(going_on, [[1, 0, 0, 2, 4], [0] * 5, [0, 0, 0, 0, 6]])
    first, second = log()
    assert (first.verb, first.quantity) == ("pulse:counted", 6)
    assert (second.corrects_id, second.quantity) == (first.id, 7)
    (code,) = make(going_on)
    answer(going_on, code, 5, 5, None)
    said = queries.outcome(session(), going_on, now=now())
    assert (said.by_code, said.on_paper, said.people) == (1, 7, 8)
    assert said.answers[0] == [1, 0, 0, 2, 5]


@pytest.mark.parametrize("wrong", [[[1] * 5] * 2, [[1] * 4] * 3, [[-1, 0, 0, 0, 0]] * 3])
def test_counts_that_cannot_be_are_refused(going_on, wrong):
    with pytest.raises(ValueError):
        count(going_on, wrong)


@pytest.mark.parametrize(
    ("practice", "expected"), [(Practice.ALWAYS, "always"), (Practice.NONE, "none")]
)
def test_the_log_of_a_closed_gathering_says_whether_it_was_asked(app, practice, expected):
    gathering = a_gathering(starts_at=now() - 4 * HOUR)
    with transaction() as tx:
        lots.change(tx, gathering.library_id, tally=Practice.NONE, pulse=practice, one_in=4)
    with transaction() as tx:
        closing.close(tx, gathering.library_id, gathering.id, 5, estimated=False, now=now())
    assert session().get(Gathering, gathering.id).status is GatheringStatus.CLOSED
    (row,) = log()
    assert row.details["pulse"] == expected
