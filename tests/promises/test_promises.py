"""From "I will do that" to told to everybody: asked, reminded, kept, and never a name too many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.activity.models import Activity
from community.clock import from_local, local_day, now
from community.db import transaction
from community.errors import NotFound
from community.gatherings.models import Attendance
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.promises import clock_queries, jobs, keeping, labels, making, queries, reminding
from community.promises.making import NothingWasPromised
from community.promises.models import Promise, PromiseChange, Said, State
from tests.factories import a_gathering, a_library, a_member, a_sign_up, saved
from tests.keeping.forgetting import forget
from tests.partners.making import a_contact, a_partner
from tests.promises.promising import a_talk, came, promised

MADE, KEPT = "promise:made", "promise:kept"
NINE = jobs.FROM


@pytest.fixture
def talk(app):
    return a_talk()


def log(session, verb):
    session.rollback()
    return session.scalars(select(Activity).where(Activity.verb == verb)).all()


def mails(session, template):
    session.rollback()
    of = select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)
    return session.scalars(of).all()


def letter(session, template):
    return letters.render(session, mails(session, template)[-1])


def fresh(session, promise):
    session.rollback()
    return session.get_one(Promise, promise.id, populate_existing=True)


def act(verb, promise, *said, at=None, **more):
    with transaction() as tx:
        return verb(tx, promise.library_id, promise.id, *said, now=at or now(), **more)


def at_nine(days=0):
    """Nine o'clock, so many days from now: when mails leave."""
    return from_local(local_day(now()) + timedelta(days=days), NINE)


def test_a_persons_promise_counts_only_after_their_yes(talk, session):
    noor = came(talk)
    promise = promised(talk, noor)
    asked = letter(session, making.ASKED)
    assert promise.what in asked.text
    assert asked.to_address == noor.email
    assert log(session, MADE) == []
    assert queries.list_standing(session, talk.library_id, talk.id) == []
    for _ in range(2):
        act(keeping.agree, promise, named=False)
    (row,) = log(session, MADE)
    assert row.details["who"] == "person"
    assert (row.person_key, row.gathering_id) == (None, talk.id)
    assert [each.id for each in queries.list_standing(session, talk.library_id, talk.id)] == [
        promise.id
    ]
    assert letter(session, making.ASKED) is None  # Overtaken.


def test_the_librarys_own_stands_at_once_and_a_form_sent_twice_is_one(talk, session):
    first = promised(talk, once="a" * 32)
    assert promised(talk, once="a" * 32).id == first.id
    assert len(log(session, MADE)) == 1
    assert mails(session, making.ASKED) == []
    assert fresh(session, first).stands


def test_a_partners_goes_to_whom_one_speaks_there(talk, session):
    partner = a_partner("Vilsteren Bloeit")
    promised(talk, partner=partner)
    assert mails(session, making.ASKED) == []  # Nobody to mail: it is on the list of calls.
    assert len(queries.list_calls(session, talk.library_id)) == 1
    a_contact(partner, "kok@example.org", gets_list=True)
    promised(talk, partner=partner)
    assert letter(session, making.ASKED).to_address == "kok@example.org"
    assert queries.list_calls(session, talk.library_id) == []


def test_nothing_is_noted_of_what_is_sensitive_has_not_begun_or_is_no_conversation(talk, session):
    for other in (a_talk(is_sensitive=True), a_gathering("Morgen")):
        with pytest.raises(NothingWasPromised):
            promised(other)
    elsewhere = a_library("zuidpolder")
    for stranger in (a_member(name="Vreemd"), came(a_talk(library=elsewhere), "Ver")):
        with pytest.raises(NotFound):
            promised(talk, stranger)
    with pytest.raises(NotFound):
        promised(talk, partner=a_partner("Verre Vrienden", library=elsewhere))


def test_whose_it_is_says_no_or_says_it_otherwise(talk, session):
    noor = came(talk)
    promise = promised(talk, noor)
    act(keeping.deny, promise)
    act(keeping.deny, promise)
    found = fresh(session, promise)
    assert (found.state, found.stands) == (State.LET_GO, False)
    assert log(session, MADE) == []
    assert queries.list_mine(session, noor.id) == []
    with transaction() as tx:
        keeping.reword_own(
            tx, talk.library_id, promise.id, what="Ik kook een keer.", by_when=None, named=True,
            now=now(),
        )  # fmt: skip
    found = fresh(session, promise)
    assert (found.what, found.state, found.is_named) == ("Ik kook een keer.", State.PROMISED, True)
    assert labels.in_public(found) == "Noor"
    act(keeping.deny, promise)
    assert not fresh(session, promise).is_named


def test_other_words_by_a_librarian_drop_the_name_and_are_asked_anew(talk, session):
    promise = promised(talk, came(talk))
    act(keeping.agree, promise, named=True)
    with transaction() as tx:
        making.reword(
            tx, talk.library_id, promise.id, what="Iets anders.", by_when=None, by=1, now=now()
        )
    found = fresh(session, promise)
    assert (found.is_named, found.agreed_at) == (False, None)
    assert len(mails(session, making.ASKED)) == 2
    assert "Iets anders." in letter(session, making.ASKED).text
    act(keeping.agree, promise)
    assert len(log(session, MADE)) == 1


def test_the_database_itself_refuses_a_name_without_a_yes(talk, session):
    promise = promised(talk, came(talk))
    with pytest.raises(IntegrityError), transaction() as tx:
        tx.get_one(Promise, promise.id).is_named = True


