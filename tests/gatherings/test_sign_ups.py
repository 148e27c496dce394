"""A seat, or a place on the waiting list; and when neither."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from community.accounts.models import Membership
from community.accounts.people import person_without_address
from community.activity.models import Activity
from community.clock import now
from community.db import db, session, transaction
from community.errors import DomainError, NotAllowed, NotFound
from community.gatherings import sign_up_changes, sign_ups
from community.gatherings.kinds import Eligibility, SignUpMode
from community.gatherings.models import GatheringStatus, SignUp, SignUpStatus, Told
from tests.factories import a_gathering, a_library, a_person
from tests.gatherings.acts import counters, does, logged, mails, sign_up, stands

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
CANCELLED = SignUpStatus.CANCELLED
HOUR = timedelta(hours=1)


# ─── a seat, or a place on the list ───


def test_a_free_seat_is_given_at_once_mailed_and_logged():
    gathering, noor = a_gathering(capacity=2), a_person()
    entry = sign_up(gathering, noor, question="Wie helpt?")
    assert (entry.status, entry.queue_no, entry.question) == (CONFIRMED, 1, "Wie helpt?")
    assert counters(gathering) == (1, 0)
    assert mails(noor) == ["you_are_in"]
    assert logged() == [("sign_up:confirmed", 1)]
    row = session().scalars(select(Activity)).one()
    assert row.person_key is not None
    assert row.details == {"party_size": 1}


def test_between_the_lock_and_the_end_one_answer_is_waited_for(app):
    """What else is written waits for the end; who waits for a seat too asks nothing more."""
    gathering = a_gathering(capacity=1)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    for _ in range(2):
        del statements[:]
        sign_up(gathering)
        lock = next(n for n, said in enumerate(statements) if said.startswith("UPDATE gathering"))
        tables = [said.split("(")[0].split()[-1] for said in statements[lock + 1 : -1]]
        assert tables == ["sign_up", "membership", "person_key", "activity", "outbox_mail"]
        assert statements[-1].startswith("UPDATE library_version")


def test_the_last_seat_is_given_once():
    gathering = a_gathering(capacity=1)
    assert sign_up(gathering).status is CONFIRMED
    second = sign_up(gathering)
    assert (second.status, second.has_seat, second.queue_no) == (WAITING, False, 2)
    assert counters(gathering) == (1, 1)
    assert mails() == ["you_are_in", "you_are_waiting"]
    assert logged() == [("sign_up:confirmed", 1), ("sign_up:waiting", 1)]


def test_without_a_capacity_everybody_fits():
    gathering = a_gathering(capacity=None)
    assert {sign_up(gathering, party_size=8).status for _ in range(3)} == {CONFIRMED}
    assert counters(gathering) == (24, 0)


def test_without_a_waiting_list_a_full_gathering_says_so_and_keeps_nothing():
    gathering = a_gathering(capacity=1, has_waiting_list=False)
    sign_up(gathering)
    with pytest.raises(DomainError, match="no waiting list"):
        sign_up(gathering)
    assert counters(gathering) == (1, 0)
    assert session().scalar(select(func.count(SignUp.id))) == 1


def test_signing_up_twice_is_one_sign_up_and_one_mail():
    gathering, noor = a_gathering(capacity=3), a_person()
    first, again = sign_up(gathering, noor), sign_up(gathering, noor, party_size=2)
    assert first.id == again.id
    assert stands(first).party_size == 1
    assert counters(gathering) == (1, 0)
    assert mails() == ["you_are_in"]
    assert sign_up(gathering).queue_no == 2  # The number that was not needed is given on.


def test_signing_up_twice_on_a_full_gathering_keeps_the_place():
    gathering, noor = a_gathering(capacity=1), a_person()
    sign_up(gathering)
    first = sign_up(gathering, noor)
    sign_up(gathering)
    assert sign_up(gathering, noor).queue_no == first.queue_no
    assert counters(gathering) == (1, 2)


def test_a_party_takes_its_seats_or_waits_whole():
    gathering = a_gathering(capacity=4)
    assert sign_up(gathering, party_size=3).status is CONFIRMED
    assert sign_up(gathering, party_size=2).status is WAITING
    assert counters(gathering) == (3, 1)


def test_nobody_is_passed_who_waits_even_if_a_smaller_party_would_fit():
    gathering = a_gathering(capacity=4)
    sign_up(gathering, party_size=3)
    sign_up(gathering, party_size=2)
    assert sign_up(gathering, party_size=1).status is WAITING
    assert counters(gathering) == (3, 2)


@pytest.mark.parametrize("size", [0, 9, -1])
def test_a_party_has_one_to_eight_people(size):
    with pytest.raises(DomainError):
        sign_up(a_gathering(), party_size=size)


def test_a_party_larger_than_the_gathering_is_refused_and_blocks_nobody():
    gathering = a_gathering(capacity=3)
    with pytest.raises(DomainError, match="no room"):
        sign_up(gathering, party_size=4)
    assert counters(gathering) == (0, 0)


def test_who_left_and_returns_joins_the_end_of_the_queue():
    gathering, noor = a_gathering(capacity=1), a_person()
    first = sign_up(gathering, noor)
    does(sign_up_changes.leave, first)
    sign_up(gathering)
    back = sign_up(gathering, noor, question="Nu wel")
    assert back.id == first.id
    assert (back.status, back.queue_no, back.sequence) == (WAITING, 3, 2)
    assert (back.question, back.cancelled_at) == ("Nu wel", None)
    assert mails(noor) == ["you_are_in", "left", "you_are_waiting"]


def test_who_left_and_returns_to_a_free_seat_is_in_again():
    gathering, noor = a_gathering(capacity=2), a_person()
    does(sign_up_changes.leave, sign_up(gathering, noor))
    back = sign_up(gathering, noor)
    assert (back.status, back.queue_no) == (CONFIRMED, 2)
    assert counters(gathering) == (1, 0)
    assert mails(noor) == ["you_are_in", "left", "you_are_in"]


# ─── when it is not possible ───


@pytest.mark.parametrize(
    "fields",
    [
        {"status": GatheringStatus.DRAFT},
        {"status": GatheringStatus.CANCELLED},
        {"status": GatheringStatus.CLOSED},
        {"sign_up_mode": SignUpMode.NONE},
        {"sign_up_mode": SignUpMode.ELSEWHERE},
        {"sign_up_opens_at": now() + HOUR},
        {"sign_up_closes_at": now() - HOUR},
        {"starts_at": now() - HOUR},
    ],
    ids=" ".join,
)
def test_a_closed_door_stays_closed(fields):
    gathering = a_gathering(**fields)
    with pytest.raises(DomainError):
        sign_up(gathering)
    assert counters(gathering) == (0, 0)
    assert mails() == []


def test_the_desk_may_sign_up_until_the_end():
    begun = a_gathering(starts_at=now() - timedelta(minutes=5))
    assert sign_up(begun, at_desk=True).status is CONFIRMED
    over = a_gathering(starts_at=now() - timedelta(days=1))
    with pytest.raises(DomainError):
        sign_up(over, at_desk=True)


def test_a_gathering_for_accounts_wants_a_proven_person():
    gathering = a_gathering(eligibility=Eligibility.SIGNED_IN)
    with pytest.raises(NotAllowed):
        sign_up(gathering, confirmed=False)
    assert sign_up(gathering).status is CONFIRMED


def test_another_librarys_gathering_is_not_found():
    gathering, other, noor = a_gathering(), a_library("zuidpolder"), a_person()
    with pytest.raises(NotFound), transaction() as tx:
        sign_ups.sign_up(tx, other.id, gathering.id, noor, confirmed=True, now=now())


# ─── people without address, and sensitive gatherings ───


def test_who_has_no_address_is_owed_no_mail_but_what_she_knows_is_remembered():
    gathering = a_gathering(capacity=1)
    sign_up(gathering)
    with transaction() as tx:
        ria = person_without_address(tx, "Ria", "0529 12 34 56", now=now())
    entry = sign_up(gathering, ria, at_desk=True)
    told = session().get_one(Told, entry.id)
    assert (told.gathering_sequence, told.sign_up_sequence) == (0, 0)
    assert mails(ria) == []


def test_a_sensitive_gathering_leaves_nobody_in_the_log_or_among_the_members():
    gathering = a_gathering(capacity=1, is_sensitive=True)
    entry = sign_up(gathering, may_invite=True)
    sign_up(gathering)
    does(sign_up_changes.leave, entry)
    assert session().scalars(select(Activity.person_key)).all() == [None] * 4
    assert session().scalars(select(Membership)).all() == []
