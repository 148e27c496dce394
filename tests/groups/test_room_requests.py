"""Asking for a room: one question, one answer, one booking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.bookings import services as bookings
from community.bookings.models import Booking, Purpose
from community.bookings.services import Clash, Wish
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Initiator, Kind
from community.gatherings.models import Gathering, GatheringStatus
from community.groups import room_queries, room_requests
from community.groups.models import GroupGathering, RequestState, RoomRequest
from community.groups.room_requests import AnsweredAlready, Asked, WrongTime
from community.outbox import letters
from tests.factories import a_branch, a_gathering, a_librarian, a_library, a_room, next_week
from tests.gatherings.crowd import rush
from tests.groups.groups import (
    a_contact_of,
    a_group,
    a_room_request,
    count,
    do,
    linked,
    owed,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def group():
    return a_group()


@pytest.fixture
def ineke(group):
    return a_contact_of(group)


@pytest.fixture
def room(group):
    return a_room(a_branch(place="Zaaldorp"), "Leeszaal", capacity=20)


def a_hand():
    return Hand(None, "https://kring.example.org", now())


def ask(group, by, room, *, starts_at=None, hours=2, **fields):
    begins = starts_at or next_week(19)
    asked = Asked(
        branch_id=room.branch_id,
        room_id=room.id,
        starts_at=begins,
        ends_at=begins + timedelta(hours=hours),
        people=8,
        what="Breien",
        **fields,
    )
    return do(room_requests.ask, group.library_id, group.id, by.id, asked, now=now())


def grant(request, room, answer=""):
    return do(room_requests.grant, request.library_id, request.id, room.id, answer, a_hand())


def decline(request, answer="Dan is er verkiezing."):
    return do(room_requests.decline, request.library_id, request.id, answer, a_hand())


def withdraw(request):
    return do(room_requests.withdraw, request.library_id, request.group_id, request.id, now=now())


def state_of(request):
    session().rollback()
    return session().get_one(RoomRequest, request.id, populate_existing=True).state


def test_the_same_question_twice_is_one_question(group, ineke, room):
    assert ask(group, ineke, room).id == ask(group, ineke, room).id
    assert count(RoomRequest) == 1


@pytest.mark.parametrize(("days", "hours"), [(-8, 2), (500, 2), (0, 0), (0, -1), (0, 20)])
def test_a_time_that_cannot_be_is_refused(group, ineke, room, days, hours):
    with pytest.raises(WrongTime):
        ask(group, ineke, room, starts_at=next_week(19) + timedelta(days=days), hours=hours)


def test_a_room_of_another_library_or_branch_does_not_exist(group, ineke, room):
    theirs = a_room(a_branch(a_library("salland"), "Raalte"), "Ver weg")
    with pytest.raises(NotFound):
        ask(group, ineke, theirs)
    elsewhere = a_room(a_branch(place="Dalfsen"), "Tuin")
    with pytest.raises(NotFound):
        grant(ask(group, ineke, room), elsewhere)


def test_granting_books_the_room_once_and_tells_who_asked(session, group, ineke, room):
    request = ask(group, ineke, room)
    for _ in range(2):
        grant(request, room, "De sleutel ligt aan de balie.")
    booking = session.scalars(select(Booking)).one()
    assert (booking.room_id, booking.purpose, booking.what) == (
        room.id, Purpose.GROUP, "Breigroep De Steek",
    )  # fmt: skip
    (mail,) = owed("room_granted")
    letter = letters.render(session, mail)
    assert mail.person_id == ineke.id
    assert "De sleutel ligt aan de balie." in letter.text
    assert "Leeszaal" in letter.text


def test_what_is_for_the_agenda_becomes_a_draft_that_holds_the_room(session, group, ineke, room):
    linked(group, a_gathering("Eerder", kind=Kind.WORKSHOP))
    grant(ask(group, ineke, room, in_agenda=True), room)
    made = session.scalars(select(Gathering).where(Gathering.title == "Breien")).one()
    assert (made.status, made.initiator, made.kind) == (
        GatheringStatus.DRAFT, Initiator.GROUP, Kind.WORKSHOP,
    )  # fmt: skip
    assert made.booking.room_id == room.id
    assert count(GroupGathering) == 2


def test_a_room_that_is_taken_is_not_given(session, group, ineke, room):
    taken = Wish(room_id=room.id, starts_at=next_week(20), ends_at=next_week(22))
    do(bookings.book, group.library_id, taken, purpose=Purpose.OWN, what="Overleg", now=now())
    quiet, public = (
        ask(group, ineke, room),
        ask(group, ineke, room, starts_at=next_week(19) + timedelta(minutes=5), in_agenda=True),
    )
    with pytest.raises(Clash):
        grant(quiet, room)
    with pytest.raises(DraftRefused):
        grant(public, room)
    assert state_of(quiet) is state_of(public) is RequestState.ASKED
    assert count(Booking) == 1
    free = a_room(session.get_one(type(room.branch), room.branch_id), "Achterkamer")
    possible = room_queries.list_possible(session, session.get_one(RoomRequest, quiet.id))
    assert [(one.room.name, one.is_free) for one in possible] == [
        ("Achterkamer", True), ("Leeszaal", False),
    ]  # fmt: skip
    grant(quiet, free)
    assert state_of(quiet) is RequestState.GRANTED


def test_the_room_to_think_of_first_has_enough_chairs(session, group, room):
    small, large = (
        a_room(room.branch, name, capacity=seats) for name, seats in (("Klein", 4), ("Groot", 90))
    )
    request = a_room_request(group, small)
    possible = room_queries.list_possible(session, request)
    assert room_queries.find_fitting(possible, request).id == room.id
    request = a_room_request(group, large, starts_at=next_week(20))
    possible = room_queries.list_possible(session, request)
    assert room_queries.find_fitting(possible, request).id == large.id


@pytest.mark.parametrize("in_agenda", [False, True])
def test_of_librarians_who_say_yes_at_once_one_books(app, group, ineke, room, in_agenda):
    request = ask(group, ineke, room, in_agenda=in_agenda)

    def act():
        with transaction() as tx:
            room_requests.grant(tx, group.library_id, request.id, room.id, "", a_hand())

    assert rush(app, [act] * 8, in_flight=8) == []
    assert count(Booking) == 1
    assert count(Gathering) == int(in_agenda)
    assert len(owed("room_granted")) == 1


def test_of_two_groups_that_are_given_one_room_at_once_one_has_it(app, group, room):
    wanted = [a_room_request(group, room), a_room_request(a_group("Tuinen"), room)]

    def give(request_id):
        def act():
            with transaction() as tx:
                room_requests.grant(tx, group.library_id, request_id, room.id, "", a_hand())

        return act

    wrong = rush(app, [give(each.id) for each in wanted], in_flight=2)
    assert [type(each) for each in wrong] == [Clash]
    assert count(Booking) == 1


def test_a_no_says_why_and_stands(session, group, ineke, room):
    request = ask(group, ineke, room)
    decline(request)
    decline(request, "Iets anders")
    assert state_of(request) is RequestState.DECLINED
    (mail,) = owed("room_declined")
    assert "Dan is er verkiezing." in letters.render(session, mail).text
    with pytest.raises(AnsweredAlready):
        grant(request, room)


def test_what_is_not_needed_any_more_is_given_back(group, ineke, room):
    request = ask(group, ineke, room)
    grant(request, room)
    for _ in range(2):
        withdraw(request)
    assert state_of(request) is RequestState.WITHDRAWN
    assert count(Booking) == 0
    with pytest.raises(AnsweredAlready):
        grant(request, room)


def test_a_gathering_is_not_called_off_by_taking_the_question_back(group, ineke, room):
    request = ask(group, ineke, room, in_agenda=True)
    grant(request, room)
    with pytest.raises(AnsweredAlready):
        withdraw(request)
    assert count(Booking) == 1


def test_a_mail_about_what_was_taken_back_is_not_sent(session, group, ineke, room):
    request = ask(group, ineke, room)
    grant(request, room)
    withdraw(request)
    assert letters.render(session, owed("room_granted")[0]) is None


def test_of_a_sensitive_group_the_room_calendar_says_nothing(session, room):
    quiet = a_group("Praten over rouw", is_sensitive=True)
    grant(ask(quiet, a_contact_of(quiet), room), room)
    assert session.scalars(select(Booking.what)).all() == [""]


# ─── over HTTP ───


def test_the_contact_person_asks_and_the_librarian_answers(client_of, group, ineke, room):
    day = f"{next_week():%Y-%m-%d}"
    asked = {
        "day": day, "starts": "19:30", "ends": "21:00", "place": f"{room.branch_id}",
        "people": "12", "what": "Mutsen breien", "in_agenda": "nee",
    }  # fmt: skip
    own, page = client_of(ineke), f"/vechtdal/groepen/{group.id}/zaal"
    assert own.get(page).status_code == 200
    wrong = own.post(page, data={**asked, "ends": "18:00"})
    assert wrong.status_code == 422
    assert 'value="Mutsen breien"' in wrong.text
    assert own.post(page, data={**asked, "people": "0"}).status_code == 422
    assert own.post(page, data=asked).status_code == 303
    assert "Wacht op antwoord" in own.get(f"/vechtdal/groepen/{group.id}/wij").text
    desk = client_of(a_librarian())
    assert "Groep die om een ruimte vraagt" in desk.get("/vechtdal/beheer").text
    request = session().scalars(select(RoomRequest)).one()
    at = f"/vechtdal/beheer/groepen/zaalvragen/{request.id}"
    assert "Leeszaal, voor 20 mensen: vrij" in desk.get(at).text
    assert desk.post(f"{at}/nee", data={"nee-answer": ""}).status_code == 422
    assert desk.post(f"{at}/ja", data={"room": "0"}).status_code == 422
    assert desk.post(f"{at}/ja", data={"room": room.id}).status_code == 303
    assert "De ruimte is voor jullie" in own.get(f"/vechtdal/groepen/{group.id}/wij").text
    assert "Groep die om een ruimte vraagt" not in desk.get("/vechtdal/beheer").text
    own.post(f"/vechtdal/groepen/{group.id}/zaal/{request.id}/intrekken")
    assert count(Booking) == 0


def test_a_taken_room_comes_back_beside_the_rooms(client_of, group, room):
    request = a_room_request(group, room)
    taken = Wish(room_id=room.id, starts_at=request.starts_at, ends_at=request.ends_at)
    do(bookings.book, group.library_id, taken, purpose=Purpose.OWN, what="Overleg", now=now())
    at = f"/vechtdal/beheer/groepen/zaalvragen/{request.id}"
    answer = client_of(a_librarian()).post(f"{at}/ja", data={"room": room.id})
    assert answer.status_code == 422
    assert "Leeszaal is dan bezet: Overleg" in answer.text


def test_the_contact_person_begins_a_gathering_that_the_library_finishes(client_of, group, ineke):
    branch = a_branch(place="Zaaldorp")
    day = f"{next_week():%Y-%m-%d}"
    sent = {
        "day": day, "starts": "10:00", "ends": "12:00", "title": "Breien voor beginners",
        "place": f"{branch.id}",
    }  # fmt: skip
    own, page = client_of(ineke), f"/vechtdal/groepen/{group.id}/samenkomst"
    assert own.get(page).status_code == 200
    assert own.post(page, data={**sent, "day": "2020-01-01"}).status_code == 422
    for _ in range(2):
        assert own.post(page, data=sent).status_code == 303
    made = session().scalars(select(Gathering)).one()
    assert (made.title, made.initiator, made.status) == (
        "Breien voor beginners", Initiator.GROUP, GatheringStatus.DRAFT,
    )  # fmt: skip
    assert count(GroupGathering) == 1
