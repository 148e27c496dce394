"""What every room builds on in the database."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from community import postgres
from community.accounts.models import Membership
from community.activity.models import Activity, PersonKey
from community.activity.services import note, person_key
from community.activity.verbs import Verb
from community.clock import now
from community.db import (
    db,
    insert_once,
    insert_once_later,
    session,
    table_of,
    take_in,
    transaction,
    write_later,
)
from community.gatherings.models import Gathering
from tests.factories import a_gathering, a_person

WHOSE = {"library_id": 1, "person_id": 2}
ADD_KEY = insert(table_of(PersonKey)).inline()


def keys() -> list[str]:
    session().rollback()
    return list(session().scalars(select(PersonKey.key).order_by(PersonKey.key)))


def test_a_row_is_inserted_once_and_says_which_time_it_was(app):
    with transaction() as tx:
        assert insert_once(tx, PersonKey, key="a" * 32, **WHOSE)
        assert not insert_once(tx, PersonKey, key="b" * 32, **WHOSE)


def test_the_log_knows_a_person_by_one_key(app):
    with transaction() as tx:
        first = person_key(tx, 1, 2)
        assert person_key(tx, 1, 2) == first
        assert person_key(tx, 1, 3) != first
        assert person_key(tx, 2, 2) != first


# ─── what is left for the end of a transaction ───


def test_what_is_left_for_the_end_is_written_there_in_its_order(app):
    with transaction() as tx:
        insert_once_later(tx, PersonKey, key="a" * 32, **WHOSE)
        insert_once_later(tx, PersonKey, key="b" * 32, **WHOSE)
        assert tx.scalars(select(PersonKey.key)).all() == []
    assert keys() == ["a" * 32]


def test_an_error_at_the_end_is_an_ordinary_one_and_leaves_nothing_behind(app):
    def write_twice() -> None:
        with transaction() as tx:
            tx.add(PersonKey(key="c" * 32, library_id=1, person_id=3))
            write_later(tx, ADD_KEY, key="a" * 32, **WHOSE)
            write_later(tx, ADD_KEY, key="b" * 32, **WHOSE)

    with pytest.raises(IntegrityError):
        write_twice()
    assert keys() == []
    with transaction() as tx:  # And the connection is as good as new.
        write_later(tx, ADD_KEY, key="d" * 32, **WHOSE)
    assert keys() == ["d" * 32]


def test_an_error_of_the_commit_itself_is_an_ordinary_one_too(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("no constraint of ours waits for the commit on PostgreSQL")

    def write() -> None:
        with transaction() as tx:
            tx.execute(text("PRAGMA defer_foreign_keys = ON"))
            nobody = {"library_id": 99, "person_id": 99, "role": "resident", "created_at": now()}
            write_later(tx, insert(table_of(Membership)).inline(), **nobody)

    with pytest.raises(IntegrityError):
        write()
    with transaction():
        pass


def test_who_changes_her_mind_has_left_nothing_for_the_end(app):
    def give_up() -> None:
        with transaction() as tx:
            write_later(tx, ADD_KEY, key="a" * 32, **WHOSE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    with transaction():
        pass
    assert keys() == []


def test_a_note_at_the_end_has_the_same_key_as_one_made_at_once(app):
    facts = {"library_id": 1, "gathering_id": 1, "quantity": 1, "now": now()}
    with transaction() as tx:
        key = person_key(tx, 1, 2)
        for whose in (2, 3, None):
            note(tx, Verb.SIGN_UP_LEFT, whose=whose, details={"party_size": 1}, **facts)
    known, fresh, nobody = session().scalars(select(Activity.person_key).order_by(Activity.id))
    assert known == key
    assert fresh in set(keys()) - {key}
    assert nobody is None


# ─── objects and rows ───


def test_what_a_plain_statement_told_is_known_and_the_rest_is_read_when_asked(app):
    gathering = a_gathering(title="Breien", capacity=5)
    wanted = gathering.id
    session().expunge_all()
    with transaction() as tx:
        taken = take_in(tx, Gathering, {"id": wanted, "taken": 3})
        assert taken.taken == 3
        assert taken.title == "Breien"
        assert taken is tx.get_one(Gathering, wanted)
        assert not tx.dirty


def test_whom_we_know_is_not_read_again(app):
    person = a_person(name="Noor")
    reads: list[str] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def listen(_connection, _cursor, statement, *_more):
        if statement.startswith("SELECT"):
            reads.append(statement)

    session().refresh(person)  # As a request does, that looks who is here.
    del reads[:]
    with transaction(person) as tx:
        assert person in tx
        assert person.first_name == "Noor"
    assert reads == []
    session().refresh(person)
    del reads[:]
    with transaction():
        assert person.first_name == "Noor"
    assert len(reads) == 1


# ─── PostgreSQL ───


@pytest.fixture
def on_postgres(app: Flask) -> Flask:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("about the driver of PostgreSQL")
    return app


def backend(connection: Connection) -> int:
    found: int = connection.scalar(text("SELECT pg_backend_pid()"))
    return found


def test_who_only_reads_keeps_no_transaction_open(on_postgres):
    with db.engine.connect() as reader, db.engine.connect() as other:
        pid = backend(reader)
        state = text("SELECT state FROM pg_stat_activity WHERE pid = :pid")
        assert other.scalar(state, {"pid": pid}) == "idle"  # Not "idle in transaction".


def use_the_pool_after_a_connection_in_it_died() -> None:
    with db.engine.connect() as first, db.engine.connect() as second:
        first.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend(second)})
    with db.engine.connect() as first, db.engine.connect() as second:
        assert backend(first) != backend(second)


def test_a_connection_that_died_while_idle_is_replaced_before_its_use(on_postgres, monkeypatch):
    monkeypatch.setattr(postgres, "IDLE", 0.0)
    use_the_pool_after_a_connection_in_it_died()


def test_unasked_a_dead_connection_is_found_out_by_who_uses_it(on_postgres, monkeypatch):
    monkeypatch.setattr(postgres, "IDLE", 60.0)
    with pytest.raises(OperationalError):
        use_the_pool_after_a_connection_in_it_died()
    with db.engine.connect() as after:  # And nobody after that one.
        backend(after)
