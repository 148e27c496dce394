"""What every room builds on in the database."""

from __future__ import annotations

from community.activity.models import PersonKey
from community.activity.services import person_key
from community.db import insert_once, transaction


def test_a_row_is_inserted_once_and_says_which_time_it_was(app):
    whose = {"library_id": 1, "person_id": 2}
    with transaction() as tx:
        assert insert_once(tx, PersonKey, key="a" * 32, **whose)
        assert not insert_once(tx, PersonKey, key="b" * 32, **whose)


def test_the_log_knows_a_person_by_one_key(app):
    with transaction() as tx:
        first = person_key(tx, 1, 2)
        assert person_key(tx, 1, 2) == first
        assert person_key(tx, 1, 3) != first
        assert person_key(tx, 2, 2) != first
