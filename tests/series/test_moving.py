"""Moving a whole series: to another day or time, each date with who is on it, told in one mail."""

from __future__ import annotations

from datetime import date, time, timedelta
from email.policy import default as parsing

import pytest
from icalendar import Calendar

from community.clock import local, local_day, now
from community.db import session, transaction
from community.gatherings.drafts import DraftRefused
from community.gatherings.models import GatheringStatus, SignUp, SignUpStatus
from community.outbox import letters, wording
from community.outbox.messages import message
from community.series import changes, planning
from community.series.editing import Scope
from community.series.rule import PeriodKind
from tests.factories import a_person, a_room, a_sign_up, the_library
from tests.gatherings.drafting import a_hand, cancel, edit, mails, move
from tests.series.acts import (
    WEEK,
    a_period,
    a_series,
    a_tuesday,
    add_date,
    at_clock,
    change,
    dates,
    days,
    evening,
    extend,
    gatherings,
    stands,
)

pytestmark = pytest.mark.usefixtures("app")

DAY = timedelta(days=1)


def to_day(gathering, scope=Scope.ALL, step=1, **fields):
    """As the form does with only another date filled in."""
    day = local_day(gathering.starts_at) + step * DAY
    given = {"starts_at": evening(day), "ends_at": evening(day, 21), **fields}
    return change(gathering, scope, **given)


def held_on(series) -> list[date]:
    return [local_day(each.starts_at) for each in gatherings(series)]


def test_every_tuesday_becomes_every_wednesday_with_who_is_on_it():
    series = a_series(rule={"until": None})
    planned = days(series)
    second = gatherings(series)[1]
    a_sign_up(second), a_sign_up(second)
    to_day(second)
    assert days(series) == held_on(series) == [each + DAY for each in planned]
    assert stands(series).rule.weekdays == {2}
    assert gatherings(series)[1].id == second.id
    assert session().query(SignUp).filter_by(gathering_id=second.id).count() == 2
    assert extend(series, later=2 * WEEK) == 2
    assert {each.weekday() for each in held_on(series)} == {2}


def test_from_one_date_on_the_series_goes_on_by_another_rule():
    series = a_series()
    new = to_day(gatherings(series)[4], Scope.FOLLOWING, step=-1).series
    assert days(series) == [a_tuesday() + n * WEEK for n in range(4)]
    assert days(new) == held_on(new) == [a_tuesday() - DAY + n * WEEK for n in range(4, 10)]
    assert stands(new).until == days(new)[-1]
    assert extend(series) == extend(new) == 0


def test_what_was_cancelled_or_thrown_away_does_not_come_back_on_the_new_day():
    series = a_series()
    second, third = gatherings(series)[1:3]
    cancel(second)
    with transaction() as tx:
        planning.call_off(tx, tx.get_one(type(third), third.id), "Weg", a_hand())
    to_day(gatherings(series)[0])
    assert len(dates(series)) == 10
    published = [each for each in gatherings(series) if each.status is GatheringStatus.PUBLISHED]
    assert len(published) == 8
    assert extend(series) == 0


def test_what_has_been_stays_as_it_was():
    series = a_series(rule={"until": None})
    planned = days(series)
    later = evening(planned[1]) + timedelta(hours=1) - now()
    edited = to_day(gatherings(series)[5], later=later)
    assert days(series) == planned[:2]
    assert days(edited.series)[:3] == [each + DAY for each in planned[2:5]]
    assert extend(edited.series, later=later) == 0


def test_a_date_that_cannot_land_stays_and_is_pointed_out():
    room = a_room(next(iter(the_library().branches)))
    series = a_series(room_id=room.id, branch_id=room.branch_id)
    planned = days(series)
    a_period(planned[3] + DAY, planned[3] + DAY, PeriodKind.CLOSED, "Inventarisatie")
    add_date(series, planned[5] + DAY)
    edited = to_day(gatherings(series)[0])
    assert edited.refused == 2
    rows = {row.gathering_id: row for row in dates(series)}
    where = [local_day(each.starts_at) for each in gatherings(series)]
    assert planned[3] in where
    assert planned[5] in where
    why = {each.message for row in rows.values() for each in row.problems}
    assert why == {changes.ALREADY_ON_THAT_DAY, changes.RESTS}
    assert extend(series) == 0
    assert len(rows) == 11


def test_what_was_moved_by_hand_keeps_its_own_day():
    series = a_series()
    third = gatherings(series)[2]
    later = third.starts_at + 3 * DAY
    move(third, starts_at=later, ends_at=later + timedelta(hours=1))
    to_day(gatherings(series)[0])
    assert gatherings(series)[2].starts_at == later
    assert days(series)[2] == a_tuesday() + 2 * WEEK + DAY
    with pytest.raises(DraftRefused):
        to_day(gatherings(series)[2])


