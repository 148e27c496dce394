"""Rounding off: one number is asked, the rest is offered; nobody is mailed twice or for nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.gatherings import attendance, closing_queries, rounding_off
from community.gatherings.attendance import Note
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting import Hand
from community.gatherings.models import Absent, Gathering, GatheringStatus, LookBack, SignUpStatus
from community.gatherings.rounding_off import Afterwards
from community.outbox.models import OutboxMail
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_person,
    a_sign_up,
    the_library,
)
from tests.gatherings.desk import DESK, error_beside
from tests.gatherings.mailing import mailed

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def over():
    return a_gathering("Samen eten", starts_at=now() - timedelta(hours=5), capacity=10)


@pytest.fixture
def desk(app, client_of):
    return client_of(a_librarian(the_library()))


def round_off(gathering, head_count=5, *, later=timedelta(), **told):
    with transaction() as tx:
        return rounding_off.round_off(
            tx, gathering.library_id, gathering.id, Afterwards(head_count, **told),
            by=None, now=now() + later,
        )  # fmt: skip


def comes(gathering, name="Noor", **fields):
    entry = a_sign_up(gathering, a_person(name, **fields))
    with transaction() as tx:
        attendance.note_sign_up(tx, entry.library_id, entry.id, Note(None, now()), now=now())
    return entry


def owed():
    return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))


def look_back(gathering):
    session().rollback()
    return closing_queries.find_look_back(session(), gathering.library_id, gathering.id)


# ─── looking back ───


def test_only_the_number_is_asked(over):
    round_off(over, 12)
    session().rollback()
    assert session().get(Gathering, over.id).head_count == 12
    assert look_back(over) is None


def test_three_lines_are_kept_and_can_be_changed(over):
    round_off(over, worked=" De tafels. ", next_time="Eerder\r\nbeginnen.")
    assert look_back(over).worked == "De tafels."
    assert look_back(over).next_time == "Eerder\nbeginnen."
    round_off(over, worked="De soep.")
    assert (look_back(over).worked, look_back(over).next_time) == ("De soep.", "")


def test_a_line_that_does_not_fit_is_refused_and_nothing_is_closed(over):
    for wrong in ({"worked": "x" * 501}, {"did_not": "a\x00b"}):
        with pytest.raises(DraftRefused):
            round_off(over, **wrong)
    assert session().get(Gathering, over.id).status is GatheringStatus.PUBLISHED


def test_saying_the_same_again_changes_nothing(over):
    round_off(over, worked="De soep.")
    written_at = look_back(over).written_at
    round_off(over, worked="De soep.", later=timedelta(hours=1))
    assert look_back(over).written_at == written_at
    assert session().scalars(select(LookBack)).all() == [look_back(over)]


# ─── who did not come ───


def test_who_did_not_come_is_missed_once_by_who_can_read_it(over):
    comes(over, "Anna")
    missed = a_sign_up(over, a_person("Bram"))
    a_sign_up(over, a_person("Cor", email=None))
    a_sign_up(over, a_person("Daan"), SignUpStatus.WAITING)
    a_sign_up(over, a_person("Els"), SignUpStatus.CANCELLED)
    assert rounding_off.who_was_missed(session(), over) == ["Bram", "Cor"]
    for _ in range(2):
        round_off(over, absent=Absent.NOTE)
    (mail,) = owed()
    assert (mail.template, mail.person_id) == ("gatherings/missed", missed.person_id)
    letter = mailed(mail)
    assert letter.subject.startswith("We hebben je gemist: Samen eten")
    assert "Bram" in letter.text
    assert "/vechtdal/agenda" in letter.text


def test_the_mail_is_dropped_when_they_were_there_after_all(over):
    comes(over)
    late = a_sign_up(over, a_person("Bram"))
    round_off(over, absent=Absent.NOTE)
    with transaction() as tx:
        attendance.note_sign_up(tx, late.library_id, late.id, Note(None, now()), now=now())
    (mail,) = owed()
    assert mailed(mail) is None


def test_where_nobody_was_checked_in_nobody_is_missed(over):
    a_sign_up(over)
    round_off(over, absent=Absent.NOTE)
    assert rounding_off.who_was_missed(session(), over) == []
    assert owed() == []


def test_two_weeks_later_nobody_is_written_to_any_more(over):
    comes(over)
    a_sign_up(over)
    round_off(over, absent=Absent.NOTE, later=timedelta(days=15))
    assert owed() == []


def test_of_something_sensitive_there_are_no_names(desk):
    gathering = a_gathering(starts_at=now() - timedelta(hours=5), is_sensitive=True)
    a_sign_up(gathering, a_person("Bram"))
    round_off(gathering, absent=Absent.NOTE)
    assert owed() == []
    assert "Bram" not in desk.get(f"{DESK}/{gathering.id}/afronden").text


def test_what_was_chosen_stays_when_it_is_not_asked_again(over):
    round_off(over, absent=Absent.LEFT_OUT)
    round_off(over, worked="De soep.")
    assert look_back(over).absent is Absent.LEFT_OUT


def heard_of(following):
    """Who may be invited to it or reminded of it."""
    wanted = select(Person.first_name).where(
        ~closing_queries.hears_nothing_more(Person.id, following.id)
    )
    session().rollback()
    return set(session().scalars(wanted))


def test_who_stayed_away_hears_nothing_more_of_what_follows(over):
    comes(over)
    bas = a_person("Bas")
    a_sign_up(over, bas)
    following = a_gathering("Samen eten")
    a_sign_up(following, bas, created_at=now() - timedelta(days=9))
    other, elsewhere = a_gathering("Samen lezen"), a_library("zuidpolder")
    theirs = a_gathering("Samen eten", library=elsewhere)
    round_off(over, 1, absent=Absent.NOTHING)
    assert heard_of(following) == {"Noor", "Bas"}
    round_off(over, 1, absent=Absent.LEFT_OUT)
    assert heard_of(following) == {"Noor"}
    assert heard_of(other) == heard_of(theirs) == {"Noor", "Bas"}


def test_who_signs_up_again_has_come_back(over):
    comes(over)
    bas = a_person("Bas")
    a_sign_up(over, bas)
    round_off(over, 1, absent=Absent.LEFT_OUT)
    following = a_gathering("Samen eten")
    assert heard_of(following) == {"Noor"}
    a_sign_up(following, bas, created_at=now() + timedelta(minutes=1))
    assert heard_of(following) == {"Noor", "Bas"}


def test_where_nobody_was_checked_in_everybody_goes_on_hearing(over):
    a_sign_up(over, a_person("Bas"))
    round_off(over, 1, absent=Absent.LEFT_OUT)
    assert heard_of(a_gathering("Samen eten")) == {"Bas"}


# ─── the next one ───


def test_the_next_is_planned_once_however_often_one_presses(over):
    def plan():
        with transaction() as tx:
            hand = Hand(None, "https://kring.example.org", now())
            return rounding_off.plan_next(tx, over.library_id, over.id, hand).id

    first = plan()
    assert plan() == first
    assert session().get(Gathering, first).status is GatheringStatus.DRAFT


# ─── the page ───


def test_the_number_begins_at_who_was_checked_in(over, desk):
    comes(over)
    page = desk.get(f"{DESK}/{over.id}/afronden").text
    assert re.search(r'<input[^>]*name="head_count"[^>]*value="1"', page)


def test_from_rounding_off_to_the_next_in_the_agenda_is_two_presses(over, desk):
    data = {"head_count": "7", "how": "counted", "next_time": "Meer stoelen."}
    answer = desk.post(f"{DESK}/{over.id}/afronden", data=data)
    assert answer.status_code == 303
    assert "Plan de volgende" in desk.get(answer.location).text
    planned = desk.post(f"{DESK}/{over.id}/volgende")
    number = int(planned.location.rpartition("/")[2])
    desk.post(f"{DESK}/{number}/publiceren")
    session().rollback()
    assert session().get(Gathering, number).status is GatheringStatus.PUBLISHED
    assert "Meer stoelen." in desk.get(f"{DESK}/{over.id}/kopieer").text
    assert "Meer stoelen." in desk.get(f"{DESK}/{over.id}").text


def test_a_form_with_something_wrong_comes_back_as_it_was_typed(over, desk):
    data = {"head_count": "veel", "worked": "De soep.", "did_not": "x" * 501}
    answer = desk.post(f"{DESK}/{over.id}/afronden", data=data)
    assert answer.status_code == 422
    assert error_beside(answer, "head_count")
    assert error_beside(answer, "did_not")
    assert "De soep." in answer.text


def test_nothing_is_rounded_off_before_it_is_over(desk):
    assert desk.get(f"{DESK}/{a_gathering().id}/afronden").status_code == 409


def test_a_host_looks_back_and_does_not_plan(over, client_of):
    hanna = client_of(a_host_of(over))
    assert "Plan de volgende" not in hanna.get(f"{DESK}/{over.id}/afronden").text
    assert hanna.post(f"{DESK}/{over.id}/volgende").status_code == 403
