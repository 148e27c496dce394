"""RELIABILITY 1 to 4: many people, few seats, on both databases, with real threads."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Person
from community.accounts.people import find_or_create_person
from community.activity.models import Activity
from community.clock import now
from community.db import db, session, transaction
from community.gatherings import drafts, hosting, sign_up_changes, sign_ups
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.outbox.models import OutboxMail
from tests.factories import a_gathering, a_library, a_person
from tests.gatherings.crowd import Act, assert_sound, people, rush, statuses, watched

pytestmark = pytest.mark.timeout(300)

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
HAND = Hand(None, "http://127.0.0.1:8000", now())


@pytest.fixture
def settings() -> dict[str, object]:
    """A connection for each of a hundred people at once; PostgreSQL gives no more."""
    return {"SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 90, "max_overflow": 0, "pool_timeout": 90}}


def sign_up(
    library_id: int, gathering_id: int, person_id: int, confirmed: bool = True, size: int = 1
) -> int:
    with transaction() as tx:
        return sign_ups.sign_up(
            tx,
            library_id,
            gathering_id,
            tx.get_one(Person, person_id),
            confirmed=confirmed,
            party_size=size,
            now=now(),
        ).id


def leave(sign_up_id: int) -> None:
    with transaction() as tx:
        sign_up_changes.leave(tx, sign_up_id, now=now())


def set_capacity(gathering_id: int, capacity: int) -> bool:
    """By the desk's own form: it refuses fewer seats than are given out, and who waits moves up."""
    with transaction() as tx:
        gathering = tx.get_one(Gathering, gathering_id)
        draft = replace(drafts.draft_of(gathering), capacity=capacity)
        try:
            hosting.edit(tx, gathering.library_id, gathering_id, draft, HAND)
        except DraftRefused:
            return False
    return True


def mails(template: str) -> Counter[int]:
    """How often each person is owed this mail."""
    found = session().scalars(
        select(OutboxMail.person_id).where(OutboxMail.template == f"gatherings/{template}")
    )
    return Counter(found)


# ─── 1. a thousand people, twenty seats ───


def test_of_a_thousand_people_twenty_get_a_seat_and_the_rest_wait_in_order(app: Flask):
    gathering = a_gathering(capacity=20)
    crowd = people(1000)
    with watched(app, gathering.id) as seen:
        wrong = rush(
            app, [partial(sign_up, gathering.library_id, gathering.id, who) for who in crowd]
        )
    assert wrong == []
    assert max(taken for taken, _ in seen) <= 20
    assert statuses(gathering.id) == {CONFIRMED: 20, WAITING: 980}
    assert_sound(gathering.id)

    in_order = session().execute(select(SignUp.queue_no, SignUp.status).order_by(SignUp.queue_no))
    numbers, how = zip(*in_order, strict=True)
    assert list(numbers) == list(range(1, 1001))
    assert set(how[:20]) == {CONFIRMED}
    assert set(how[20:]) == {WAITING}

    # Rows of the log are numbered under the lock: their order is that of the commits.
    log = session().scalars(select(Activity.verb).order_by(Activity.id)).all()
    assert log == ["sign_up:confirmed"] * 20 + ["sign_up:waiting"] * 980
    owed = session().scalars(select(OutboxMail.person_id).order_by(OutboxMail.id)).all()
    by_queue = session().scalars(select(SignUp.person_id).order_by(SignUp.queue_no)).all()
    assert list(owed) == list(by_queue)


def test_of_many_without_account_as_many_hold_a_seat_as_there_are(app: Flask):
    gathering = a_gathering(capacity=20)
    act = partial(sign_up, gathering.library_id, gathering.id, confirmed=False)
    wrong = rush(app, [partial(act, who) for who in people(200)])
    assert wrong == []
    assert statuses(gathering.id) == {SignUpStatus.PENDING: 200}
    held = session().scalars(select(SignUp.queue_no).where(SignUp.has_seat)).all()
    assert sorted(held) == list(range(1, 21))
    assert set(mails("confirm_sign_up").values()) == {1}
    assert_sound(gathering.id)