def test_until_when_people_sign_up_moves_along():
    series = a_series(sign_up_closes_at=evening(a_tuesday() - DAY, 12))
    to_day(gatherings(series)[0])
    closes = {local(each.sign_up_closes_at).weekday() for each in gatherings(series)}
    assert closes == {1}


def test_the_day_after_the_last_of_two_is_refused_when_it_is_taken():
    series = a_series(rule={"weekdays": frozenset({1, 2})})
    with pytest.raises(DraftRefused):
        to_day(gatherings(series)[0])


# ─── one mail ───


def moved_on(series, person):
    """The mail about all dates of this person, as its reader gets it."""
    (owed,) = [mail for mail in mails("series/moved") if mail.person_id == person.id]
    letter = letters.render(session(), owed)
    return letter and message(letter, sender="post@kring.example", message_id="x", now=now())


def test_who_is_at_several_dates_hears_of_all_of_them_in_one_mail():
    series = a_series()
    first, second, third = gatherings(series)[:3]
    noor, karim = a_person("Noor"), a_person("Karim")
    for gathering in (first, second, third):
        a_sign_up(gathering, noor)
    a_sign_up(second, karim)
    edited = to_day(first, starts_at=evening(a_tuesday() + DAY, 20, 0))
    assert edited.reach.mails == 2
    assert [mail.person_id for mail in mails("gatherings/moved")] == [karim.id]
    mail = moved_on(series, noor)
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "Verplaatst: 3 data, Taalcafé"
    assert text.count("/vechtdal/aanmelding/") == 3
    assert text.count("; het was dinsdag") == 3
    (file,) = mail.iter_attachments()
    assert file.get_param("method") == "PUBLISH"
    events = Calendar.from_ical(file.get_content()).events
    assert [str(each["UID"]) for each in events] == [first.uid, second.uid, third.uid]
    assert {int(each["SEQUENCE"]) for each in events} == {1}
    assert {local(each["DTSTART"].dt).time() for each in events} == {time(20)}


def test_another_time_is_told_in_one_mail_as_well():
    series = a_series()
    noor = a_person("Noor")
    for gathering in gatherings(series)[:4]:
        a_sign_up(gathering, noor)
    change(gatherings(series)[0], Scope.ALL, **at_clock(gatherings(series)[0], 10))
    assert mails("gatherings/moved") == []
    assert len(mails("series/moved")) == 1


def test_what_changed_again_since_is_told_by_the_newer_mail():
    series = a_series()
    noor = a_person("Noor")
    for gathering in gatherings(series)[:3]:
        a_sign_up(gathering, noor)
    to_day(gatherings(series)[0])
    edit(gatherings(series)[1], **at_clock(gatherings(series)[1], 9))
    assert len(list(moved_on(series, noor).iter_attachments())) == 1
    assert moved_on(series, noor)["Subject"] == "Verplaatst: 2 data, Taalcafé"
    to_day(gatherings(series)[0])
    older = mails("series/moved")[0]
    assert letters.render(session(), older) is None


def test_who_waits_or_has_not_confirmed_is_told_and_keeps_an_empty_calendar():
    series = a_series(capacity=1)
    noor = a_person("Noor")
    first, second = gatherings(series)[:2]
    a_sign_up(first, noor, status=SignUpStatus.PENDING)
    a_sign_up(second)
    a_sign_up(second, noor, status=SignUpStatus.WAITING)
    to_day(first)
    mail = moved_on(series, noor)
    text = mail.get_body(("plain",)).get_content()
    assert "nog niet bevestigd" in text
    assert "wachtlijst" in text
    assert list(mail.iter_attachments()) == []


def test_a_library_words_the_mail_about_many_dates_and_the_facts_stay():
    series = a_series(title="Taalcafé")
    noor, fatima = a_person("Noor"), a_person("Fatima")
    for gathering in gatherings(series)[:2]:
        a_sign_up(gathering, noor)
        a_sign_up(gathering, fatima, status=SignUpStatus.PENDING)
    with transaction() as tx:
        wording.keep(
            tx, series.library_id, wording.find("series.moved"), "nl",
            greeting="Lieve {voornaam},", closing="Tot dan!", now=now(),
        )  # fmt: skip
    to_day(gatherings(series)[0])
    mail = moved_on(series, noor)
    text = mail.get_body(("plain",)).get_content()
    assert "Lieve Noor," in text
    assert "Je aanmeldingen blijven staan." in text
    assert "Fatima" not in moved_on(series, fatima).as_string(policy=parsing)


def test_of_a_sensitive_series_the_mail_says_no_title():
    series = a_series(title="Rouwgroep", is_sensitive=True)
    noor = a_person("Noor")
    for gathering in gatherings(series)[:2]:
        a_sign_up(gathering, noor)
    to_day(gatherings(series)[0])
    mail = moved_on(series, noor)
    assert "Rouwgroep" not in mail.as_string(policy=parsing)
