"""When somebody is reminded, and what becomes of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from community.clock import from_local, local
from community.db import session, transaction
from community.gatherings import attendance, rounding_off
from community.gatherings.attendance import Note
from community.gatherings.models import Absent, SignUp, SignUpStatus
from community.gatherings.rounding_off import Afterwards
from community.notifications import jobs, reminding
from community.notifications.models import BOTH, Reminder
from community.outbox import wording
from community.outbox.services import owe
from tests.factories import a_gathering, a_library, a_mail, a_person
from tests.notifications.nights import NIGHTS
from tests.notifications.post import (
    all_owed,
    call_off,
    change,
    leave,
    reminders,
    sends,
    signed_up,
    wants,
    written,
)

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 11, 10)
BEGINS = from_local(DAY, time(19, 30))
TWO_DAYS, THREE_HOURS = Reminder.TWO_DAYS, Reminder.THREE_HOURS
BOTH_IN_ORDER = ["two_days", "three_hours"]


def walk(clock, moments) -> list[tuple[str, datetime]]:
    """Run the job at these moments; which reminders were owed, and when on the wall clock."""
    seen: list[tuple[str, datetime]] = []
    for clock.at in moments:
        before = len(all_owed())
        jobs.remind(clock.at)
        wall = local(clock.at).replace(tzinfo=None)
        seen += [(mail.template.partition("/")[2], wall) for mail in all_owed()[before:]]
    return seen


def hours(first: datetime, *numbers: float) -> list[datetime]:
    return [first + timedelta(hours=number) for number in numbers]


@pytest.mark.parametrize("night", NIGHTS)
def test_one_is_reminded_once_at_the_same_time_on_the_clock_across_a_night_that_is_not_24_hours(
    clock, night
):
    begins = from_local(night, time(19, 30))
    signed_up(a_gathering(starts_at=begins))
    due = [
        datetime.combine(night - timedelta(days=2), time(19, 30)),
        datetime.combine(night, time(16, 30)),
    ]
    around = [
        moment
        for each in due
        for moment in hours(from_local(each.date(), each.time()), -1, -1 / 60, 0, 0, 1 / 60, 1, 2)
    ]
    assert walk(clock, around) == list(zip(BOTH_IN_ORDER, due, strict=True))


@pytest.mark.parametrize("asleep_from", [-49, -7, -4])
def test_six_hours_of_sleep_leave_no_more_than_the_one_that_still_is_of_use(clock, asleep_from):
    """From before to after a reminder fell due; or over the beginning itself."""
    signed_up(a_gathering(starts_at=BEGINS))
    hours_before = [50, 49, 48, 47, 43, 42, 7, 6, 5, 4, 3, 2, 1, 0]
    awake = (-each for each in hours_before if not asleep_from < -each < asleep_from + 6)
    walk(clock, hours(BEGINS, *awake))
    assert reminders() == (BOTH_IN_ORDER if asleep_from != -4 else ["two_days"])


def test_who_slept_for_days_brings_the_latest_alone(clock):
    signed_up(a_gathering(starts_at=BEGINS))
    clock.at = BEGINS - timedelta(hours=2)
    assert [jobs.remind(clock.at) for _ in range(3)] == [1, 0, 0]
    assert reminders() == ["three_hours"]


def test_a_late_one_still_comes_where_no_later_one_is_sent(clock):
    gathering = a_gathering(starts_at=BEGINS)
    sends(gathering.library_id, TWO_DAYS)
    signed_up(gathering)
    clock.at = BEGINS - timedelta(hours=2)
    jobs.remind(clock.at)
    assert reminders() == ["two_days"]
    assert written(all_owed()[0]).subject.startswith("We zien je vandaag: Repair Café")


@pytest.mark.parametrize(
    ("library", "person", "come"),
    [
        (BOTH, BOTH, BOTH_IN_ORDER),
        ({TWO_DAYS}, BOTH, ["two_days"]),
        (BOTH, {THREE_HOURS}, ["three_hours"]),
        ({TWO_DAYS}, {THREE_HOURS}, []),
        ((), BOTH, []),
        (BOTH, (), []),
    ],
)
def test_one_gets_what_the_library_sends_and_she_wants(clock, library, person, come):
    gathering, noor = a_gathering(starts_at=BEGINS), a_person()
    sends(gathering.library_id, *library)
    wants(noor, gathering.library_id, at=clock(), reminders=frozenset(person))
    signed_up(gathering, noor)
    for hours in (47, 2):
        clock.at = BEGINS - timedelta(hours=hours)
        jobs.remind(clock.at)
    assert reminders() == come


def test_another_library_reminds_by_its_own_rule(clock):
    here, there = (a_gathering(library=a_library(slug), starts_at=BEGINS) for slug in ("a1", "b1"))
    sends(here.library_id)
    noor = a_person()
    for gathering in (here, there):
        signed_up(gathering, noor)
    clock.at = BEGINS - timedelta(hours=2)
    assert jobs.remind(clock.at) == 1
    assert all_owed()[0].library_id == there.library_id


@pytest.mark.parametrize(
    "status", [SignUpStatus.PENDING, SignUpStatus.WAITING, SignUpStatus.CANCELLED]
)
def test_who_has_no_seat_is_not_reminded_of_one(clock, status):
    signed_up(a_gathering(starts_at=BEGINS), status=status)
    clock.at = BEGINS - timedelta(hours=2)
    assert jobs.remind(clock.at) == 0


def test_who_has_no_address_is_no_mails_business(clock):
    signed_up(a_gathering(starts_at=BEGINS), a_person(email=None))
    clock.at = BEGINS - timedelta(hours=2)
    assert jobs.remind(clock.at) == 0


@pytest.mark.parametrize(("minutes", "owed"), [(61, 1), (59, 0), (-30, 0)])
def test_who_has_just_signed_up_does_not_hear_it_again(clock, minutes, owed):
    """So long before the reminder fell due."""
    due = BEGINS - timedelta(hours=3)
    signed_up(a_gathering(starts_at=BEGINS), at=due - timedelta(minutes=minutes))
    assert jobs.remind(BEGINS - timedelta(hours=2)) == owed


@pytest.mark.parametrize(("template", "owed"), [("moved", 0), ("promoted", 0)])
def test_who_has_just_been_mailed_about_it_does_not_hear_it_again(clock, template, owed):
    sign_up = signed_up(a_gathering(starts_at=BEGINS))
    a_mail(sign_up, template, 1, queued_at=BEGINS - timedelta(hours=2, minutes=50))
    assert jobs.remind(BEGINS - timedelta(hours=2)) == owed


def test_a_mail_about_something_else_is_no_reminder(clock):
    sign_up = signed_up(a_gathering(starts_at=BEGINS))
    with transaction() as tx:
        owe(tx, "tests/note", to=sign_up.person_id, key="note:1", now=BEGINS - timedelta(hours=3),
            gathering_id=sign_up.gathering_id)  # fmt: skip
    assert jobs.remind(BEGINS - timedelta(hours=2)) == 1


# ─── when its turn comes ───


@pytest.fixture
def owed(clock):
    """A reminder of two days before, owed but not written; its sign-up."""
    sign_up = signed_up(a_gathering(starts_at=BEGINS, bring="Iets wat stuk is"), a_person("Fatima"))
    clock.at = BEGINS - timedelta(days=2)
    assert jobs.remind(clock.at) == 1
    return sign_up


def the_letter():
    return written(all_owed()[0])


def test_it_says_when_and_where_and_leads_to_changing_and_stopping(owed):
    letter = the_letter()
    assert letter.subject == "We zien je over 2 dagen: Repair Café, dinsdag 10 november"
    assert "19.30 tot 21.30\u00a0uur" in letter.text
    assert "Bibliotheek Ommen" in letter.text
    assert "Iets wat stuk is" in letter.text
    assert f"/vechtdal/aanmelding/{owed.id}-" in letter.text
    assert letter.calendar == b""
    for part in (letter.text, letter.html):
        assert "/vechtdal/berichten/" in part
    assert letter.unsubscribe_url.endswith("/uit/herinneringen")


def test_a_library_words_both_reminders_at_once(owed, clock):
    worded = wording.find("notifications.reminder")
    with transaction() as tx:
        wording.keep(tx, owed.library_id, worded, "nl", greeting="Dag {voornaam}!",
                     closing="Tot in {plaats}.", now=clock())  # fmt: skip
    assert "Dag Fatima!" in the_letter().text
    assert "Tot in Bibliotheek Ommen" in the_letter().text
    assert "/vechtdal/berichten/" in the_letter().text


def test_it_is_written_in_the_language_of_its_reader(clock):
    signed_up(a_gathering(starts_at=BEGINS), a_person(language="en"))
    clock.at = BEGINS - timedelta(hours=3)
    jobs.remind(clock.at)
    assert the_letter().subject == "See you today: Repair Café, Tuesday 10 November"


def test_of_a_sensitive_gathering_it_says_nothing_but_the_day(clock):
    gathering = a_gathering("Rouwcafé", starts_at=BEGINS, is_sensitive=True, bring="Een foto")
    signed_up(gathering)
    clock.at = BEGINS - timedelta(hours=3)
    jobs.remind(clock.at)
    letter = the_letter()
    assert letter.subject == "We zien je vandaag: dinsdag 10 november"
    for word in ("Rouwcafé", "foto"):
        assert word not in letter.text + letter.html


def test_it_is_dropped_once_the_gathering_has_begun(owed, clock):
    clock.at = BEGINS
    assert the_letter() is None


def test_it_is_dropped_once_it_is_called_off(owed):
    call_off(owed.gathering)
    assert the_letter() is None


def test_it_is_dropped_once_she_left(owed):
    leave(owed)
    assert the_letter() is None


def test_it_is_dropped_once_she_wants_none(owed, clock):
    wants(owed.person, owed.library_id, at=clock(), reminders=frozenset())
    assert the_letter() is None


def test_it_is_dropped_once_the_library_sends_none(owed):
    sends(owed.library_id, THREE_HOURS)
    assert the_letter() is None


def test_one_that_lay_until_the_next_fell_due_is_dropped(owed, clock):
    """After a mail server was away: the last one says the same."""
    clock.at = BEGINS - timedelta(hours=3)
    assert jobs.remind(clock.at) == 1
    first, second = all_owed()
    assert written(first) is None
    assert written(second).subject.startswith("We zien je vandaag")


def test_what_moved_to_an_hour_earlier_was_told_by_a_mail_of_its_own(owed, clock):
    change(owed.gathering, starts_at=BEGINS - timedelta(hours=1), ends_at=BEGINS)
    assert the_letter() is None
    a_mail(owed, "moved", 1, queued_at=clock())
    clock.pass_by(hours=2)
    assert jobs.remind(clock.at) == 0


def test_what_moved_is_an_occasion_anew_and_the_old_one_is_dropped(owed, clock):
    later = BEGINS + timedelta(days=7)
    change(owed.gathering, starts_at=later, ends_at=later + timedelta(hours=2))
    assert the_letter() is None
    clock.at = later - timedelta(days=2)
    assert [jobs.remind(clock.at) for _ in range(2)] == [1, 0]
    assert written(all_owed()[-1]).subject.endswith("dinsdag 17 november")


def test_many_are_reminded_with_as_many_reads_as_one(app, clock, statements):
    gathering = a_gathering(starts_at=BEGINS, capacity=None)
    clock.at = BEGINS - timedelta(hours=2)

    def reads() -> int:
        with statements() as seen:
            found = reminding.list_due(session(), gathering.library_id, now=clock.at)
        assert found
        return sum(each.startswith(("SELECT", "WITH")) for each in seen)

    signed_up(gathering)
    one = reads()
    for _ in range(5):
        signed_up(gathering)
    assert reads() == one <= 3


def test_who_hears_nothing_more_after_staying_away_is_not_reminded_of_what_follows(clock):
    earlier = a_gathering("Taalcafé", starts_at=BEGINS - timedelta(days=7), is_sensitive=False)
    following = a_gathering("Taalcafé", starts_at=BEGINS)
    noor, bas = a_person("Noor"), a_person("Bas")
    for gathering in (earlier, following):
        for person in (noor, bas):
            signed_up(gathering, person, at=BEGINS - timedelta(days=40))
    after = earlier.ends_at + timedelta(hours=1)
    with transaction() as tx:
        here = tx.scalars(
            select(SignUp).filter_by(gathering_id=earlier.id, person_id=noor.id)
        ).one()
        attendance.note_sign_up(tx, here.library_id, here.id, Note(None, after), now=after)
        told = Afterwards(1, absent=Absent.LEFT_OUT)
        rounding_off.round_off(tx, here.library_id, earlier.id, told, by=None, now=after)
    jobs.remind(BEGINS - timedelta(days=2))
    assert [mail.person_id for mail in all_owed()] == [noor.id]
