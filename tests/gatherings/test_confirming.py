"""An address that is not proven yet: the hold, the click in time, the click too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Membership
from community.clock import now
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings import sign_up_changes, sign_ups
from community.gatherings.models import SignUpStatus
from tests.factories import a_gathering, a_member, a_person
from tests.gatherings.acts import counters, does, logged, mails, sign_up, stands

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
PENDING = SignUpStatus.PENDING
HOUR = timedelta(hours=1)


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


def test_what_a_stranger_answered_in_my_name_is_gone_when_i_sign_in():
    gathering, noor = a_gathering(), a_person()
    sign_up(gathering, noor, confirmed=False, may_invite=True, question="Niet van Noor")
    entry = sign_up(gathering, noor)
    assert stands(entry).question == ""
    assert session().scalars(select(Membership)).one().may_invite_since is None


def test_after_an_hour_the_answers_of_now_count():
    gathering, noor = a_gathering(capacity=3), a_person()
    sign_up(gathering, noor, confirmed=False, at=now() - 2 * HOUR, question="Toen")
    entry = sign_up(gathering, noor, confirmed=False, question="Nu", party_size=3)
    assert (entry.question, entry.party_size) == ("Nu", 3)
    assert counters(gathering) == (3, 0)


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
