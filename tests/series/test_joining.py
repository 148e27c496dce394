"""Signing up for several dates in one go: what has room is joined, and one mail tells of all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Person
from community.activity.verbs import Verb
from community.clock import now
from community.db import db, session, transaction
from community.gatherings import hosting
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.questions import Question
from community.gatherings.strangers import Stranger
from community.outbox.models import OutboxMail
from community.series import joining, queries
from community.series.editing import Scope
from community.series.joining import Dates, Outcome
from tests.factories import a_person, a_sign_up
from tests.gatherings.crowd import assert_sound, people, rush, statuses
from tests.gatherings.drafting import BASE_URL, cancel, edit, logged
from tests.gatherings.mailing import mailed
from tests.series.acts import a_series, change, gatherings

pytestmark = pytest.mark.usefixtures("app")


def join(series, chosen, person, waits=(), **answers):
    dates = Dates(frozenset(each.id for each in chosen), frozenset(each.id for each in waits))
    with transaction() as tx:
        return joining.join(
            tx, queries.get(tx, series.library_id, series.id), dates,
            tx.get_one(Person, person.id), confirmed=True, now=now(), **answers,
        )  # fmt: skip


def join_by_mail(series, chosen, email="fatima@example.org", **answers):
    dates = Dates(frozenset(each.id for each in chosen))
    with transaction() as tx:
        return joining.join_by_mail(
            tx, queries.get(tx, series.library_id, series.id), dates,
            Stranger("Fatima", email), now=now(), **answers,
        )  # fmt: skip


def owed() -> list[OutboxMail]:
    db.session().rollback()
    return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))


def outcomes(joined):
    return [one.outcome for one in sorted(joined, key=lambda one: one.gathering.starts_at)]


def test_everything_with_room_is_joined_and_what_is_full_is_named():
    series = a_series(capacity=2)
    second = gatherings(series)[1]
    a_sign_up(second, party_size=2)
    noor = a_person()
    joined = join(series, gatherings(series), noor)
    assert outcomes(joined) == [Outcome.IN, Outcome.FULL] + [Outcome.IN] * 8
    assert statuses(second.id) == {SignUpStatus.CONFIRMED: 1}
    assert len(logged(Verb.SIGN_UP_CONFIRMED)) == 9
    for each in gatherings(series):
        assert_sound(each.id)


def test_a_waiting_list_is_joined_only_when_asked_for():
    series = a_series(capacity=1)
    second, third = gatherings(series)[1:3]
    a_sign_up(second)
    a_sign_up(third)
    joined = join(series, [third], a_person(), waits=[second])
    assert outcomes(joined) == [Outcome.WAITING, Outcome.FULL]


def test_one_mail_tells_of_all_dates_each_with_its_own_link():
    series = a_series(capacity=5)
    noor = a_person()
    join(series, gatherings(series)[:4], noor)
    (mail,) = owed()
    assert mail.template == "series/you_are_in"
    letter = mailed(mail)
    assert letter.text.count("/aanmelding/") == 4
    assert "Taalcafé" in letter.subject
    assert not letter.calendar
    join(series, gatherings(series)[:4], noor)
    assert len(owed()) == 2  # Nothing new: once more, today.
    join(series, gatherings(series)[:4], noor)
    assert len(owed()) == 2
    join(series, gatherings(series)[4:6], noor)
    assert mailed(owed()[-1]).text.count("/aanmelding/") == 6


def test_one_date_alone_is_told_by_the_ordinary_mail_with_its_invitation():
    series = a_series()
    join(series, gatherings(series)[:1], a_person())
    (mail,) = owed()
    assert mail.template == "gatherings/you_are_in"
    assert mailed(mail).calendar


def test_without_an_account_one_click_confirms_all():
    series = a_series(capacity=3)
    joined = join_by_mail(series, gatherings(series)[:3])
    assert outcomes(joined) == [Outcome.PENDING] * 3
    (mail,) = owed()
    letter = mailed(mail)
    assert mail.template == "series/confirm"
    assert letter.text.count("/reeks/") == 1
    assert "Fatima" not in letter.text
    person = session().scalars(select(Person).where(Person.email == "fatima@example.org")).one()
    for _ in range(2):
        with transaction() as tx:
            stands = queries.get(tx, series.library_id, series.id)
            joining.confirm_all(tx, stands, tx.get_one(Person, person.id), now=now())
    found = session().scalars(select(SignUp.status)).all()
    assert found == [SignUpStatus.CONFIRMED] * 3
    assert [each.template for each in owed()] == ["series/confirm", "series/you_are_in"]
    assert mailed(owed()[0]) is None  # Overtaken: nothing waits any more.


def test_who_was_promoted_because_of_it_is_mailed_as_always():
    series = a_series(capacity=1)
    second = gatherings(series)[1]
    held = a_sign_up(second, status=SignUpStatus.PENDING)
    waiting = a_sign_up(second, status=SignUpStatus.WAITING)
    with transaction() as tx:
        tx.get_one(SignUp, held.id).held_until = now() - timedelta(minutes=1)
    joined = join(series, gatherings(series)[:3], a_person())
    assert outcomes(joined) == [Outcome.IN, Outcome.FULL, Outcome.IN]
    promoted = [mail for mail in owed() if mail.template == "gatherings/promoted"]
    assert [mail.person_id for mail in promoted] == [waiting.person_id]


def test_what_is_cancelled_or_asks_more_is_not_joined():
    series = a_series()
    second, third, fourth = gatherings(series)[1:4]
    cancel(second)
    edit(third, questions=(Question(label="Welke maat?", required=True),))
    edit(fourth, kind=Kind.CONVERSATION, is_sensitive=True)
    joined = join(series, gatherings(series)[:5], a_person())
    assert outcomes(joined) == [Outcome.IN, *[Outcome.CLOSED] * 3, Outcome.IN]


def test_dates_of_another_series_are_not_joined_by_this_one():
    series, other = a_series(), a_series(title="Iets anders")
    assert join(series, gatherings(other), a_person()) == []
    assert session().scalar(select(func.count(SignUp.id))) == 0


def test_a_series_that_was_split_is_still_one_for_who_comes():
    series = a_series()
    change(gatherings(series)[5], Scope.FOLLOWING, title="Taalcafé plus")
    every = session().scalars(select(Gathering)).all()
    assert outcomes(join(series, every, a_person())) == [Outcome.IN] * 10


def test_a_date_that_is_cancelled_during_a_rush_tells_whoever_got_in(app):
    """RELIABILITY 4: everybody is in on the others; at this one nobody is in without being told."""
    series = a_series(capacity=100)
    dates = gatherings(series)[:4]
    doomed, library_id, series_id = dates[2].id, series.library_id, series.id
    wanted = Dates(frozenset(each.id for each in dates))

    def joins(person_id):
        def act():
            with transaction() as tx:
                joining.join(
                    tx, queries.get(tx, library_id, series_id), wanted,
                    tx.get_one(Person, person_id), confirmed=True, now=now(),
                )  # fmt: skip

        return act

    def call_off():
        with transaction() as tx:
            hosting.cancel(tx, library_id, doomed, "Storm", Hand(None, BASE_URL, now()))

    crowd = [joins(each) for each in people(30)]
    crowd.insert(12, call_off)
    assert rush(app, crowd, in_flight=12) == []
    for each in dates:
        assert_sound(each.id)
        if each.id != doomed:
            assert statuses(each.id) == {SignUpStatus.CONFIRMED: 30}
    told = session().scalar(
        select(func.count(OutboxMail.id)).where(OutboxMail.template == "gatherings/cancelled")
    )
    assert told == sum(statuses(doomed).values())
    assert session().get_one(Gathering, doomed).is_cancelled


def test_people_who_want_the_same_dates_do_not_wait_for_each_other(app):
    series = a_series(capacity=10)
    dates = gatherings(series)[:5]
    library_id, series_id = series.library_id, series.id
    wanted = Dates(frozenset(each.id for each in dates))

    def joins(person_id):
        def act():
            with transaction() as tx:
                joining.join(
                    tx, queries.get(tx, library_id, series_id), wanted,
                    tx.get_one(Person, person_id), confirmed=True, now=now(),
                )  # fmt: skip

        return act

    assert rush(app, [joins(each) for each in people(25)], in_flight=12) == []
    for each in dates:
        assert_sound(each.id)
        assert statuses(each.id) == {SignUpStatus.CONFIRMED: 10}
