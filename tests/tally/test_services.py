"""Tally cards: counts and nothing else, at the door and from paper, told to the log at once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from community.activity.models import Activity
from community.areas.visitors import AgeClass
from community.clock import now
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import closing
from community.gatherings.models import GatheringStatus
from community.lots import services as lots
from community.lots.models import Practice
from community.tally import jobs, queries, services
from community.tally.counts import UNSAID, Card, Question, answered, together, with_card
from community.tally.services import DoorIsShut
from tests.factories import a_gathering, a_library

HOUR = timedelta(hours=1)

CARDS = st.builds(
    Card,
    st.sampled_from([None, True, False]),
    st.sampled_from([None, *AgeClass]),
    st.sampled_from(["", "7731", "7701", "8013"]),
)


@pytest.fixture
def going_on(app):
    return a_gathering(starts_at=now() - HOUR)


def put_in(gathering, card, once, at=None):
    with transaction() as tx:
        services.put_in(tx, gathering.library_id, gathering.id, card, once=once, now=at or now())


def enter(gathering, paper, at=None):
    with transaction() as tx:
        services.enter(tx, gathering.library_id, gathering.id, paper, now=at or now())


def stands(gathering):
    session().rollback()
    return queries.find(session(), gathering.library_id, gathering.id)


def log():
    session().rollback()
    return list(session().scalars(select(Activity).order_by(Activity.id)))


@settings(max_examples=50)
@given(st.lists(CARDS, max_size=30))
def test_cards_add_up_to_what_was_said_in_any_order(cards):
    counts = together()
    for card in cards:
        counts = with_card(counts, card)
    for question in Question:
        said = Counter(dict(card.answers())[question] for card in cards)
        assert counts[question] == dict(said)
        assert answered(counts, question) == len(cards)
    assert together(*(with_card(together(), card) for card in reversed(cards))) == counts


def test_a_card_is_added_up_and_nothing_of_it_is_kept(going_on):
    put_in(going_on, Card(first_time=True, age_class=AgeClass.OLDER, pc4="7731"), "a")
    put_in(going_on, Card(first_time=False), "b")
    tally = stands(going_on)
    assert tally.door == {
        "first_time": {"yes": 1, "no": 1},
        "age_class": {"65+": 1, UNSAID: 1},
        "pc4": {"7731": 1, UNSAID: 1},
    }
    # No row per card, no moment, no person: what there is are these columns.
    assert {column.name for column in tally.__table__.columns} == {
        "gathering_id", "library_id", "door", "paper", "untold", "seen", "activity_id",
    }  # fmt: skip
    assert log() == [], "a row per card would say when it was filled in"


def test_a_double_tap_counts_once(going_on):
    for _ in range(3):
        put_in(going_on, Card(first_time=True), "the same form")
    assert stands(going_on).door["first_time"] == {"yes": 1}


def test_the_log_hears_of_the_door_at_once_when_it_is_shut(going_on):
    for number in range(3):
        put_in(going_on, Card(first_time=True), str(number))
    assert jobs.tell_of_the_doors(now()) == 0
    shut = going_on.ends_at + services.AFTER + timedelta(minutes=1)
    assert jobs.tell_of_the_doors(shut) == 1
    assert jobs.tell_of_the_doors(shut) == 0
    (row,) = log()
    assert (row.verb, row.quantity, row.person_key) == ("tally:entered", 3, None)
    assert row.happened_at == going_on.ends_at
    assert row.details["first_time"] == {"yes": 3}
    assert stands(going_on).seen == []


def test_paper_comes_on_top_and_a_correction_names_the_row_it_corrects(going_on):
    put_in(going_on, Card(first_time=True), "a")
    enter(going_on, {"first_time": {"yes": 2, "no": 0}, "pc4": {"7731": 2}})
    enter(going_on, {"first_time": {"yes": 4}, "pc4": {"7731": 2}})
    enter(going_on, {"first_time": {"yes": 4}, "pc4": {"7731": 2}})
    first, second = log()
    assert first.quantity == 3
    assert second.corrects_id == first.id
    assert second.details["first_time"] == {"yes": 5}
    assert second.details["pc4"] == {"7731": 2, UNSAID: 1}


def wipe(gathering):
    with transaction() as tx:
        services.wipe_the_door(tx, gathering.library_id, gathering.id, now=now())


def test_the_cards_of_the_door_are_wiped_and_the_log_corrected(going_on):
    put_in(going_on, Card(first_time=True), "a")
    enter(going_on, {"first_time": {"no": 4}})
    put_in(going_on, Card(first_time=True), "b")
    wipe(going_on)
    wipe(going_on)
    assert stands(going_on).door == {}
    assert stands(going_on).untold == 0
    told, corrected = log()
    assert (told.quantity, corrected.quantity) == (5, 4)
    assert corrected.corrects_id == told.id
    assert corrected.details["first_time"] == {"no": 4}


def test_what_the_log_never_heard_of_is_wiped_without_a_word(going_on):
    wipe(going_on)
    put_in(going_on, Card(first_time=True), "a")
    wipe(going_on)
    assert log() == []
    assert stands(going_on).door == {}


def test_the_door_is_open_around_the_gathering_only(app):
    gathering = a_gathering()
    for at in (gathering.starts_at - 2 * HOUR, gathering.ends_at + 3 * HOUR):
        with pytest.raises(DoorIsShut):
            put_in(gathering, Card(), "x", at=at)
    put_in(gathering, Card(), "x", at=gathering.starts_at - HOUR)
    assert stands(gathering).untold == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"is_sensitive": True},
        {"status": GatheringStatus.CANCELLED},
        {"status": GatheringStatus.DRAFT},
        {"starts_at": now() + 5 * HOUR},
    ],
)
def test_where_nothing_may_be_counted_nothing_is(app, fields):
    gathering = a_gathering(**{"starts_at": now() - HOUR, **fields})
    with pytest.raises(DomainError):
        put_in(gathering, Card(), "x")
    with pytest.raises(DomainError):
        enter(gathering, {"first_time": {"yes": 1}})
    assert stands(gathering) is None


def test_what_is_no_postcode_is_refused(going_on):
    for wrong in ("0123", "773", "7731AB", "7٧٧٧"):
        with pytest.raises(DomainError):
            put_in(going_on, Card(pc4=wrong), "x")
    assert stands(going_on) is None


def test_less_than_nobody_is_refused(going_on):
    with pytest.raises(ValueError, match="nobody"):
        enter(going_on, {"first_time": {"yes": 3, "no": -1}})
    assert stands(going_on) is None


def test_the_same_paper_again_tells_of_the_cards_that_came_since(going_on):
    paper = {"first_time": {"yes": 2}}
    enter(going_on, paper)
    enter(going_on, paper)
    assert len(log()) == 1
    put_in(going_on, Card(first_time=True), "x")
    enter(going_on, paper)
    assert (len(log()), stands(going_on).untold) == (2, 0)


def test_another_library_has_nothing_to_count_here(going_on):
    other = a_library("salland").id
    for act in (
        lambda tx: services.put_in(tx, other, going_on.id, Card(), once="x", now=now()),
        lambda tx: services.enter(tx, other, going_on.id, {}, now=now()),
    ):
        with pytest.raises(NotFound), transaction() as tx:
            act(tx)


@pytest.mark.parametrize(
    ("practice", "expected"), [(Practice.ALWAYS, "always"), (Practice.NONE, "none")]
)
def test_the_log_of_a_closed_gathering_says_whether_cards_were_asked(app, practice, expected):
    gathering = a_gathering(starts_at=now() - 4 * HOUR)
    with transaction() as tx:
        lots.change(tx, gathering.library_id, tally=practice, pulse=Practice.NONE, one_in=4)
    with transaction() as tx:
        closing.close(tx, gathering.library_id, gathering.id, 5, estimated=False, now=now())
    (row,) = log()
    assert row.details["tally"] == expected
