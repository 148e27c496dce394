from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Membership, Person
from community.accounts.people import person_without_address
from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.errors import DomainError, NotAllowed, NotFound
from community.gatherings import seats, sign_up_changes, sign_ups
from community.gatherings.kinds import Eligibility, SignUpMode
from community.gatherings.models import (
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
    Told,
)
from community.outbox.models import OutboxMail
from tests.factories import a_gathering, a_library, a_member, a_person, a_sign_up

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
PENDING, CANCELLED = SignUpStatus.PENDING, SignUpStatus.CANCELLED
HOUR = timedelta(hours=1)


def sign_up(gathering, person=None, *, confirmed=True, at=None, at_desk=False, **answers) -> SignUp:
    who = person or a_person()
    with transaction() as tx:
        return sign_ups.sign_up(
            tx,
            gathering.library_id,
            gathering.id,
            tx.get_one(Person, who.id),
            confirmed=confirmed,
            at_desk=at_desk,
            now=at or now(),
            **answers,
        )


def does(verb, entry, *args, at=None, **kwargs):
    with transaction() as tx:
        return verb(tx, entry.id, *args, now=at or now(), **kwargs)


def stands(entry) -> SignUp:
    return session().get_one(SignUp, entry.id, populate_existing=True)


def counters(gathering) -> tuple[int, int]:
    row = session().get_one(Gathering, gathering.id, populate_existing=True)
    return row.taken, row.waiting


def mails(person=None) -> list[str]:
    statement = select(OutboxMail.template).order_by(OutboxMail.id)
    if person is not None:
        statement = statement.where(OutboxMail.person_id == person.id)
    return [template.partition("/")[2] for template in session().scalars(statement)]


def logged() -> list[tuple[str, int]]:
    rows = session().execute(select(Activity.verb, Activity.quantity).order_by(Activity.id))
    return [(verb, quantity) for verb, quantity in rows]


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
    ids=str,
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


# ─── an address that is not proven yet ───


def test_an_unproven_address_holds_a_seat_for_an_hour():
    gathering, noor, at = a_gathering(capacity=1), a_person(), now()
    entry = sign_up(gathering, noor, confirmed=False, at=at)
    assert (entry.status, entry.has_seat) == (PENDING, True)
    assert entry.held_until == at + HOUR
    assert counters(gathering) == (1, 0)
    assert mails(noor) == ["confirm_sign_up"]
    assert logged() == []


def test_confirming_in_time_makes_the_held_seat_theirs():
    gathering, noor = a_gathering(capacity=1), a_person()
    entry = sign_up(gathering, noor, confirmed=False)
    sign_up(gathering)
    does(sign_ups.confirm, entry)
    does(sign_ups.confirm, entry)
    assert stands(entry).status is CONFIRMED
    assert counters(gathering) == (1, 1)
    assert mails(noor) == ["confirm_sign_up", "you_are_in"]
    assert stands(entry).person.email_confirmed_at is not None


def test_a_hold_that_ran_out_goes_to_who_waits():
    gathering, early = a_gathering(capacity=1), now() - 2 * HOUR
    held = sign_up(gathering, confirmed=False, at=early)
    waiting = sign_up(gathering, at=early)
    assert waiting.status is WAITING
    third = sign_up(gathering)
    assert stands(waiting).status is CONFIRMED
    assert (third.status, stands(held).has_seat) == (WAITING, False)
    assert counters(gathering) == (1, 1)


def test_confirming_late_takes_the_seat_if_it_is_still_free():
    gathering = a_gathering(capacity=1)
    entry = sign_up(gathering, confirmed=False, at=now() - 2 * HOUR)
    assert does(sign_ups.confirm, entry).status is CONFIRMED
    assert counters(gathering) == (1, 0)


def test_confirming_late_waits_at_the_original_place():
    gathering, early = a_gathering(capacity=1), now() - 3 * HOUR
    late = sign_up(gathering, confirmed=False, at=early)
    seated = sign_up(gathering, at=early + 2 * HOUR)
    behind = sign_up(gathering, at=early + 2 * HOUR)
    assert (seated.status, behind.status) == (CONFIRMED, WAITING)
    assert does(sign_ups.confirm, late).status is WAITING
    does(sign_up_changes.leave, seated)
    assert stands(late).status is CONFIRMED
    assert stands(behind).status is WAITING


def test_on_a_full_gathering_an_unproven_address_is_passed_until_it_confirms():
    gathering = a_gathering(capacity=1)
    seated = sign_up(gathering)
    unproven = sign_up(gathering, confirmed=False)
    assert (unproven.status, unproven.has_seat) == (PENDING, False)
    behind = sign_up(gathering)
    does(sign_up_changes.leave, seated)
    assert stands(behind).status is CONFIRMED
    assert stands(unproven).status is PENDING
    assert does(sign_ups.confirm, unproven).status is WAITING


