"""Who has no e-mail address is called: derived from what they know and how it is now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.accounts.people import person_without_address
from community.clock import now
from community.db import session, transaction
from community.gatherings import calls, sign_up_changes, sign_ups
from community.gatherings.calls import Tidings
from community.gatherings.models import Gathering, GatheringStatus, SignUp
from tests.factories import a_gathering, a_library, a_person, a_sign_up

pytestmark = pytest.mark.usefixtures("app")


def ria_signs_up(gathering: Gathering, size: int = 1) -> SignUp:
    with transaction() as tx:
        ria = person_without_address(tx, "Ria", "0529 12 34 56", now=now())
        return sign_ups.sign_up(
            tx,
            gathering.library_id,
            gathering.id,
            ria,
            confirmed=True,
            at_desk=True,
            party_size=size,
            now=now(),
        )


def to_call(gathering: Gathering) -> list[tuple[str, ...]]:
    session().rollback()
    found = calls.list_calls(session(), gathering.library_id, now=now())
    assert session().scalar(calls.how_many(gathering.library_id, now())) == len(found)
    return [call.tidings for call in found]


def change(gathering: Gathering, **fields: object) -> None:
    with transaction() as tx:
        row = tx.get_one(Gathering, gathering.id)
        for name, value in {**fields, "sequence": row.sequence + 1}.items():
            setattr(row, name, value)


def does(verb, entry, **kwargs):
    with transaction() as tx:
        verb(tx, entry.id, now=now(), **kwargs)


def test_who_stood_at_the_counter_needs_no_call():
    gathering = a_gathering()
    ria_signs_up(gathering)
    assert to_call(gathering) == []


def test_a_move_and_a_cancellation_are_told_once_each():
    gathering = a_gathering()
    entry = ria_signs_up(gathering)
    change(gathering, starts_at=gathering.starts_at + timedelta(minutes=30))
    assert to_call(gathering) == [(Tidings.MOVED,)]
    with transaction() as tx:
        calls.called(tx, gathering.library_id, entry.id, now=now())
    assert to_call(gathering) == []
    change(gathering, status=GatheringStatus.CANCELLED)
    assert to_call(gathering) == [(Tidings.CANCELLED,)]


def test_a_seat_from_the_waiting_list_is_told():
    gathering = a_gathering(capacity=1)
    first = a_sign_up(gathering)
    ria_signs_up(gathering)
    assert to_call(gathering) == []
    does(sign_up_changes.leave, first)
    assert to_call(gathering) == [(Tidings.SEATED,)]


def test_who_leaves_knows_it_and_who_was_taken_off_does_not():
    gathering = a_gathering()
    does(sign_up_changes.leave, ria_signs_up(gathering))
    assert to_call(gathering) == []
    does(sign_up_changes.leave, ria_signs_up(gathering), by_staff=True)
    assert to_call(gathering) == [(Tidings.REMOVED,)]


def test_people_with_an_address_get_a_mail_and_no_call():
    gathering = a_gathering()
    a_sign_up(gathering, a_person())
    change(gathering, title="Anders")
    assert to_call(gathering) == []


def test_nobody_is_called_about_what_has_begun():
    gathering = a_gathering(starts_at=now() + timedelta(minutes=1))
    ria_signs_up(gathering)
    change(gathering, starts_at=now() - timedelta(minutes=1))
    assert to_call(gathering) == []


def test_every_library_calls_its_own_people():
    gathering, other = a_gathering(), a_library("zuidpolder")
    ria_signs_up(gathering)
    change(gathering, title="Anders")
    assert calls.list_calls(session(), other.id, now=now()) == []
