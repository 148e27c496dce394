"""How entries open, wait, expire and stop."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from community.accounts.ages import NotOldEnough
from community.activity.models import Activity
from community.clock import now
from community.consents.models import Channel
from community.db import session, transaction
from community.moderation.models import FIRSTS, Case, Verdict, Why
from community.register import jobs, judging, queries, states, writing
from community.register.models import GRACE, LASTS, NUDGED_BEFORE, Direction, Entry, EntryState
from community.register.states import IsStopped
from community.register.writing import Stranger
from community.search.models import SearchDocument
from community.topics import merging
from tests.factories import a_librarian, a_member, a_person, saved, the_library
from tests.keeping.forgetting import forget
from tests.register.entries import DAY, a_request, an_entry, count, do, owed, said, the
from tests.topics.rows import a_term

pytestmark = pytest.mark.usefixtures("app")


def publish(person, what=None, direction=Direction.OFFER, **options):
    given = {"is_old_enough": True, "now": now(), **options}
    return do(writing.publish, the_library().id, person.id, direction, what or said(), **given)


def let_through(entry):
    do(judging.allow, entry.library_id, entry.id, now=now())


def a_trusted_member():
    """Of whom a librarian let as much through as is asked."""
    person = a_member(name="Karim")
    for number in range(FIRSTS):
        saved(
            Case(
                library_id=the_library().id, subject_kind=states.KIND, subject_id=900 + number,
                author_id=person.id, why=Why.FIRST, opened_at=now(), decided_at=now(),
                verdict=Verdict.ALLOWED,
            )
        )  # fmt: skip
    return person


def documents():
    session().rollback()
    found = select(SearchDocument.kind, SearchDocument.subject_id)
    return sorted(tuple(row) for row in session().execute(found))


def opened():
    session().rollback()
    return session().scalars(select(Activity).where(Activity.verb.like("%:opened"))).all()


# ─── opening ───


def test_the_first_of_somebody_waits_for_a_librarian_and_opens_when_it_is_let_through():
    karim = a_member(name="Karim")
    first = publish(karim)
    assert the(first).is_waiting
    assert [case.subject_id for case in session().scalars(select(Case))] == [first.id]
    assert not documents()
    let_through(first)
    let_through(first)
    assert the(first).state is EntryState.OPEN
    assert documents() == [("offer", first.id), ("offer_public", first.id)]
    assert len(owed("opened")) == len(opened()) == 1


def test_who_was_let_through_twice_waits_no_more():
    karim = a_trusted_member()
    assert publish(karim).state is EntryState.OPEN


def test_what_was_hidden_is_not_found_and_is_again_when_a_librarian_says_so():
    first = an_entry()
    do(judging.hide, first.library_id, first.id, why="report", now=now())
    assert not documents()
    let_through(first)
    assert the(first).hidden_at is None
    assert documents() == [("offer", first.id), ("offer_public", first.id)]


def test_what_somebody_who_works_here_writes_does_not_wait():
    assert publish(a_librarian()).state is EntryState.OPEN
    assert publish(a_member(), heard=Channel.COUNTER).state is EntryState.OPEN


def test_the_same_words_twice_are_one_entry():
    karim = a_member()
    assert publish(karim).id == publish(karim).id
    assert count(Entry) == count(Case) == 1


def test_nobody_under_sixteen_has_an_entry():
    with pytest.raises(NotOldEnough):
        publish(a_member(), is_old_enough=False)
    noor = a_member()
    publish(noor)
    assert publish(noor, said("Ik bak brood"), is_old_enough=False).age_said_at


def test_the_log_knows_the_theme_and_of_sensitive_ones_neither_theme_nor_person():
    karim = a_trusted_member()
    publish(karim, said("Ik help met DigiD", "digitaal"))
    publish(karim, said("Ik had schulden", "geld-recht"), Direction.REQUEST)
    plain, sensitive = opened()
    assert plain.details == {"themes": ["digitaal"]}
    assert plain.person_key
    assert sensitive.details == {"themes": []}
    assert sensitive.person_key is None


def test_the_yes_for_a_sensitive_one_is_kept_with_its_words_and_ends_with_them():
    karim = a_member()
    entry = publish(karim, said("Ik had schulden", "geld-recht", consent_words="Ja, dat mag."))
    assert the(entry).consent_words == "Ja, dat mag."
    since = the(entry).consent_at
    change(entry, said("Ik had veel schulden", "geld-recht", consent_words="Ja, dat mag."))
    assert the(entry).consent_at == since
    change(entry, said("Ik had veel schulden", "geld-recht"))
    assert the(entry).consent_at is None
    assert publish(karim, said("Ik bak", "digitaal", consent_words="Ja.")).consent_at is None


# ─── without an account ───


def ask(email="noor@example.org", at=None):
    do(
        writing.ask_by_mail, the_library().id, Direction.OFFER, said(),
        Stranger("Noor", email, "nl"), is_old_enough=True, now=at or now(),
    )  # fmt: skip
    return session().scalars(select(Entry)).one()


def test_a_strangers_words_wait_for_the_click_in_the_mail():
    entry = ask()
    ask()
    assert len(owed("confirm")) == 1
    assert not the(entry).is_waiting
    do(writing.confirm, entry.library_id, entry.id, now=now())
    assert the(entry).is_waiting
    assert the(entry).person.email_confirmed_at
    assert the(entry).confirm_by is None


def test_what_nobody_confirms_is_not_kept():
    ask(at=now() - 8 * DAY)
    an_entry(person=a_person())
    forget("register.unconfirmed", now())
    assert [entry.state for entry in session().scalars(select(Entry))] == [EntryState.OPEN]


# ─── and on ───


def change(entry, what):
    do(writing.change, entry.library_id, entry.id, what, now=now())


def test_an_open_one_is_found_by_its_new_words_at_once_and_a_hidden_one_is_looked_at_again():
    entry = an_entry()
    change(entry, said("Ik leer je breien"))
    titles = session().scalars(select(SearchDocument.title).distinct()).all()
    assert titles == ["Ik leer je breien"]
    assert not count(Case)
    do(judging.hide, entry.library_id, entry.id, why="report", now=now())
    change(entry, said("Ik leer je haken"))
    assert the(entry).hidden_at
    assert count(Case) == 1


def test_a_pause_takes_it_away_and_resuming_brings_it_back_until_the_same_day():
    entry = a_request()
    until = the(entry).expires_at
    do(states.pause, entry.library_id, entry.id)
    do(states.pause, entry.library_id, entry.id)
    assert the(entry).state is EntryState.PAUSED
    assert not documents()
    do(states.resume, entry.library_id, entry.id, now=now())
    assert the(entry).state is EntryState.OPEN
    assert the(entry).expires_at == until
    assert documents() == [("request", entry.id)]


def test_it_is_nudged_once_expires_and_is_let_go_after_the_days_of_grace():
    began = now()
    entry = an_entry(text="Neem je fiets mee.", expires_at=began + LASTS)
    jobs.expire(began + LASTS - NUDGED_BEFORE - DAY)
    assert not owed("nudge")
    for _ in range(2):
        jobs.expire(began + LASTS - NUDGED_BEFORE)
    assert len(owed("nudge")) == 1
    for _ in range(2):
        jobs.expire(began + LASTS)
    assert len(owed("expired")) == 1
    assert the(entry).state is EntryState.EXPIRED
    assert not documents()
    jobs.expire(began + LASTS + GRACE - timedelta(minutes=1))
    assert the(entry).state is EntryState.EXPIRED
    jobs.expire(began + LASTS + GRACE)
    assert (the(entry).state, the(entry).text) == (EntryState.STOPPED, "")
    with pytest.raises(IsStopped):
        do(states.renew, entry.library_id, entry.id, now=now())


def test_one_click_renews_also_what_expired_and_it_is_nudged_anew():
    began = now()
    entry = an_entry(expires_at=began + DAY)
    jobs.expire(began)
    jobs.expire(began + 2 * DAY)
    do(states.renew, entry.library_id, entry.id, now=began + 3 * DAY)
    assert the(entry).state is EntryState.OPEN
    assert the(entry).expires_at == began + 3 * DAY + LASTS
    assert documents()
    jobs.expire(began + LASTS)
    assert len(owed("nudge")) == 2
    assert not opened()  # It was opened once, long ago.


def test_what_waits_for_a_librarian_is_not_opened_by_renewing():
    entry = publish(a_member())
    do(states.renew, entry.library_id, entry.id, now=now())
    do(states.resume, entry.library_id, entry.id, now=now())
    assert the(entry).is_waiting


def test_stopping_is_for_good_and_twice_is_once():
    entry = an_entry()
    for _ in range(2):
        do(states.stop, entry.library_id, entry.id, now=now())
    assert the(entry).state is EntryState.STOPPED
    assert not documents()
    assert (
        queries.find_same(
            session(), entry.library_id, entry.person_id, entry.direction, entry.title
        )
        is None
    )


def test_a_term_is_not_merged_away_between_being_found_and_being_linked(app, monkeypatch):
    """What was merged before is left out; who merges now waits, and takes the new link along."""
    entry, goes, stays = an_entry(), a_term("fietsen"), a_term("rijwielen")
    library_id, stays_id, gone = entry.library_id, stays.id, 987_654
    found_by, ids = queries.hold_terms, frozenset({goes.id, gone})
    merging_now = Thread(target=merge_in, args=(app, library_id, goes.id, stays_id))

    def hold_and_let_somebody_merge(*asked):
        found = found_by(*asked)
        merging_now.start()
        merging_now.join(timeout=0.3)
        return found

    monkeypatch.setattr(queries, "hold_terms", hold_and_let_somebody_merge)
    do(writing.change, library_id, entry.id, said(term_ids=ids), now=now())
    merging_now.join()
    assert [term.id for term in the(entry).terms] == [stays_id]


def merge_in(app, library_id, goes_id, stays_id):
    with app.app_context(), transaction() as tx:
        merging.merge(tx, library_id, goes_id, stays_id)
