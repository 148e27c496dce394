"""What can become of an owed mail."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from community.clock import now
from community.db import db, session, transaction
from community.outbox import queries, states
from community.outbox.models import MailState
from tests.outbox.conftest import the_mail


def claimed():
    with transaction() as tx:
        return states.claim(tx, now=now())


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(owed):
    owed("one")
    assert claimed().key == "one"
    assert claimed() is None
    with transaction() as tx:
        later = states.claim(tx, now=now() + states.LEASE + timedelta(seconds=1))
    assert later.key == "one"
    assert later.attempts == 2


def test_the_longest_overdue_is_claimed_first_and_then_the_one_owed_first(owed):
    at = now() - timedelta(minutes=5)
    for key in ("first", "second"):
        owed(key, at=at)
    owed("older", at=at - timedelta(minutes=1))
    assert [claimed().key for _ in range(3)] == ["older", "first", "second"]


def test_what_is_put_off_is_free_again_when_it_is_due(owed):
    owed("one")
    mail = claimed()
    with transaction() as tx:
        assert states.put_off(tx, mail.id, tries=1, why="broke_off", now=now())
    assert the_mail("one").leased_until is None
    assert claimed() is None


def test_a_given_up_mail_can_be_owed_again_from_the_first_try(owed):
    owed("one")
    mail = claimed()
    with transaction() as tx:
        states.give_up(tx, mail.id, why="address_refused 550")
    with transaction() as tx:
        assert states.owe_again(tx, now=now()) == 1
    again = the_mail("one")
    assert (again.state, again.attempts) == (MailState.OWED, 0)
    with transaction() as tx:
        assert states.owe_again(tx, now=now()) == 0


def test_a_library_owes_only_its_own_mails_again(owed):
    for key, library_id in (("ours", 1), ("theirs", 2)):
        owed(key, library_id=library_id)
        mail = claimed()
        with transaction() as tx:
            states.give_up(tx, mail.id, why="broke_off")
    theirs = the_mail("theirs").id
    with transaction() as tx:
        assert states.owe_again(tx, now=now(), library_id=1, mail_id=theirs) == 0
        assert states.owe_again(tx, now=now(), library_id=1) == 1
    assert the_mail("theirs").state is MailState.FAILED


def test_looking_for_due_mail_reads_an_index_however_much_was_sent(owed):
    """The loop asks twice a second, for years."""
    owed("one")
    look = (
        "SELECT id FROM outbox_mail WHERE state = 'owed' AND due_at <= '2030-01-01'"
        " ORDER BY due_at, id LIMIT 1"
    )
    if db.engine.dialect.name == "sqlite":
        plan = session().execute(text(f"EXPLAIN QUERY PLAN {look}")).all()
    else:
        with transaction() as tx:
            tx.execute(text("SET LOCAL enable_seqscan = off"))
            plan = tx.execute(text(f"EXPLAIN {look}")).all()
    assert "ix_outbox_mail_due" in str(plan)


def test_the_state_is_said_to_the_database_as_the_index_says_it():
    """A bound value would keep both engines from using a partial index."""
    condition = str(queries.may_go(now()))
    assert "state = 'owed'" in condition


def test_mails_to_somebody_about_something_are_found_and_no_others(owed):
    for key, gathering_id in (("ours", 7), ("other", 8), ("none", None), ("ours too", 7)):
        owed(key, gathering_id=gathering_id)
    assert [mail.key for mail in queries.list_to(session(), 1, 7)] == ["ours", "ours too"]
    assert queries.list_to(session(), 2, 7) == []
