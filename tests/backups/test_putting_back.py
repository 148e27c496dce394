"""A copy is put back: everything as it was, and settled with what happened meanwhile."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from community.accounts.models import Person, SignedIn
from community.backups import restoring
from community.backups.archive import BrokenCopy
from community.backups.restoring import PeopleLiveHere
from community.clock import now
from community.db import db, session, transaction
from community.exports import making
from community.gatherings import sign_up_changes
from community.gatherings.models import Gathering, SignUp
from community.outbox.models import MailState, OutboxMail
from community.rights import erasures
from community.rights.erasures import Erasure
from tests import factories
from tests.architecture.test_migrations import assert_the_log_is_append_only
from tests.backups.houses import all_rows, answers, copy, fill, finds, instance_of, put_back
from tests.exports.files import a_file


@pytest.fixture
def file(app, tmp_path):
    fill(app)
    path = tmp_path / "copy.tar.gz"
    copy(app, path)
    return path


def change_everything(app) -> None:
    """What a house that went on would have, and what it would have lost."""
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM sign_up"))
        connection.execute(sa.text("DELETE FROM search_document"))
        connection.execute(sa.text("UPDATE gathering SET title = 'Something else', sequence = 7"))
    factories.a_librarian(factories.a_library("salland"))
    next((instance_of(app) / "pictures").glob("*/*.webp")).unlink()


def test_everything_is_as_it_was_and_answers_the_same(app, file):
    stood, answered = all_rows(), answers(app)
    change_everything(app)
    put_back(file, over=True, moves=True)
    assert all_rows() == stood
    assert answers(app) == answered
    assert next((instance_of(app) / "pictures").glob("*/*.webp")).read_bytes() == b"\x00\\N\n"
    assert finds("fietsen") == 1
    assert_the_log_is_append_only()


def test_what_happened_since_is_settled(app, file, monkeypatch):
    """Who was erased is again; mails wait; numbers and SEQUENCE go on above what was lost."""
    sign_up_id = session().scalars(sa.select(SignUp.id)).one()
    gathering_id = session().scalars(sa.select(Gathering.id)).one()
    answered = answers(app)
    gone = factories.a_person("Gé").id
    copy(app, file)
    later = factories.a_person("Who came after the copy").id
    made = a_file(factories.the_library())
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE gathering SET sequence = 7"))
    monkeypatch.setattr(erasures, "read", lambda _path: [Erasure(gone, now())])
    settled = put_back(file, over=True)
    assert (settled.mails, settled.browsers, settled.erased) == (1, 1, 1)
    assert answers(app) == answered, "a feed says something else than when the copy was made"
    assert session().scalars(sa.select(OutboxMail.state)).all() == [MailState.RESTORED]
    assert session().scalars(sa.select(SignedIn)).all() == []
    assert session().get_one(Person, gone).email is None
    assert not making.path_of(made.library_id, made.id, made.format).exists()
    assert (instance_of(app) / "erased").exists(), "free pages are wiped by the clock"
    assert factories.a_person("Another").id > later, "one number, two people"
    with transaction() as tx:
        sign_up_changes.leave(tx, sign_up_id, now=now())
        tx.get_one(Gathering, gathering_id).raise_sequence()
    session().expire_all()
    left = session().get_one(SignUp, sign_up_id)
    assert min(left.sequence, left.gathering.sequence) > 7, "a calendar knows newer news"


def test_a_house_with_people_in_it_is_left_alone(app, file):
    with pytest.raises(PeopleLiveHere):
        put_back(file)


def test_what_goes_wrong_halfway_leaves_the_old_house(app, file, monkeypatch):
    """Whatever it is: here the count of the last table."""
    change_everything(app)
    stood, count = all_rows(), restoring.tables.count

    def miscount(connection, table):
        return count(connection, table) + (table.name == "webhook_delivery")

    monkeypatch.setattr(restoring.tables, "count", miscount)
    with pytest.raises(BrokenCopy, match="webhook_delivery"):
        put_back(file, over=True)
    monkeypatch.undo()
    assert all_rows() == stood
    assert finds("fietsen") == 0
    assert_the_log_is_append_only()
