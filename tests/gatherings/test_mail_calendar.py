"""What the mails about a sign-up do to a calendar (iMIP)."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from community.clock import now
from community.db import session, transaction
from community.gatherings import sign_up_changes, sign_ups
from community.gatherings.models import SignUpStatus
from community.outbox import letters
from community.outbox.models import MailState, OutboxMail
from tests import factories
from tests.factories import a_mail
from tests.gatherings.mailing import cancelled, event_in, letter_for, mailed

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
PENDING, GONE = SignUpStatus.PENDING, SignUpStatus.CANCELLED


@pytest.fixture
def settings() -> dict[str, object]:
    return {"BASE_URL": "https://kring.example.org", "MAIL_FROM": "post@kring.example.org"}


@pytest.fixture
def gathering(app):
    return factories.a_gathering("Zo helpen we elkaar")


def test_an_invitation_is_for_one_person_and_comes_from_the_sender(gathering):
    noor = factories.a_person("Noor", surname="de Boer")
    letter = letter_for(factories.a_sign_up(gathering, noor, sequence=2), "you_are_in", sequence=2)
    assert letter.calendar_method == "REQUEST"
    calendar = Calendar.from_ical(letter.calendar)
    assert calendar["METHOD"] == "REQUEST"
    event = event_in(letter)
    assert event["UID"] == gathering.uid
    assert event["SEQUENCE"] == gathering.sequence + 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == f"mailto:{letters.sender_address()}"
    attendee = event["ATTENDEE"]
    assert not isinstance(attendee, list)
    assert attendee == f"mailto:{noor.email}"
    assert attendee.params["RSVP"] == "FALSE"
    assert attendee.params["PARTSTAT"] == "ACCEPTED"
    assert event["DTSTART"].dt == gathering.starts_at


@pytest.mark.parametrize("news", ["you_are_in", "promoted", "party_changed", "moved"])
def test_who_takes_part_is_invited(gathering, news):
    sign_up = factories.a_sign_up(gathering)
    assert letter_for(sign_up, news).calendar_method == "REQUEST"


@pytest.mark.parametrize(
    ("news", "status"),
    [
        ("you_are_waiting", WAITING), ("party_changed", WAITING), ("moved", WAITING),
        ("moved", PENDING), ("confirm_sign_up", PENDING),
    ],
)  # fmt: skip
def test_who_is_not_certain_of_a_seat_gets_no_invitation(gathering, news, status):
    letter = letter_for(factories.a_sign_up(gathering, status=status), news)
    assert (letter.calendar, letter.calendar_method) == (b"", "")
    assert "agenda" not in letter.text.split("--")[-1]


@pytest.mark.parametrize("news", ["left", "removed", "cancelled"])
def test_a_farewell_takes_it_out_of_the_calendar_it_was_put_in(gathering, news):
    status = CONFIRMED if news == "cancelled" else GONE
    sign_up = factories.a_sign_up(gathering, status=status, sequence=1)
    a_mail(sign_up, "you_are_in", sequence=0, state=MailState.SENT)
    if news == "cancelled":
        cancelled(gathering)
    letter = letter_for(sign_up, news, sequence=1)
    assert letter.calendar_method == "CANCEL"
    event = event_in(letter)
    assert (event["STATUS"], event["UID"]) == ("CANCELLED", gathering.uid)
    assert event["SEQUENCE"] >= 1


@pytest.mark.parametrize("state", [None, MailState.DROPPED, MailState.FAILED])
def test_who_never_got_an_invitation_gets_no_cancellation(gathering, state):
    sign_up = factories.a_sign_up(gathering, status=GONE, sequence=1)
    if state:
        a_mail(sign_up, "you_are_in", sequence=0, state=state)
    assert letter_for(sign_up, "left", sequence=1).calendar_method == ""


def test_written_twice_it_is_the_same_event_to_the_byte(gathering):
    mail = a_mail(factories.a_sign_up(gathering), "you_are_in")
    assert mailed(mail).calendar == mailed(mail).calendar


def test_leaving_and_coming_back_is_always_newer(gathering):
    """The whole story through the services, as a calendar program would see it."""
    noor = factories.a_member(library=gathering.library, email_confirmed_at=now())
    seen = []
    for act in ("come", "leave", "come", "leave", "come"):
        with transaction() as tx:
            if act == "come":
                sign_up = sign_ups.sign_up(
                    tx, gathering.library_id, gathering.id, noor, confirmed=True, now=now()
                )
            else:
                sign_up_changes.leave(tx, sign_up.id, now=now())
        seen += [event for event in deliver_everything() if event]
    assert [method for method, _ in seen] == ["REQUEST", "CANCEL"] * 2 + ["REQUEST"]
    sequences = [sequence for _, sequence in seen]
    assert sequences == sorted(set(sequences))


def deliver_everything():
    """Write what is owed and call it sent: per mail method and SEQUENCE, if there is a calendar."""
    for mail in session().query(OutboxMail).filter_by(state=MailState.OWED).order_by(OutboxMail.id):
        letter = mailed(mail)
        with transaction() as tx:
            tx.get_one(OutboxMail, mail.id).state = MailState.SENT
        if letter and letter.calendar:
            yield letter.calendar_method, int(event_in(letter)["SEQUENCE"])