def test_confirming_when_all_is_full_and_there_is_no_list_keeps_it_unconfirmed():
    gathering = a_gathering(capacity=1, has_waiting_list=False)
    late = sign_up(gathering, confirmed=False, at=now() - 2 * HOUR)
    sign_up(gathering)
    with pytest.raises(DomainError, match="no waiting list"):
        does(sign_ups.confirm, late)
    assert stands(late).status is PENDING


def test_the_same_form_ten_times_holds_one_seat_and_owes_one_mail():
    gathering, noor = a_gathering(capacity=5), a_person()
    assert len({sign_up(gathering, noor, confirmed=False).id for _ in range(10)}) == 1
    assert counters(gathering) == (1, 0)
    assert mails() == ["confirm_sign_up"]


def test_after_an_hour_signing_up_again_asks_again_at_the_old_place():
    gathering, noor = a_gathering(capacity=5), a_person()
    first = sign_up(gathering, noor, confirmed=False, at=now() - 2 * HOUR)
    again = sign_up(gathering, noor, confirmed=False)
    assert (again.id, again.queue_no) == (first.id, 1)
    assert again.held_until > now()
    assert counters(gathering) == (1, 0)
    assert mails() == ["confirm_sign_up", "confirm_sign_up"]


def test_signing_up_again_when_in_reminds_by_mail_once_a_day():
    gathering, noor = a_gathering(), a_person()
    sign_up(gathering, noor)
    sign_up(gathering, noor, confirmed=False)
    sign_up(gathering, noor, confirmed=False)
    assert mails() == ["you_are_in", "you_are_in"]


def test_signing_in_confirms_what_waited_for_a_mail():
    gathering, noor = a_gathering(), a_person()
    entry = sign_up(gathering, noor, confirmed=False)
    assert sign_up(gathering, noor).id == entry.id
    assert stands(entry).status is CONFIRMED
    assert counters(gathering) == (1, 0)


def test_the_answer_about_inviting_counts_only_once_the_address_is_proven():
    gathering, noor = a_gathering(), a_person()
    entry = sign_up(gathering, noor, confirmed=False, may_invite=True)
    assert session().scalars(select(Membership)).all() == []
    does(sign_ups.confirm, entry)
    assert session().scalars(select(Membership)).one().may_invite_since is not None


def test_who_is_not_asked_keeps_the_answer_given_before():
    gathering, noor = a_gathering(), a_member()
    with transaction() as tx:
        membership = tx.scalars(select(Membership)).one()
        membership.may_invite_since = now()
    sign_up(gathering, noor)
    assert session().scalars(select(Membership)).one().may_invite_since is not None


# ─── leaving, changing, giving ───


def test_who_leaves_makes_room_for_the_first_who_waits():
    gathering, noor, bas = a_gathering(capacity=1), a_person(), a_person("Bas")
    first, second, third = sign_up(gathering, noor), sign_up(gathering, bas), sign_up(gathering)
    does(sign_up_changes.leave, first)
    assert [stands(x).status for x in (first, second, third)] == [CANCELLED, CONFIRMED, WAITING]
    assert counters(gathering) == (1, 1)
    assert mails(bas) == ["you_are_waiting", "promoted"]
    assert mails(noor) == ["you_are_in", "left"]
    assert logged()[-2:] == [("sign_up:left", 1), ("sign_up:confirmed", 1)]


def test_leaving_twice_is_leaving_once():
    gathering, noor = a_gathering(), a_person()
    entry = sign_up(gathering, noor)
    does(sign_up_changes.leave, entry)
    does(sign_up_changes.leave, entry)
    assert mails(noor) == ["you_are_in", "left"]
    assert counters(gathering) == (0, 0)


def test_the_head_of_the_list_waits_until_it_fits():
    gathering = a_gathering(capacity=3)
    seated = [sign_up(gathering) for _ in range(3)]
    big, small = sign_up(gathering, party_size=2), sign_up(gathering)
    does(sign_up_changes.leave, seated[0])
    assert (stands(big).status, stands(small).status) == (WAITING, WAITING)
    assert counters(gathering) == (2, 2)
    does(sign_up_changes.leave, seated[1])
    assert (stands(big).status, stands(small).status) == (CONFIRMED, WAITING)
    assert counters(gathering) == (3, 1)