def test_over_http_a_hundred_browsers_press_the_button_at_once(app: Flask, client_of):
    gathering = a_gathering(capacity=10)
    browsers = [client_of(a_person()) for _ in range(100)]
    button = f"/vechtdal/agenda/{gathering.id}/aanmelden"
    answers: list[int] = []

    def press(browser: FlaskClient) -> None:
        answers.append(browser.post(button).status_code)

    assert rush(app, [partial(press, browser) for browser in browsers], in_flight=50) == []
    assert answers == [303] * 100
    assert statuses(gathering.id) == {CONFIRMED: 10, WAITING: 90}
    assert_sound(gathering.id)


def drop_the_check() -> None:
    """Take away the last defence, so that a control can go wrong."""
    if db.engine.dialect.name == "sqlite":

        @event.listens_for(db.engine, "checkout")
        def ignore(connection, _record, _proxy):
            connection.execute("PRAGMA ignore_check_constraints = ON")
    else:
        with transaction() as tx:
            tx.execute(text("ALTER TABLE gathering DROP CONSTRAINT ck_gathering_never_oversold"))


def sign_up_naively(gathering_id: int, person_id: int) -> None:
    """What one would write first: look whether there is room, then take it."""
    gathering = session().get_one(Gathering, gathering_id, populate_existing=True)
    if gathering.taken >= gathering.capacity:
        return
    with transaction() as tx:
        number = tx.scalars(
            update(Gathering)
            .where(Gathering.id == gathering_id)
            .values(taken=Gathering.taken + 1, next_queue_no=Gathering.next_queue_no + 1)
            .returning(Gathering.next_queue_no),
            execution_options={"synchronize_session": False},
        ).one()
        tx.execute(
            insert(SignUp).values(
                library_id=gathering.library_id,
                gathering_id=gathering_id,
                person_id=person_id,
                status=CONFIRMED,
                has_seat=True,
                queue_no=number,
                created_at=now(),
            )
        )


def test_the_same_rush_without_the_lock_oversells(app: Flask):
    gathering = a_gathering(capacity=20)
    drop_the_check()
    crowd = people(200)
    wrong = rush(app, [partial(sign_up_naively, gathering.id, who) for who in crowd])
    assert wrong == []
    assert statuses(gathering.id)[CONFIRMED] > 20


def test_behind_the_lock_the_database_itself_refuses_to_oversell(app: Flask):
    gathering = a_gathering(capacity=20)
    crowd = people(200)
    wrong = rush(app, [partial(sign_up_naively, gathering.id, who) for who in crowd])
    assert {type(error) for error in wrong} <= {IntegrityError}
    assert wrong
    assert statuses(gathering.id)[CONFIRMED] == 20


# ─── 2. people leave while people sign up ───


def test_two_hundred_leave_while_two_hundred_sign_up(app: Flask):
    gathering = a_gathering(capacity=200)
    crowd = people(600)
    first = [sign_up(gathering.library_id, gathering.id, who) for who in crowd[:400]]
    assert statuses(gathering.id) == {CONFIRMED: 200, WAITING: 200}

    going = [partial(leave, entry) for entry in first[:200]]
    coming = [partial(sign_up, gathering.library_id, gathering.id, who) for who in crowd[400:]]
    mixed: list[Act] = [act for pair in zip(going, coming, strict=True) for act in pair]
    with watched(app, gathering.id) as seen:
        wrong = rush(app, mixed)

    assert wrong == []
    assert max(taken for taken, _ in seen) <= 200
    assert statuses(gathering.id) == {SignUpStatus.CANCELLED: 200, CONFIRMED: 200, WAITING: 200}
    assert_sound(gathering.id)
    # Those who waited first are in, each by one promotion and one invitation.
    assert mails("promoted") == dict.fromkeys(crowd[200:400], 1)
    promotions = session().scalars(
        select(Activity.details).where(Activity.verb == "sign_up:confirmed")
    )
    assert sum(details.get("promoted", False) for details in promotions) == 200