def test_answering_twice_is_kept_once_and_a_slip_is_put_right_in_the_log(talk, session):
    promise = promised(talk)
    for _ in range(2):
        act(keeping.answer, promise, State.DONE, words="Ligt bij de balie.")
    assert len(log(session, KEPT)) == 1
    assert [each.said for each in queries.list_changes(session, talk.library_id, promise.id)] == [
        Said.DONE, Said.MADE,
    ]  # fmt: skip
    act(keeping.answer, promise, State.BUSY)
    first, undone = log(session, KEPT)
    assert (undone.quantity, undone.corrects_id) == (0, first.id)
    act(keeping.answer, promise, State.DONE)
    assert sum(each.quantity for each in log(session, KEPT) if each.id != first.id) == 1


def test_two_weeks_and_eight_weeks_later_somebody_is_asked_once_each(talk, session):
    promise = promised(talk, came(talk))
    act(keeping.agree, promise)
    asked = []
    for days in (13, 15, 16, 55, 57, 58, 90):
        jobs.remind(at_nine(days))
        asked.append(len(mails(session, reminding.REMINDED)))
    assert asked == [0, 1, 1, 1, 2, 2, 2]
    assert "Dit is de laatste keer" in letter(session, reminding.REMINDED).text
    act(keeping.answer, promise, State.LET_GO)
    assert letter(session, reminding.REMINDED) is None


def test_the_clock_asks_nobody_at_night_nor_about_what_is_settled(talk, session):
    promise, ours = promised(talk, came(talk)), promised(talk)
    late = at_nine(15)
    assert jobs.remind(late - timedelta(hours=3)) == 0
    act(keeping.answer, promise, State.DONE)
    assert jobs.remind(late) == 0
    assert fresh(session, ours).reminders == 0  # It stands on Today.
    late = promised(talk, came(talk, "Laat"))
    assert jobs.remind(at_nine(60)) == 1  # Forgotten for eight weeks: asked once.
    assert jobs.remind(at_nine(61)) == 0
    assert fresh(session, late).reminders == 2


def test_who_gets_no_mail_is_called_until_they_said_something(talk, session):
    promise = promised(talk, came(talk, "Ria", email=None, phone="0612345678"))
    assert mails(session, making.ASKED) == []
    assert [each.id for each in queries.list_calls(session, talk.library_id)] == [promise.id]
    act(keeping.agree, promise, by=1)
    assert queries.list_calls(session, talk.library_id) == []
    assert jobs.remind(at_nine(15)) == 1
    assert len(queries.list_calls(session, talk.library_id)) == 1
    act(keeping.answer, promise, State.BUSY, by=1, at=at_nine(15) + timedelta(hours=1))
    assert queries.list_calls(session, talk.library_id) == []


def test_three_kept_on_one_day_are_one_mail_to_who_was_there(talk, session):
    noor, sam, away = (came(talk, name) for name in ("Noor", "Sam", "Weg"))
    for person in (noor, sam):
        entry = a_sign_up(talk, a_member(name=f"Bij {person.first_name}"))
        saved(
            Attendance(
                library_id=talk.library_id, gathering_id=talk.id, sign_up_id=entry.id, people=1,
                activity_id=1, checked_in_at=now(), noted_at=now(),
            )
        )  # fmt: skip
    for what in ("Een lijst", "Een kast", "Een kring"):
        act(keeping.answer, promised(talk, what=what), State.DONE)
    assert jobs.tell_kept(at_nine(-1)) == 0  # Too fresh: a slip can still be put right.
    tomorrow = at_nine(1)
    assert jobs.tell_kept(tomorrow) == 2
    assert jobs.tell_kept(tomorrow) == 0
    told = mails(session, reminding.KEPT)
    assert away.id not in {each.person_id for each in told}
    text = letters.render(session, told[0]).text
    assert all(what in text for what in ("Een lijst", "Een kast", "Een kring"))


def test_what_is_kept_later_that_day_is_told_the_next(talk, session):
    came(talk)
    act(keeping.answer, promised(talk, what="Een lijst"), State.DONE)
    morning = at_nine(1)
    jobs.tell_kept(morning)
    act(keeping.answer, promised(talk, what="Een kast"), State.DONE, at=morning)
    assert jobs.tell_kept(morning + timedelta(hours=2)) == 0
    assert jobs.tell_kept(morning + timedelta(days=1)) == 1
    text = letter(session, reminding.KEPT).text
    assert "Een kast" in text
    assert "Een lijst" not in text


def test_what_became_sensitive_is_told_to_nobody(talk, session):
    promise = promised(talk, came(talk))
    act(keeping.answer, promise, State.DONE)
    with transaction() as tx:
        tx.get_one(type(talk), talk.id).is_sensitive = True
    assert jobs.tell_kept(at_nine(1)) == 0
    assert jobs.remind(at_nine(15)) == 0
    assert letter(session, making.ASKED) is None


def test_a_year_after_it_was_settled_nobody_knows_whose_it_was(talk, session):
    noor = came(talk)
    done, silent = promised(talk, noor), promised(talk, noor)
    act(keeping.answer, done, State.DONE, words="Zie mijn keuken.")
    later = now() + clock_queries.KEPT_FOR + timedelta(days=1)
    forget("promises.whose", later - timedelta(days=2))
    assert fresh(session, done).person_id == noor.id
    forget("promises.whose", later)
    found = fresh(session, done)
    assert (found.person_id, found.words, found.state) == (None, "", State.DONE)
    assert fresh(session, silent).state is State.LET_GO
    left = select(PromiseChange).where(PromiseChange.promise_id == done.id)
    assert session.scalars(left).all() == []
    with transaction() as tx:
        tx.delete(tx.get_one(type(noor), noor.id))
    assert fresh(session, silent).person_id is None