def test_a_party_that_can_never_fit_any_more_holds_up_nobody():
    gathering = a_gathering(capacity=4)
    four, five = sign_up(gathering, party_size=4), sign_up(gathering, party_size=4)
    single = sign_up(gathering)
    does(sign_up_changes.change_party, four, 2)
    assert stands(five).status is WAITING
    with transaction() as tx:
        seats.lock(tx, gathering.id).capacity = 3
    with transaction() as tx:
        seats.promote_waiting(tx, gathering.id, now=now())
    assert stands(single).status is CONFIRMED
    assert stands(five).status is WAITING


def test_a_party_grows_only_into_free_seats():
    gathering = a_gathering(capacity=3)
    entry = sign_up(gathering)
    does(sign_up_changes.change_party, entry, 3)
    assert counters(gathering) == (3, 0)
    with pytest.raises(DomainError, match="no room"):
        does(sign_up_changes.change_party, entry, 4)
    does(sign_up_changes.change_party, entry, 2)
    big = sign_up(gathering, party_size=2)
    assert big.status is WAITING
    with pytest.raises(DomainError, match="no room"):
        does(sign_up_changes.change_party, entry, 3)  # The free seat is kept for who waits.
    assert counters(gathering) == (2, 1)


def test_a_party_that_shrinks_makes_room_for_who_waits():
    gathering = a_gathering(capacity=3)
    entry, waiting = sign_up(gathering, party_size=3), sign_up(gathering, party_size=2)
    does(sign_up_changes.change_party, entry, 1)
    assert stands(waiting).status is CONFIRMED
    assert counters(gathering) == (3, 0)
    assert mails(entry.person) == ["you_are_in", "party_changed"]


def test_who_waits_may_change_its_party_and_keeps_its_place():
    gathering = a_gathering(capacity=2)
    sign_up(gathering)
    first, second = sign_up(gathering, party_size=2), sign_up(gathering)
    does(sign_up_changes.change_party, first, 1)
    assert stands(first).queue_no == 2
    assert stands(first).status is CONFIRMED  # Smaller, it fits.
    assert stands(second).status is WAITING


def test_the_net_of_the_log_is_the_number_of_seats():
    gathering = a_gathering(capacity=6)
    entry, other = sign_up(gathering, party_size=2), sign_up(gathering, party_size=3)
    does(sign_up_changes.change_party, entry, 3)
    does(sign_up_changes.leave, other)
    sign = {"sign_up:confirmed": 1, "sign_up:left": -1}
    assert sum(sign[verb] * n for verb, n in logged()) == counters(gathering)[0] == 3


def test_a_librarian_gives_a_free_seat_by_hand_and_passes_who_waits():
    gathering = a_gathering(capacity=3)
    sign_up(gathering, party_size=2)
    first, second = sign_up(gathering, party_size=2), sign_up(gathering)
    with transaction() as tx:
        sign_up_changes.give_seat(tx, gathering.library_id, second.id, now=now())
    assert (stands(first).status, stands(second).status) == (WAITING, CONFIRMED)
    assert mails(second.person) == ["you_are_waiting", "promoted"]
    row = session().scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert row.details == {"party_size": 1, "promoted": True, "by_hand": True}
    with pytest.raises(DomainError, match="no room"), transaction() as tx:
        sign_up_changes.give_seat(tx, gathering.library_id, first.id, now=now())


def test_moving_somebody_takes_the_seat_there_or_changes_nothing():
    here, there, full = a_gathering(capacity=1), a_gathering(capacity=1), a_gathering(capacity=1)
    entry, waiting = sign_up(here), sign_up(here)
    sign_up(full)
    with pytest.raises(DomainError, match="no room"), transaction() as tx:
        sign_up_changes.move(tx, here.library_id, entry.id, full.id, now=now())
    assert stands(entry).status is CONFIRMED
    with transaction() as tx:
        moved = sign_up_changes.move(tx, here.library_id, entry.id, there.id, now=now())
    assert (moved.gathering_id, moved.status) == (there.id, CONFIRMED)
    assert (stands(entry).status, stands(waiting).status) == (CANCELLED, CONFIRMED)
    assert mails(entry.person) == ["you_are_in", "removed", "you_are_in"]


@pytest.mark.parametrize("verb", [sign_up_changes.leave, sign_ups.confirm])
def test_nothing_changes_once_it_is_over(verb):
    gathering = a_gathering(starts_at=now() - timedelta(days=1))
    entry = a_sign_up(gathering, status=PENDING)
    with pytest.raises(DomainError, match="over"):
        does(verb, entry)


def test_a_raised_capacity_lets_in_who_waits():
    gathering = a_gathering(capacity=1)
    sign_up(gathering)
    waiting = [sign_up(gathering) for _ in range(3)]
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).capacity = 3
        seats.promote_waiting(tx, gathering.id, now=now())
    assert [stands(x).status for x in waiting] == [CONFIRMED, CONFIRMED, WAITING]
    assert counters(gathering) == (3, 1)


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