# ─── 3. the same thing, many times ───


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("capacity", [1, 5])
def test_ten_clicks_at_once_are_one_sign_up_and_one_mail(
    app: Flask, confirmed: bool, capacity: int
):
    gathering = a_gathering(capacity=capacity)
    if capacity == 1:
        sign_up(gathering.library_id, gathering.id, people(1)[0])
    before = session().scalar(select(func.count(OutboxMail.id)))

    def click() -> None:
        with transaction() as tx:
            noor = find_or_create_person(tx, "noor@example.org", "Noor", "nl", now())
            sign_ups.sign_up(
                tx, gathering.library_id, gathering.id, noor, confirmed=confirmed, now=now()
            )

    assert rush(app, [click] * 10) == []
    session().rollback()
    noor = Person.email == "noor@example.org"
    assert session().scalar(select(func.count(SignUp.id)).join(SignUp.person).where(noor)) == 1
    assert session().scalar(select(func.count(OutboxMail.id))) == before + 1
    assert_sound(gathering.id)


def test_leaving_and_signing_up_by_the_same_person_at_once_ends_in_one_state(app: Flask):
    gathering = a_gathering(capacity=1)
    (who,) = people(1)
    entry = sign_up(gathering.library_id, gathering.id, who)
    clicks: list[Act] = [
        partial(leave, entry),
        partial(sign_up, gathering.library_id, gathering.id, who),
    ] * 20
    assert rush(app, clicks, in_flight=20) == []
    assert sum(statuses(gathering.id).values()) == 1
    assert_sound(gathering.id)


# ─── 4. the hall grows and shrinks meanwhile ───


def test_seats_added_and_taken_away_during_the_rush_end_full_and_sound(app: Flask):
    gathering = a_gathering(capacity=10)
    crowd = people(200)
    acts: list[Act] = [partial(sign_up, gathering.library_id, gathering.id, who) for who in crowd]
    for number, capacity in enumerate((25, 5, 40, 30, 40)):
        acts.insert(30 * (number + 1), partial(set_capacity, gathering.id, capacity))
    with watched(app, gathering.id) as seen:
        assert rush(app, acts, in_flight=40) == []
    assert all(taken <= capacity for taken, capacity in seen)
    stands = session().get_one(Gathering, gathering.id, populate_existing=True)
    assert stands.taken == stands.capacity
    assert_sound(gathering.id)
    confirmed = session().scalars(
        select(SignUp.queue_no).where(SignUp.status == CONFIRMED).order_by(SignUp.queue_no)
    )
    assert list(confirmed) == list(range(1, stands.taken + 1))


def test_people_who_cross_between_two_gatherings_never_block_each_other(app: Flask):
    library = a_library()
    one, two = (a_gathering(library=library, capacity=60) for _ in range(2))
    crowd = people(80)
    acts: list[Act] = []
    for number, who in enumerate(crowd):
        here, there = (one, two) if number % 2 else (two, one)
        acts.append(partial(sign_up, library.id, here.id, who))
        acts.append(partial(sign_up, library.id, there.id, who))

    def cross(entry: int, to: int) -> None:
        with transaction() as tx:
            sign_up_changes.move(tx, library.id, entry, to, now=now())

    assert rush(app, acts, in_flight=40) == []
    moving = [a_gathering(library=library, capacity=80) for _ in range(2)]
    left, right = (
        [sign_up(library.id, gathering.id, who) for who in crowd[half::2]]
        for half, gathering in enumerate(moving)
    )
    moves: list[Act] = [partial(cross, entry, moving[1].id) for entry in left]
    moves += [partial(cross, entry, moving[0].id) for entry in right]
    assert rush(app, moves[::2] + moves[1::2], in_flight=40) == []
    for gathering in (one, two, *moving):
        assert_sound(gathering.id)
